// Where a reader is on a page: at the program that was touched last, or that lies in the middle, and at which step.

const STOPS = ".program[id], .predict[id], .exercise[id], .slide[id] > :is(h1, h2)";
const CELL = "cell-";
const [, tag, ...rest] = location.pathname.split("/");

/** The language of the page, as addresses have it. */
export const language = tag;
/** The page, behind its language: the same in each. */
export const path = rest.join("/");

/** @typedef {HTMLElement & {at: number, show: (step: number) => Promise<void>}} Player */

/** The stop that was touched last, and how far the page was scrolled then. @type {{stop: Element | null, y: number}} */
const touched = { stop: null, y: 0 };
for (const kind of ["pointerdown", "focusin", "trace-ref"]) document.addEventListener(kind, touch, { capture: true });

/** @param {Event} event */
function touch({ target }) {
  const stop = target instanceof Element ? target.closest(STOPS) : null;
  if (stop) Object.assign(touched, { stop, y: scrollY });
}

/** The cell and the step, as a place has them. @returns {{cell: string, step: number | null}} */
export function where() {
  const stop = isAtHand() ? touched.stop : nearest();
  const player = playerAt(stop ?? document);
  return { cell: stop ? nameOf(stop) : "", step: player?.checkVisibility() ? player.at : null };
}

/** The element of a cell; a program that waits for a prediction is where it is asked for. @param {string} cell */
export function stopOf(cell) {
  const place = CSS.escape(CELL + cell);
  return document.getElementById(CELL + cell) ?? document.querySelector(`[data-place="${place}"]`) ?? document.getElementById(cell);
}

/** @param {Element | Document} stop @returns {Player | null} */
export const playerAt = (stop) => stop.querySelector("trace-player[data-ready]");

/** @param {Element} stop */
function nameOf(stop) {
  const { id } = stop.id ? stop : /** @type {Element} */ (stop.parentElement);
  return id.startsWith(CELL) ? id.slice(CELL.length) : id;
}

/** Whether what was touched is still there; who scrolls on by a third of the screen looks at something else. */
function isAtHand() {
  return Boolean(touched.stop?.isConnected && touched.stop.checkVisibility() && Math.abs(scrollY - touched.y) < innerHeight / 3);
}

/** The stop nearest to the middle; of those that hold each other the inner one. */
function nearest() {
  const middle = innerHeight / 2;
  let [best, least, small] = [/** @type {Element | null} */ (null), Infinity, Infinity];
  for (const stop of document.querySelectorAll(STOPS)) {
    if (!stop.checkVisibility()) continue;
    const { top, bottom, height } = stop.getBoundingClientRect();
    const away = Math.max(top - middle, middle - bottom, 0);
    if (away < least || (away === least && height < small)) [best, least, small] = [stop, away, height];
  }
  return best;
}
