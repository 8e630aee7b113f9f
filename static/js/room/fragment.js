// Fragments: parts of a page come from the server in the reader's language, and take the place of those that changed.

/** What the server sent last in the place of each part: what scripts made of it since does not count. @type {Map<string, string>} */
const known = new Map([...document.querySelectorAll("[data-part]")].map((part) => [part.id, part.outerHTML]));

/** Fetch a page, with the styles that its parts want. Throws the answer where it is none. @param {string} url @param {RequestInit} [init] */
export async function fetched(url, init = {}) {
  const answer = await fetch(url, { ...init, headers: { Accept: "text/html" } });
  if (!answer.ok) throw answer;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const styles = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("[data-styles]")]).map((each) => each.dataset.styles);
  if (styles.length) await import("../styled.js").then(({ styled }) => Promise.all(styles.map(styled)));
  return page;
}

/**
 * Put the part of an id (an element with data-part) in the place of the one here, unless the server sent the same
 * before: what is typed, played or unfolded in it then stays. Says whether it did.
 * @param {string} id @param {Document} page
 */
export function put(id, page) {
  const [before, next] = [document.getElementById(id), page.getElementById(id)];
  if (!before || !next || next.outerHTML === known.get(id)) return false;
  known.set(id, next.outerHTML);
  for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (next.querySelectorAll("details[data-keep]"))) {
    const other = before.querySelector(`details[data-keep="${fold.dataset.keep}"]`);
    if (other) fold.open = other.hasAttribute("open");
  }
  const focus = before.contains(document.activeElement) ? selector(document.activeElement) : null;
  before.replaceWith(next);
  if (focus !== null) /** @type {HTMLElement} */ ((focus && next.querySelector(focus)) || focusable(next)).focus({ preventScroll: true });
  return true;
}

/** Fetch a page and put one element of it in its place; says whether it has changed. @param {string} id @param {string} url @param {RequestInit} [init] */
export async function swap(id, url, init = {}) {
  return put(id, await fetched(url, init));
}

/** What finds an element again in another version of its part. @param {any} element */
function selector(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const value = element.type === "radio" || element.type === "submit" ? `[value="${CSS.escape(element.value)}"]` : "";
  return element.name ? `[name="${CSS.escape(element.name)}"]${value}` : "";
}

/** @param {HTMLElement} element */
function focusable(element) {
  element.tabIndex = -1;
  return element;
}
