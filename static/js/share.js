// The share menu: makes a link without a reload, writes the link that holds the program, follows the player's step.
import "./copy.js";
import { readFragment, writeFragment } from "./fragment.js";

export { readFragment, writeFragment };

const MENU = "#sharing details";

document.addEventListener("toggle", ({ target }) => target instanceof Element && target.matches(MENU) && fill(), true);
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.closest(MENU)) return;
  event.preventDefault();
  keep(form);
});
document.addEventListener("trace-step", (event) => follow(/** @type {CustomEvent} */ (event).detail.step));
for (const name of ["input", "change"]) document.addEventListener(name, () => document.querySelector(`${MENU}[open]`) && fill());
if (document.querySelector(`${MENU}[open]`)) fill();

/** Write the link that holds the program as it stands in the editor. */
async function fill() {
  const player = /** @type {any} */ (document.querySelector("trace-player"));
  if (player?.at !== undefined) follow(player.at);
  const place = document.querySelector("#whole-link .text");
  const about = /** @type {HTMLElement | null} */ (document.querySelector("#sharing [data-long]"));
  if (!place || !about) return;
  about.dataset.words ??= about.textContent ?? "";
  const field = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id))?.value;
  try {
    const fragment = await writeFragment({ source: field("source"), device: field("device"), seed: field("seed") || 0 });
    place.textContent = `${location.origin}/play${fragment}`;
    about.textContent = about.dataset.words;
  } catch {
    place.textContent = "";
    about.textContent = about.dataset.long ?? "";
  }
}

/** Have the program kept as it stands in the editor, and show its link. @param {HTMLFormElement} form */
async function keep(form) {
  const editor = /** @type {HTMLFormElement} */ (document.getElementById("play-form"));
  const body = new URLSearchParams(/** @type {any} */ (new FormData(editor)));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  button.disabled = true;
  say(form.dataset.running);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const problem = page.getElementById("problem");
    if (!page.getElementById("link")) say(problem ? words(problem) : form.dataset.failed);
    else if (document.getElementById("edited")?.hidden === false || !document.getElementById("ending")) location.assign(answer.url);
    else show(page, answer.url, form.dataset.done);
  } catch {
    say(form.dataset.failed);
  } finally {
    button.disabled = false;
  }
}

/** The program has not changed since it was run: only its address has. */
function show(/** @type {Document} */ page, /** @type {string} */ url, /** @type {string | undefined} */ done) {
  for (const id of ["sharing", "languages"]) {
    const next = page.getElementById(id);
    if (next) document.getElementById(id)?.replaceWith(next);
  }
  history.replaceState(history.state, "", new URL(url).pathname);
  const menu = document.querySelector(MENU);
  if (menu instanceof HTMLDetailsElement) menu.open = true;
  say(done);
  document.getElementById("link")?.focus();
}

/** Point what may name a step at the one that is shown. @param {number} step */
function follow(step) {
  const text = document.querySelector("#step-link .text");
  if (text) text.textContent = (text.textContent ?? "").replace(/\d+$/, String(step + 1));
  const file = document.getElementById("page-file");
  if (!(file instanceof HTMLAnchorElement)) return;
  const url = new URL(file.href);
  url.searchParams.set("step", String(step + 1));
  file.href = url.pathname + url.search;
}

/** @param {string | undefined} sentence */
function say(sentence) {
  const place = document.querySelector("#sharing .told");
  if (place) place.textContent = sentence ?? "";
}

/** @param {Element} problem */
const words = (problem) => [...problem.children].map((each) => (each.textContent ?? "").trim()).join(" ");
