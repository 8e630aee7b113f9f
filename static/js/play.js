// The playground without reloads: the form is posted, and the parts of the answered page that depend on it change.
import "./editor.js";
import "./tabs.js";

/** The element of an id. @param {string} id @returns {any} */
const the = (id) => document.getElementById(id);
const [form, area, device, seed, status, clock, cancel] = ["play-form", "source", "device", "seed", "status", "clock", "cancel"].map(the);
const editor = /** @type {import("./editor.js").CodeEditor} */ (area.closest("code-editor"));
/** What is fetched when a reader comes near it. */
const LATER = { "#play-form": "./run.js", "#sharing": "./share.js", "memory-timeline": "./timeline.js", "#tab-error, #pane-error": "./fixes.js", "[data-linked]": "./linking.js" };

/** @type {Map<string, Element>} Where in each of these places the reader was last. */
const near = new Map();

/** @type {AbortController | null} */
let running = null;
/** The program that the result on the page belongs to. */
let shown = area.defaultValue;
/** @type {typeof import("./draft.js") | undefined} Fetched once something was typed. */
let draft;

form.addEventListener("submit", (/** @type {any} */ event) => {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  run();
});
cancel.addEventListener("click", () => {
  running?.abort();
  area.focus();
});
area.addEventListener("input", compare);
form.addEventListener("input", () => remember());
document.addEventListener("trace-step", (event) => editor.now(/** @type {any} */ (event).detail.line));
document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const jump = target.closest("a[data-line]");
  closeMenus((menu) => !menu.contains(target));
  if (target.closest("#languages a")) remember(true);
  if (!(jump instanceof HTMLElement)) return;
  event.preventDefault();
  go(jump.dataset);
});
document.addEventListener("keydown", ({ key }) => key === "Escape" && closeMenus((menu) => menu.contains(document.activeElement)));
for (const kind of ["pointerover", "focusin", "toggle"]) document.addEventListener(kind, later, true);
addEventListener("hashchange", () => inAddress() && resume());

/** @param {(menu: any) => boolean} which */
function closeMenus(which) {
  for (const menu of [...document.querySelectorAll(".menu[open]")].filter(which)) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
    menu.removeAttribute("open");
  }
}

/** Fetch what a reader comes near; it is then told where the reader is by now. @param {Event} event */
function later({ target }) {
  for (const [place, module] of Object.entries(LATER)) {
    if (!(target instanceof Element) || !target.closest(place)) continue;
    const first = !near.has(place);
    near.set(place, target);
    if (!first) continue;
    const tell = () => near.get(place)?.dispatchEvent(new Event("pointerover", { bubbles: true }));
    import(module).then(tell, () => near.delete(place));
  }
}

/** Run what stands in the editor; a later run ends an earlier one. */
async function run() {
  running?.abort();
  const mine = (running = new AbortController());
  const sent = editor.value;
  const tell = (/** @type {string} */ sentence, /** @type {string} */ seconds) => {
    if (running !== mine) return;
    say(sentence);
    clock.textContent = seconds;
  };
  busy(true);
  tell(form.dataset.running, "");
  const { page, problem, why } = await import("./run.js").then(({ send }) => send(form, mine.signal, tell)).catch(lost);
  if (running !== mine) return;
  running = null;
  clock.textContent = "";
  busy(false);
  if (page) show(page, sent);
  else mine.signal.aborted ? say(form.dataset.cancelled) : refuse(why, problem);
}

/** @returns {import("./run.js").Answer} */
const lost = () => ({ why: form.dataset.unreachable });

/** @param {Document} page @param {string} sent */
function show(page, sent) {
  shown = sent;
  for (const id of ["notice", "about", "outcome", "sharing"]) replace(id, page);
  if (sent !== area.defaultValue || inAddress()) history.replaceState(null, "", form.action);
  replace("languages", page);
  mark();
  remember();
  say(words("#ending"), true);
}

/** Say in the page why nothing was run; the result from before stays. @param {string} [why] @param {Element | null} [problem] */
function refuse(why, problem) {
  const notice = document.createElement("p");
  notice.className = "problem";
  notice.textContent = why ?? "";
  the("notice").replaceChildren(problem ?? notice);
  say(problem ? words("#problem h2") : why, true);
}

/** Put the marks of the result's program beside the editor's lines. */
function mark() {
  const manifest = document.querySelector("#outcome script.manifest")?.textContent;
  editor.mark(manifest ? JSON.parse(manifest).lines : {}, shown);
  if (!manifest) editor.now(null);
  compare();
}

/** Say it where the program is no longer the one that the picture shows. */
function compare() {
  const edited = editor.value !== shown;
  editor.classList.toggle("edited", edited);
  if (the("edited")) the("edited").hidden = !edited;
}

/** Show a line in the editor, and its step in the player. @param {DOMStringMap} place */
function go({ line, step }) {
  const player = /** @type {any} */ (document.querySelector("#outcome trace-player"));
  /** @type {any} */ (document.querySelector("result-tabs")).choose("memory");
  if (step) player?.show?.(Number(step));
  if (line) editor.reveal(Number(line));
}

/** Keep what was typed. @param {boolean} [carry] The next page is the same in another language. */
async function remember(carry = false) {
  draft ??= await import("./draft.js");
  draft.keep({ source: editor.value, device: device.value, seed: seed.value, ran: editor.value === shown, carry });
}

/** Whether the address holds a program. It never reaches a server but to be run. */
const inAddress = () => location.hash.startsWith("#c=");

/** Whether something was typed on an earlier page of this tab. */
function typed() {
  try {
    return "draft" in sessionStorage;
  } catch {
    return false;
  }
}

/** Take up the program that travels in the address, or what was typed before the page was loaded again. */
async function resume() {
  try {
    draft = await import("./draft.js");
    const last = await draft.arrived(shown);
    if (!last) return;
    fill(last);
    if (last.ran) run();
  } catch {
    refuse(form.dataset.unreadable);
  }
}

/** @param {import("./draft.js").Draft} snippet */
function fill(snippet) {
  editor.value = snippet.source;
  device.value = snippet.device;
  if (device.selectedIndex < 0) device.value = "auto";
  seed.value = snippet.seed;
  compare();
}

/** @param {string} id @param {Document} page */
function replace(id, page) {
  const next = page.getElementById(id);
  if (next) the(id)?.replaceWith(next);
}

/** @param {boolean} yes */
function busy(yes) {
  form.ariaBusy = String(yes);
  cancel.hidden = !yes;
}

/** Say it to those who listen, and to the others where it stands nowhere else. @param {string | undefined} sentence */
function say(sentence, written = false) {
  status.classList.toggle("hidden", written);
  if (status.textContent !== sentence) status.textContent = sentence ?? "";
}

/** @param {string} selector */
function words(selector) {
  return (document.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ").trim();
}

mark();
if (inAddress() || typed()) resume();
