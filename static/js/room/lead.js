// A teacher's strip: while the class follows, it is told which page, program and step the teacher looks at, and at what.
import { path, playerAt, where } from "./place.js";

/** @typedef {import("./events.js").Signal} Signal */
const VOTE_OPEN = 409;
const PAUSE = 250;
const AGAIN = 1000;
const PLAYGROUND = "play";
const MOST = 120;
const MOVES = ["scroll", "pointerdown", "keyup", "trace-step", "focusin"];
const strip = /** @type {HTMLElement} */ (document.getElementById("strip"));
const words = JSON.parse(strip.dataset.words ?? "{}");
const how = /** @type {HTMLElement} */ (strip.querySelector(".how"));
const form = /** @type {HTMLFormElement | null} */ (strip.querySelector(".lead"));
const button = form?.querySelector("button");
const key = `leads-${strip.dataset.code}`;
/** @type {Signal | undefined} */
let now;
/** The class has been led from this tab: the number of the question that it came from, as text. @type {string | null} */
let kept = recalled();
let leads = Boolean(form) && kept !== null;
let pointed = "";
let sent = "";
let timer = 0;
let busy = false;
/** @type {{source: string, path: string}} The link of the playground's program. */
let link = { source: "", path: "" };

/** @param {Signal} signal */
export function heard(signal) {
  const first = !now;
  now = signal;
  if (!signal.in_hall) sent = "";
  // A question takes the class to the room, and back again; where there was none, somebody let go of it at the desk.
  if (leads && (signal.ended || (!signal.place && kept === String(signal.poll)))) turn(false);
  if (first) soon();
}

/** Show how it stands; what comes back is to be said. */
export function drawn() {
  button?.setAttribute("aria-pressed", String(leads));
  strip.toggleAttribute("data-leading", leads && now?.phase !== "asking");
  if (now?.phase === "asking") return words.asked;
  if (leads) return path === PLAYGROUND && !program() ? words.unkept : words.leading;
  return now?.place ? words.elsewhere : words.here;
}

/** @param {boolean} on */
function turn(on) {
  leads = on;
  keep(null);
}

/** Tell it soon, and not too often; what is the case then counts. */
function soon() {
  timer ||= setTimeout(tell, PAUSE);
}

async function tell() {
  timer = 0;
  if (busy) return soon();
  busy = true;
  const told = await lead().catch(() => false);
  busy = false;
  if (!told) timer ||= setTimeout(tell, AGAIN);
}

/** Lead the class here, or let go of it; says whether the server has taken that down. */
async function lead() {
  const body = leads ? await described() : "";
  if (body === null || body === sent) return true;
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(/** @type {HTMLFormElement} */ (form).action, { method: "POST", body, headers, keepalive: true });
  if (answer.status >= 500) return false;
  sent = "";
  if (answer.status === VOTE_OPEN) return true;
  sent = body;
  if (!answer.ok) turn(false);
  else if (body && leads) keep(String(now?.poll));
  return true;
}

/**
 * Where the teacher is, as a form; null where the class cannot go. Whether it is to stay, at an open vote, is the
 * server's to say: what is known of that here may be late.
 */
async function described() {
  const page = path === PLAYGROUND ? await linked() : path;
  if (!page) return null;
  const { cell, step } = where();
  return new URLSearchParams({ path: page, cell, step: String(step ?? ""), ref: pointed }).toString();
}

/** The playground's program that has run, as it would be shared. */
const program = () => document.querySelector("#outcome trace-player") && document.querySelector("#sharing form");

/** The page of the link of what has run in the playground; without one the class stays where it is. */
async function linked() {
  const shared = program();
  if (!shared) return "";
  const { source, device, seed } = Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (shared)));
  if (link.source === source) return link.path;
  const body = JSON.stringify({ source, device, seed: Number(seed) });
  const answer = await fetch("/api/v1/permalinks", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  link = { source: String(source), path: `p/${(await answer.json()).id}` };
  return link.path;
}

/** Whole ids, as many as a place takes. @param {any} event */
function point({ detail }) {
  pointed = "";
  for (const id of detail) if (`${pointed} ${id}`.length <= MOST) pointed = `${pointed} ${id}`.trim();
  soon();
}

/** @param {Event} event */
function toggle(event) {
  event.preventDefault();
  turn(!leads);
  how.textContent = drawn();
  soon();
}

/** @param {string | null} poll */
function keep(poll) {
  kept = poll;
  try {
    if (poll === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, poll);
  } catch {
    // Without a memory the next page has to be told again.
  }
}

function recalled() {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

form?.addEventListener("submit", toggle);
if (form) document.addEventListener("trace-ref", point);
for (const kind of form ? MOVES : []) document.addEventListener(kind, soon, { capture: true, passive: true });
