// The strip of a room on the pages outside of it. Once the room is closed or gone it takes itself away; the projector
// goes back to its own page, which says so.
import { listen } from "./events.js";
import { language } from "./place.js";

const strip = /** @type {HTMLElement} */ (document.getElementById("strip"));
const how = /** @type {HTMLElement} */ (strip.querySelector(".how"));
const { code = "", role, words = "{}" } = strip.dataset;
const { heard, drawn } = await ways();
/** @type {(() => void) | null} */
let stop = null;

function ways() {
  if (role === "hall") return import("./hall.js");
  return role === "desk" ? import("./lead.js") : import("./along.js");
}

/** @param {import("./events.js").State} state */
function told(state) {
  if (state === "gone" || state === "ended") return take(state);
  strip.dataset.state = state;
  how.textContent = state === "open" ? drawn() : JSON.parse(words).connecting;
}

/** The page of a room that is closed takes a student's key back. @param {import("./events.js").State} state */
function take(state) {
  if (role === "hall") return state === "gone" && location.replace(`/${language}/room/${code}/screen`);
  if (state === "ended" && role === "student") fetch(`/${language}/room/${code}/stage`).catch(() => {});
  document.removeEventListener("visibilitychange", look);
  strip.remove();
}

/** Nobody looks at a tab that lies behind others, and a browser has few connections for all of them. */
function look() {
  if (document.hidden) stop = (stop?.(), null);
  else stop ??= listen(code, { onSignal: heard, onState: told });
}

document.addEventListener("visibilitychange", look);
look();
