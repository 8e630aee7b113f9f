// Files that a reader takes along.

/** The rows as lines, as the server wrote them. @param {string} header @param {HTMLElement[]} rows */
export function table(header, rows) {
  return new Blob([[header, ...rows.map((row) => row.dataset.csv), ""].join("\n")], { type: "text/csv" });
}

/** @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
