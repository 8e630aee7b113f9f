// The program that the teacher sent: an editor that forgets nothing, and runs whose result is shown in the page.
import "../editor.js";
import { styled } from "../styled.js";

/** What is fetched when a reader comes near it. */
const LATER = { "#pane-error, #tab-error": "../fixes.js", "[data-linked], trace-player": "../linking.js", "memory-timeline": "../timeline.js" };
/** @type {Set<string>} */
const fetchedLater = new Set();

/** The element of an id. @param {string} id @returns {any} */
const the = (id) => document.getElementById(id);

/** @type {AbortController | null} */
let running = null;

for (const kind of ["pointerover", "focusin", "toggle"]) document.addEventListener(kind, later, true);

/** Make the form of the program an editor; the text of this program that was typed before is there again. */
export async function begin() {
  const form = the("program-form");
  if (!form || form.dataset.ready !== undefined) return;
  form.dataset.ready = "";
  await styled(form.dataset.play);
  const editor = /** @type {import("../editor.js").CodeEditor} */ (form.querySelector("code-editor"));
  const number = the("sent").dataset.number;
  const drafts = kept(form.dataset.key);
  if (drafts[number] !== undefined && drafts[number] !== editor.value) {
    editor.value = drafts[number];
    tell(form.dataset.restored);
  }
  editor.area.addEventListener("input", () => keep(form.dataset.key, number, editor.value));
  offerEarlier(editor, drafts, number);
  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    run(form);
  });
  the("program-cancel").addEventListener("click", () => running?.abort());
}

/** Whether something was typed that the page would lose without the program. */
export function typed() {
  const form = the("program-form");
  return Boolean(form) && the("sent").dataset.number in kept(form.dataset.key);
}

/** Say that the teacher has taken the program back; what was typed stays. */
export function withdrawn() {
  tell(the("program-form").dataset.withdrawn);
}

/** What was typed into an earlier program can be had again. @param {import("../editor.js").CodeEditor} editor @param {Record<string, string>} drafts @param {string} number */
function offerEarlier(editor, drafts, number) {
  const earlier = Object.keys(drafts).filter((each) => Number(each) < Number(number)).sort((a, b) => Number(a) - Number(b)).at(-1);
  const button = the("program-back");
  button.hidden = earlier === undefined;
  button.addEventListener("click", () => {
    overwrite(editor, drafts[earlier ?? ""]);
    button.hidden = true;
  });
}

/** Put a text in the place of all that was typed; it can be undone. @param {import("../editor.js").CodeEditor} editor @param {string} text */
function overwrite(editor, text) {
  editor.area.focus();
  editor.area.select();
  if (!document.execCommand("insertText", false, text)) editor.value = text;
  editor.area.setSelectionRange(0, 0);
}

/** Run what stands in the editor; a later run ends an earlier one. @param {HTMLFormElement} form */
export async function run(form) {
  if (/** @type {HTMLButtonElement} */ (form.querySelector(".main")).disabled) return;
  running?.abort();
  const mine = (running = new AbortController());
  the("program-cancel").hidden = false;
  tell(form.dataset.running);
  const { send } = await import("../run.js");
  const said = (/** @type {string} */ words, /** @type {string} */ seconds) => running === mine && tell(`${words} ${seconds}`);
  const { page, problem, why } = await send(form, mine.signal, said);
  if (running !== mine) return;
  running = null;
  the("program-cancel").hidden = true;
  if (page) await show(page, form);
  else tell(mine.signal.aborted ? form.dataset.cancelled : problem ? words(problem) : why);
}

/** @param {Document} page @param {HTMLFormElement} form */
async function show(page, form) {
  const outcome = /** @type {HTMLElement} */ (page.getElementById("outcome"));
  await Promise.all([styled(form.dataset.player), import("../tabs.js"), import("../player.js")]);
  the("result").replaceChildren(outcome);
  tell("");
  the("result").scrollIntoView({ block: "nearest" });
  the("status").textContent = words(the("ending"));
}

/** @param {Event} event */
function later({ target }) {
  for (const [place, module] of Object.entries(LATER)) {
    if (fetchedLater.has(place) || !(target instanceof Element) || !target.closest(place)) continue;
    fetchedLater.add(place);
    import(module);
  }
}

/** @param {string | undefined} sentence */
function tell(sentence) {
  the("program-told").textContent = sentence ?? "";
}

/** @param {Element | null} element */
const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/** What was typed into the programs of this room, by their numbers. @param {string} key @returns {Record<string, string>} */
function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {string} key @param {string} number @param {string} source */
function keep(key, number, source) {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...kept(key), [number]: source }));
  } catch {
    // Storage is full or forbidden: then it lasts as long as the page.
  }
}
