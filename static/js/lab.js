// The Lab without a reload: the address of the form is fetched, and the parts of the page that depend on it change.
import { build, placeOf, refocus } from "./builder.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("lab-form"));
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
const cancel = /** @type {HTMLButtonElement} */ (document.getElementById("cancel"));
const home = document.title;

/** @type {AbortController | null} */
let running = null;
let shown = address(document);

build(form, { send, undo, redo });
if (history.state?.place === undefined) {
  history.replaceState({ place: 0 }, "");
  sessionStorage.removeItem("lab-last");
}
showSteps();

document.addEventListener("click", (event) => {
  const half = /** @type {HTMLElement} */ (event.target).closest("a[data-mode]");
  if (!(half instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  run(half.href, "link");
});

cancel.addEventListener("click", () => running?.abort());
addEventListener("popstate", () => run(location.href, "back"));

/**
 * Send the form as it is, with an edit if there is one.
 * @param {string} edit
 */
function send(edit) {
  const query = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  if (edit) query.set("do", edit);
  run(`${form.getAttribute("action")}?${query}`, edit || "change");
}

/** Earlier states are earlier addresses of this page, so that the browser's own buttons do the same. */
function undo() {
  if (place() > 0) history.back();
}

function redo() {
  if (place() < last()) history.forward();
}

/**
 * Fetch an address of the Lab and show it; a later call ends an earlier one.
 * @param {string} url
 * @param {string} how an edit, or "change", "link", "back"
 */
async function run(url, how) {
  running?.abort();
  const mine = (running = new AbortController());
  const sent = values();
  busy(true);
  say(form.dataset.running);
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (running === mine) show(page, how, sent);
  } catch (error) {
    if (running === mine) say(mine.signal.aborted ? form.dataset.cancelled : form.dataset.unreachable);
  } finally {
    if (running === mine) busy(false);
  }
}

/** @param {Document} page @param {string} how @param {Map<string, string>} sent */
function show(page, how, sent) {
  showBuilder(page, how, sent);
  const problem = page.getElementById("problem");
  const answered = page.getElementById("answer") !== null;
  showProblem(answered ? null : problem, how);
  if (!answered) return;
  for (const id of ["answer-place", "result"]) replace(id, page);
  document.title = home;
  const words = [...document.querySelectorAll("#answer [aria-current] :is(.which, strong)")].map(text);
  say(`${form.dataset.done} ${words.join(": ")}`);
}

/**
 * Take over the builder, but for what was typed while the answer was on its way.
 * @param {Document} page
 * @param {string} how
 * @param {Map<string, string>} sent
 */
function showBuilder(page, how, sent) {
  if (!page.getElementById("builder")) return;
  const typed = how === "back" ? new Map() : values();
  const focus = placeOf(form);
  const open = [...form.querySelectorAll("details[open][id]:not(.menu)")].map((each) => each.id);
  replace("builder", page);
  replace("languages", page);
  for (const [name, value] of typed) {
    const field = form.elements.namedItem(name);
    if (sent.get(name) !== value && field instanceof HTMLInputElement) field.value = value;
  }
  for (const id of open) {
    // Blocks have other places after an edit.
    if (!how.includes(":") || !id.startsWith("further-")) document.getElementById(id)?.setAttribute("open", "");
  }
  remember(how);
  refocus(form, focus, how);
}

/** What stands in the text fields. @returns {Map<string, string>} */
function values() {
  const fields = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[inputmode], input[spellcheck]")]);
  return new Map(fields.map((field) => [field.name, field.value]));
}

/** A new state gets an address of its own. @param {string} how */
function remember(how) {
  const before = shown;
  shown = address(document);
  if (how !== "back" && shown !== before) {
    history.pushState({ place: place() + 1 }, "", shown);
    sessionStorage.setItem("lab-last", String(place()));
  }
  showSteps();
}

/** @param {Document} page @returns {string} */
function address(page) {
  return page.getElementById("builder")?.dataset.address ?? "";
}

function place() {
  return Number(history.state?.place ?? 0);
}

function last() {
  return Number(sessionStorage.getItem("lab-last") ?? 0);
}

function showSteps() {
  /** @type {HTMLButtonElement} */ (form.querySelector("#undo")).disabled = place() <= 0;
  /** @type {HTMLButtonElement} */ (form.querySelector("#redo")).disabled = place() >= last();
}

/** Show a problem above the old result, which stays. @param {Element | null} problem @param {string} how */
function showProblem(problem, how) {
  const notice = /** @type {HTMLElement} */ (document.getElementById("notice"));
  notice.replaceChildren(...(problem ? [problem] : []));
  if (problem) say(how === "back" ? "" : text(problem.querySelector("h2")));
}

/** @param {string} id @param {Document} page */
function replace(id, page) {
  const next = page.getElementById(id);
  if (next) document.getElementById(id)?.replaceWith(next);
}

/** @param {boolean} yes */
function busy(yes) {
  form.setAttribute("aria-busy", String(yes));
  cancel.hidden = !yes;
}

/** @param {string | undefined} words */
function say(words) {
  status.textContent = words ?? "";
}

/** @param {Element | null} element */
function text(element) {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}
