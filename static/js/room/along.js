// A student's strip: whether the page follows the teacher, the way back, and a hand for whoever does not get on.
import { aim, explore, follow, following, rejoin } from "./follow.js";
import { path, where } from "./place.js";

/** @typedef {import("./events.js").Signal} Signal */
const HANDS = ["wheel", "touchmove", "keydown", "pointerdown"];
const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "CapsLock"];
const OTHERS = "#strip, #languages, .theme";
const strip = /** @type {HTMLElement} */ (document.getElementById("strip"));
const [how, back, answer, stuck] = [".how", ".rejoin", ".answer", ".stuck"].map((each) => /** @type {HTMLElement} */ (strip.querySelector(each)));
const words = JSON.parse(strip.dataset.words ?? "{}");
const lessons = JSON.parse(strip.dataset.lessons ?? "{}");
const hand = /** @type {HTMLButtonElement} */ (stuck.querySelector("button"));
const key = `stuck-${strip.dataset.code}`;
/** @type {Signal | undefined} */
let now;

/** @param {Signal} signal */
export function heard(signal) {
  now = signal;
  follow(signal);
}

/** Show how it stands; what comes back is to be said. */
export function drawn() {
  const to = now ? aim(now) : null;
  const asked = now?.phase === "asking";
  strip.toggleAttribute("data-following", following());
  answer.hidden = !asked;
  back.hidden = asked || following() || to === null;
  if (asked) return words.asked;
  if (to === null) return words.here;
  return following() ? words.following : exploring();
}

/** Where the teacher is, in words. */
function exploring() {
  const { path: page = "", step = null } = now?.place ?? {};
  const number = lessons[page.replace("lessons/", "")];
  const kind = number ? "lesson" : page ? "program" : "room";
  const sentence = words[page && step !== null ? `${kind}Step` : kind];
  return sentence.replace("{lesson}", String(number)).replace("{step}", String((step ?? 0) + 1));
}

/** Whoever does something goes on alone. @param {any} event */
function touch({ target, isTrusted, key: pressed }) {
  const other = target instanceof Element && target.closest(OTHERS);
  if (!isTrusted || other || MODIFIERS.includes(pressed) || !following()) return;
  explore();
  how.textContent = drawn();
}

/** Say where one does not get on, or that one does. @param {Event} event */
async function raise(event) {
  event.preventDefault();
  const place = hand.getAttribute("aria-pressed") === "true" ? "" : described();
  const body = new URLSearchParams({ place });
  const answered = await fetch(`${/** @type {HTMLFormElement} */ (stuck).action}?part=1`, { method: "POST", body }).catch(() => null);
  const taken = Boolean(answered?.ok);
  if (taken) note(place);
  how.textContent = !taken ? words.unheard : place ? words.stuck : drawn();
}

/** lessons/version-counter#counter step 5 */
function described() {
  const { cell, step } = where();
  return `${path}${cell ? `#${cell}` : ""}${step === null ? "" : ` step ${step + 1}`}`;
}

/** @param {string} place */
function note(place) {
  hand.setAttribute("aria-pressed", String(Boolean(place)));
  try {
    sessionStorage.setItem(key, place);
  } catch {
    // The hand is up all the same.
  }
}

function raised() {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

for (const kind of HANDS) document.addEventListener(kind, touch, { capture: true, passive: true });
back.addEventListener("click", () => {
  rejoin();
  how.textContent = drawn();
});
stuck.addEventListener("submit", raise);
note(raised());
