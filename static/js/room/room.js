// The student's page of a room: what changed is fetched and put in its place; forms are sent without a reload.
import { listen, pause } from "./events.js";
import { follow } from "./follow.js";
import { fetched, put } from "./fragment.js";
import { votes } from "./vote.js";

const JITTER = 500;
const BEHIND = 600;
const PARTS = ["known", "stage", "on-screen", "runs-locked", "offered", "muted"];

/** The element of an id. @param {string} id @returns {any} */
const the = (id) => document.getElementById(id);
const room = the("room");
const { code, base } = room.dataset;
const vote = votes(code, { late: () => say(room.dataset.late), closed: () => look(BEHIND) });

/** The state that was told last. @type {import("./events.js").Signal | null} */
let now = null;
let timer = 0;
let tries = 0;
let looking = false;

/** @param {import("./events.js").Signal} signal */
function heard(signal) {
  now = signal;
  follow(signal);
  if (behind()) look(Math.random() * JITTER);
  else vote.retry();
}

/** Whether the page shows an earlier state than the one that was told. */
function behind() {
  const { stage, path } = the("known").dataset;
  return now !== null && (Number(stage) < now.stage || path !== (now.place?.path ?? ""));
}

/** Fetch what changed, a while from now. @param {number} delay */
function look(delay) {
  clearTimeout(timer);
  timer = setTimeout(update, delay);
}

/** A server beside the one that told may answer with what was the case half a second ago; then it is asked again. */
async function update() {
  if (looking) return look(BEHIND);
  looking = true;
  try {
    await show(await fetched(`${base}/stage`));
    tries = 0;
    if (behind()) look(BEHIND);
  } catch {
    look(pause(tries++));
  }
  looking = false;
}

/** @param {Document} page */
async function show(page) {
  const before = words(the("phase"));
  const drawn = PARTS.filter((id) => put(id, page)).includes("stage");
  await sent(page);
  if (now?.ended) the("tools")?.remove();
  await prepare();
  if (!drawn) return;
  say("");
  vote.drawn();
  if (words(the("phase")) !== before) tell(words(the("phase")));
}

/** Have a new phase read out and seen; whoever types somewhere else is only told where it is. @param {string} phase */
function tell(phase) {
  the("status").textContent = phase;
  const link = the("to-stage");
  link.textContent = phase;
  link.hidden = seen() || !typing();
  if (!seen() && !typing()) the("stage").scrollIntoView();
}

/** Whether the head of the stage is on the screen. */
function seen() {
  const { top, bottom } = the("phase").getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

const typing = () => Boolean(document.activeElement?.matches("textarea, #name"));

/** A program that is taken back stays where somebody has typed into it. @param {Document} page */
async function sent(page) {
  const there = the("program-form");
  const gone = page.getElementById("sent")?.hidden;
  if (!there || !gone) return void put("sent", page);
  const program = await import("./program.js");
  if (program.typed()) program.withdrawn();
  else put("sent", page);
}

/** What the page needs for what it shows now. */
async function prepare() {
  const locked = !the("runs-locked").hidden;
  const main = document.querySelector("#program-form .main");
  if (main instanceof HTMLButtonElement) main.disabled = locked;
  if (document.querySelector("trace-player")) await Promise.all([import("../player.js"), import("../linking.js")]);
  if (the("program-form")) await import("./program.js").then(({ begin }) => begin());
}

/** Send a form, and say how that went. @param {SubmitEvent} event */
async function submit(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const action = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  if (!event.defaultPrevented && form.id === "program-form" && !button?.hasAttribute("formaction")) return early(event, form);
  if (event.defaultPrevented || !action.startsWith(`${base}/`)) return;
  event.preventDefault();
  const line = form.querySelector("[role=status]") ?? the("notice");
  try {
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
    const answer = await fetch(`${action}?part=1`, { method: "POST", body, headers: { Accept: "text/html" } });
    if (!answer.ok) throw answer;
    line.textContent = button?.dataset.done ?? form.dataset.done ?? "";
    after(form);
  } catch (error) {
    line.textContent = error instanceof Response ? await refusal(error) : room.dataset.unreachable;
  }
}

/** A program that is sent before the script of its editor has come. @param {SubmitEvent} event @param {HTMLFormElement} form */
async function early(event, form) {
  event.preventDefault();
  const { begin, run } = await import("./program.js");
  await begin();
  run(form);
}

/** @param {HTMLFormElement} form */
function after(form) {
  if (form.id === "stuck") turn(form);
  else if (form.closest("#nickname")) the("nickname").querySelector("summary b").textContent = form.elements.namedItem("name").value;
  else look(0);
}

/** The other one of two buttons. @param {HTMLFormElement} form */
function turn(form) {
  for (const button of form.querySelectorAll("button")) button.hidden = !button.hidden;
  form.querySelector("button:not([hidden])")?.focus();
}

/** What an error page says. @param {Response} answer */
async function refusal(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return words(page.querySelector("h1")) + [...page.querySelectorAll(".plain > p:not(.status-code, :has(a))")].map((each) => ` ${words(each)}`).join("");
}

/** How the connection is. @param {import("./events.js").State} state */
function connected(state) {
  const place = the("connection");
  place.dataset.state = state;
  const said = place.dataset[state] ?? "";
  const line = place.querySelector(".words");
  if (line.textContent !== said) line.textContent = said;
  if (state === "gone") clearTimeout(timer);
}

/** @param {string | undefined} sentence */
function say(sentence) {
  the("notice").textContent = sentence ?? "";
}

/** @param {Element | null} element */
const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

document.addEventListener("submit", submit);
addEventListener("scroll", () => seen() && (the("to-stage").hidden = true), { passive: true });
prepare();
vote.drawn();
if (room.dataset.over === undefined) listen(code, { onSignal: heard, onState: connected });
