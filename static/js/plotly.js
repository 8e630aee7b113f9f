/** @type {Promise<any> | undefined} */
let coming;

/**
 * Plotly, fetched once; tried again after a failure. @param {string} url
 *
 * It adds <style> elements, which the page's policy forbids. Each becomes a style sheet made by a script, which the
 * policy allows. Rules that it would write as text are for maps; there are none here.
 */
export function plotly(url) {
  coming ??= load(url).catch((error) => {
    coming = undefined;
    throw error;
  });
  return coming;
}

/** @param {string} url @returns {Promise<any>} */
function load(url) {
  const make = document.createElement.bind(document);
  const script = Object.assign(make("script"), { src: url });
  /** @type {any} */
  const instead = (/** @type {string} */ name) => (name === "style" ? sheet(make("link")) : make(name));
  document.createElement = instead;
  return new Promise((done, fail) => {
    script.onload = () => done(/** @type {any} */ (window).Plotly);
    script.onerror = fail;
    document.head.append(script);
  }).finally(() => Reflect.deleteProperty(document, "createElement"));
}

/** An element whose style sheet is one that a script may write. @param {HTMLElement} element */
function sheet(element) {
  const made = new CSSStyleSheet();
  document.adoptedStyleSheets.push(made);
  return Object.defineProperty(element, "sheet", { value: made });
}
