// Following: the page goes where the teacher is, until its reader touches something and explores alone.
// Each signal of the room is told here: by the room's own page, and by the strip of every other one.
// The projector follows for good: it shows the place where the class is led, or the stage, whichever was the last.
import { language, path, playerAt, stopOf } from "./place.js";

/** @typedef {import("./events.js").Signal} Signal */
/** @typedef {import("./events.js").Place} Place */

/** A class of three hundred does not ask for the same page at once. */
const JITTER = 2000;
const LOOK = 250;
const PATIENCE = 5000;
const strip = document.getElementById("strip");
const code = strip?.dataset.code ?? path.split("/")[1];
/** Nobody sits here: this is the projector. */
const hall = strip?.dataset.role === "hall" || path.endsWith("/screen");
const room = `room/${code}${hall ? "/screen" : ""}`;
const key = `led-${code}`;

/** The page that this tab was led to last; empty while its reader explores. */
let led = hall ? path : (recalled() ?? (path === room ? room : ""));
/** @type {Signal | undefined} */
let last;
let goal = "";
let leaving = 0;
let turn = 0;
/** @type {{cell: string | null, step: number | null, ref: string}} */
const shown = { cell: null, step: null, ref: "" };
if (led !== path) keep("");
document.addEventListener("click", taken);

/** Whether the page goes where the teacher is. */
export const following = () => Boolean(led);

/** Follow the teacher, if this reader does. @param {Signal} signal */
export function follow(signal) {
  last = signal;
  const to = aim(signal);
  // Who waits where the class comes back to is with the class.
  if (path === room && (to ?? room) === room) keep(room);
  if (!signal.place) dim();
  if (!led || to === null) return stay();
  if (to !== path) return leave(to);
  stay();
  if (signal.place && to !== room) arrive(signal.place);
}

/** The page where the class is: an open question goes before all else. @param {Signal} signal @returns {string | null} */
export function aim({ phase, place, in_hall: inHall }) {
  if (hall) return (inHall && place?.path) || room;
  if (phase === "asking") return room;
  return place && (place.path || room);
}

/** The reader goes on alone. */
export function explore() {
  keep("");
  stay();
  dim();
}

/** A link to where the class is leads back to it. @param {Event} event */
function taken({ target }) {
  const link = target instanceof Element && target.closest("a");
  const to = last && aim(last);
  if (link && to && link.pathname.split("/").slice(2).join("/") === to) keep(to);
}

/** The reader comes back to the teacher, at once. */
export function rejoin() {
  const to = last && aim(last);
  if (!last || to === null || to === undefined) return;
  keep(path);
  shown.cell = null;
  if (to === path) follow(last);
  else go(to);
}

/** Whoever is typing is not taken away from it. @param {string} to */
function leave(to) {
  if (!hall && document.activeElement?.matches("textarea")) return explore();
  goal = to;
  leaving ||= setTimeout(() => go(goal), hall ? 0 : Math.random() * JITTER);
}

/** @param {string} to */
function go(to) {
  keep(to);
  location.assign(`/${language}/${to}${hall ? projected(to) : ""}`);
}

/** What the projector's pages are asked for; the address to join by stays the one that was chosen. @param {string} to */
function projected(to) {
  const query = new URLSearchParams(location.search);
  if (to === room) query.delete("hall");
  else query.set("hall", code);
  return query.size ? `?${query}` : "";
}

function stay() {
  clearTimeout(leaving);
  leaving = 0;
}

/** Show what the teacher shows; what was told later goes first. @param {Place} place */
async function arrive({ cell, step, ref }) {
  const mine = ++turn;
  const [moved, stepped] = [cell !== shown.cell, step !== shown.step];
  Object.assign(shown, { cell, step, ref });
  if (moved) bring(stopOf(cell));
  if (step === null) return;
  const player = await playerIn(cell, () => mine === turn && Boolean(led));
  if (!player) return;
  player.closest("details")?.setAttribute("open", "");
  if (player.at !== step || !player.querySelector(`[data-step="${step}"][data-shown]`)) await player.show(step);
  if (player.at !== step || !led) return;
  await light(player);
  const opening = moved && step === Number(player.dataset.step);
  if (stepped && !opening && mine === turn) reveal(player);
}

/** The player of a cell, once it is there: pictures of later programs are fetched when somebody comes near. @param {string} cell @param {() => boolean} wanted */
async function playerIn(cell, wanted) {
  for (let waited = 0; waited < PATIENCE && wanted(); waited += LOOK) {
    const stop = cell ? stopOf(cell) : document;
    const player = stop && playerAt(stop);
    if (player) return player;
    await new Promise((done) => setTimeout(done, LOOK));
  }
  return null;
}

/** Light what the teacher points at. @param {Element} player */
async function light(player) {
  if (shown.ref) await import("../linking.js");
  player.dispatchEvent(new CustomEvent("trace-light", { bubbles: true, detail: shown.ref.split(" ").filter(Boolean) }));
}

function dim() {
  if (shown.ref) document.dispatchEvent(new CustomEvent("trace-light", { detail: [] }));
  shown.ref = "";
}

/** @param {Element | null} stop */
function bring(stop) {
  const tall = stop && stop.getBoundingClientRect().height > innerHeight * 0.8;
  stop?.scrollIntoView({ block: tall ? "start" : "center", behavior: pace() });
}

/** A step whose sentence is out of sight is brought into it: on a phone the program stands above its picture. @param {Element} player */
function reveal(player) {
  const sentence = player.querySelector("[data-shown] .say");
  const { top, bottom } = sentence?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  if (top < (strip?.offsetHeight ?? 0) || bottom > innerHeight) sentence?.scrollIntoView({ block: "center", behavior: pace() });
}

const pace = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth");

/** @param {string} page */
function keep(page) {
  led = page;
  if (hall) return;
  try {
    sessionStorage.setItem(key, page);
  } catch {
    // Without a memory a tab follows as long as its page is open.
  }
}

function recalled() {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
