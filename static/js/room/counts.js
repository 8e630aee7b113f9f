// The numbers of a room, where a page has places for them: [data-count] names one, [data-progress] is how many answered.

/** @typedef {import("./events.js").Counts} Counts */

const number = new Intl.NumberFormat(document.documentElement.lang);

/** @param {Counts} counts */
export function count({ here, seats, answered }) {
  /** @type {Record<string, number>} */
  const shown = { here, seats, answered, most: Math.max(here, answered) };
  for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-count]"))) {
    each.textContent = number.format(shown[each.dataset.count ?? ""]);
  }
  for (const bar of /** @type {NodeListOf<HTMLProgressElement>} */ (document.querySelectorAll("[data-progress]"))) {
    Object.assign(bar, { max: Math.max(1, shown.most), value: answered });
  }
}
