// A part of a lesson: a form is posted, and that part of the page comes back alone.
import { watch } from "./run.js";
import { styled } from "./styled.js";

/**
 * Send a form; what comes back is an element, or null where nobody answered.
 * @param {HTMLFormElement} form @param {string} selector @param {{fields?: Record<string, string>, query?: Record<string, string>, tell?: (words: string) => void}} [more]
 * @returns {Promise<HTMLElement | null>}
 */
export async function send(form, selector, { fields = {}, query = {}, tell = () => {} } = {}) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const quit = new AbortController();
  tell(form.dataset.running ?? "");
  const stop = watch(form, quit.signal, (words, seconds) => tell(`${words} ${seconds}`.trim()));
  try {
    return await part(form.action, selector, query, { method: "POST", body });
  } catch {
    tell(form.dataset.unreachable ?? "");
    return null;
  } finally {
    stop();
    quit.abort();
  }
}

/**
 * Fetch a part, and the styles that it needs. Throws where there is none.
 * @param {string} address @param {string} selector @param {Record<string, string>} [query] @param {RequestInit} [init]
 */
export async function part(address, selector, query = {}, init = {}) {
  const url = new URL(address, location.href);
  url.hash = "";
  for (const [name, value] of Object.entries({ part: "1", ...query })) url.searchParams.set(name, value);
  const answer = await fetch(url, { ...init, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = /** @type {HTMLElement | null} */ (page.querySelector(selector));
  if (!found) throw new Error(String(answer.status));
  for (const each of [found, ...found.querySelectorAll("[data-styles]")]) await styled(/** @type {HTMLElement} */ (each).dataset.styles);
  return /** @type {HTMLElement} */ (document.adoptNode(found));
}
