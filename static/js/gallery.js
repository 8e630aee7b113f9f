// The gallery: classes that lack the words in the box go out of sight; a program that was sent says that it runs.
const box = /** @type {HTMLInputElement | null} */ (document.getElementById("find"));
const found = document.getElementById("found");
const classes = [...document.querySelectorAll(".class")].map((item) => ({ item, text: (item.textContent ?? "").toLowerCase() }));

function filter() {
  const words = (box?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { item, text } of classes) {
    const fits = words.every((word) => text.includes(word));
    /** @type {HTMLElement} */ (item).hidden = !fits;
    count += Number(fits);
  }
  for (const group of document.querySelectorAll(".group")) {
    /** @type {HTMLElement} */ (group).hidden = !group.querySelector(".class:not([hidden])");
  }
  const nothing = document.getElementById("nothing");
  if (nothing) nothing.hidden = count > 0;
  if (found) found.textContent = words.length ? (found.dataset.words ?? "").replace("{count}", String(count)) : "";
}

box?.addEventListener("input", filter);
if (box?.value) filter();

document.querySelector(".paste")?.addEventListener("submit", (event) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {SubmitEvent} */ (event).submitter);
  if (!button) return;
  button.dataset.words = button.textContent ?? "";
  button.textContent = button.dataset.running ?? "";
});
addEventListener("pageshow", () => {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(".paste [data-words]"));
  if (button) button.textContent = button.dataset.words ?? "";
});
