// The draft: what was typed, kept for this tab, so that neither a reload nor another language loses it.
const KEY = "draft";

/** @typedef {{source: string, device: string, seed: string, ran: boolean, carry: boolean}} Draft */

/** The address without its language. */
const place = () => location.pathname.replace(/^\/\w+/, "");

/** @param {Draft} draft */
export function keep(draft) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...draft, place: place() }));
  } catch {
    // Storage is full or forbidden: then a reload is what it is without this file.
  }
}

/** The program to begin with where it is not the one `shown`. Throws where the address holds one that cannot be read. @param {string} shown */
export async function arrived(shown) {
  const { readFragment } = await import("./fragment.js");
  const snippet = await readFragment(location.hash);
  if (snippet) return { ...snippet, seed: String(snippet.seed), ran: true, carry: false };
  const draft = kept();
  return draft?.source === shown ? null : draft;
}

/** The draft of this page, where the page was loaded again. @returns {Draft | null} */
function kept() {
  try {
    const draft = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    const [load] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    const again = draft?.carry || load?.type === "reload" || load?.type === "back_forward";
    return again && draft?.place === place() ? draft : null;
  } catch {
    return null;
  }
}
