// The projector's strip, on the pages where the class is led: it follows, and nobody touches it.
import { follow } from "./follow.js";
import { path, playerAt, stopOf } from "./place.js";

/** @param {import("./events.js").Signal} signal */
export function heard(signal) {
  if (signal.in_hall && signal.place?.path === path && signal.place.step !== null) open(signal.place.cell);
  follow(signal);
}

export const drawn = () => "";

/** What waits for a prediction is shown once the teacher shows it; which answer is sent makes no difference here. @param {string} cell */
function open(cell) {
  const stop = /** @type {HTMLElement | null} */ (stopOf(cell));
  if (!stop || playerAt(stop)) return;
  const asked = stop.dataset.gate ? document.getElementById(`predict-${stop.dataset.gate}`) : stop;
  const form = /** @type {HTMLFormElement | null} */ (asked?.querySelector(".question form"));
  const choice = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[type=radio]"));
  if (!form || !choice || choice.checked) return;
  choice.checked = true;
  form.requestSubmit();
}
