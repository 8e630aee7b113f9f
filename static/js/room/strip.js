// The strip of a room on the pages outside of it. Once the room is closed or gone it takes itself away.
import { listen } from "./events.js";
import { language } from "./place.js";

const strip = /** @type {HTMLElement} */ (document.getElementById("strip"));
const how = /** @type {HTMLElement} */ (strip.querySelector(".how"));
const { code = "", role, words = "{}" } = strip.dataset;
const { heard, drawn } = role === "desk" ? await import("./lead.js") : await import("./along.js");
/** @type {(() => void) | null} */
let stop = null;

/** @param {import("./events.js").State} state */
function told(state) {
  if (state === "gone" || state === "ended") return take(state);
  strip.dataset.state = state;
  how.textContent = state === "open" ? drawn() : JSON.parse(words).connecting;
}

/** The page of a room that is closed takes a student's key back. @param {import("./events.js").State} state */
function take(state) {
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
