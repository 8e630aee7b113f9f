// The projector: what stands before the class, as soon as it stands there; numbers come in live. Where the class is led
// to a lesson or a program, it goes along.
import { count } from "./counts.js";
import { listen } from "./events.js";
import { follow } from "./follow.js";
import { fetched, put } from "./fragment.js";

const AGAIN = 1000;
let wanted = 0;
let fetching = false;

const shown = () => /** @type {HTMLElement} */ (document.getElementById("screen"));
const behind = () => Number(shown().dataset.stage) < wanted;

/** Fetch the stage until it is the one that was told of. @param {number} stage */
async function renew(stage) {
  wanted = Math.max(wanted, stage);
  if (fetching) return;
  fetching = true;
  while (behind()) {
    await fetched(shown().dataset.url ?? "").then((page) => put("screen", page)).then(settle, () => {});
    if (behind()) await new Promise((done) => setTimeout(done, AGAIN));
  }
  fetching = false;
}

/** What follows from the stage that is there now. */
async function settle() {
  if (document.querySelector("trace-player")) await import("../player.js");
  for (const pane of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-fit]"))) fit(pane);
}

/** Write what stands in a pane so small that it fits, and leave memory out that nothing happens to; what does not fit even then can be scrolled. @param {HTMLElement} pane */
function fit(pane) {
  for (const size of ["", "small", "bare small", "smallest", "bare smallest"]) {
    pane.dataset.fit = size;
    if (pane.scrollHeight <= pane.clientHeight) return pane.removeAttribute("tabindex");
  }
  pane.tabIndex = 0;
}

document.documentElement.dataset.script = "";
addEventListener("load", settle);
addEventListener("resize", settle);
listen(shown().dataset.code ?? "", {
  counts: true,
  onSignal: (signal) => {
    follow(signal);
    void renew(signal.stage);
  },
  onCounts: count,
  onState: (state) => document.getElementById("screen-link")?.toggleAttribute("hidden", state !== "connecting"),
});
