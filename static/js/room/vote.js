// The vote: sent as soon as it is made, and again by itself until it has arrived. What was chosen stays chosen.
import { pause } from "./events.js";

const NO_SEAT = 403;
const TOO_OFTEN = 429;
const NO_ANSWER = 599;

/** @typedef {{poll: string, round: string, choice: string}} Vote */

/** @param {string} code @param {{late: () => void, closed: () => void}} told What to do about a vote that came too late. */
export function votes(code, { late, closed }) {
  const key = `vote ${code}`;
  /** The choice that has not arrived yet. @type {Vote | null} */
  let pending = kept(key);
  let busy = false;
  let tries = 0;
  let timer = 0;

  const form = () => /** @type {HTMLFormElement | null} */ (document.getElementById("vote"));
  const asks = (/** @type {Vote} */ { poll, round }) => form()?.dataset.poll === poll && form()?.dataset.round === round;

  document.addEventListener("change", ({ target }) => choose(/** @type {HTMLInputElement} */ (target)));
  document.addEventListener("submit", (event) => event.target === form() && event.preventDefault());
  addEventListener("online", () => retry());

  /** @param {HTMLInputElement} input */
  function choose(input) {
    if (!input.form || input.form !== form()) return;
    const { poll = "", round = "" } = input.form.dataset;
    remember({ poll, round, choice: input.value });
    tell("sending");
    retry();
  }

  function retry() {
    clearTimeout(timer);
    tries = 0;
    return send();
  }

  /** One at a time, so that the last choice is the one that counts. */
  async function send() {
    const vote = pending;
    if (!vote || busy || !asks(vote)) return;
    busy = true;
    const status = await posted(/** @type {HTMLFormElement} */ (form()), vote);
    busy = false;
    if (status === NO_SEAT) return location.reload();
    if (pending !== vote) return send();
    if (status < 400) arrived();
    else if (status === TOO_OFTEN || status >= 500) wait();
    else closed();
  }

  function arrived() {
    remember(null);
    tries = 0;
    tell("sent");
  }

  function wait() {
    tell("waiting");
    timer = setTimeout(send, pause(tries++));
  }

  /** The stage was drawn again: what was chosen and has not arrived is chosen still, or came too late. */
  function drawn() {
    if (!pending) return;
    if (!asks(pending)) return lost();
    const input = form()?.querySelector(`[value="${CSS.escape(pending.choice)}"]`);
    if (input instanceof HTMLInputElement) input.checked = true;
    tell("waiting");
    retry();
  }

  function lost() {
    remember(null);
    late();
  }

  /** @param {Vote | null} vote */
  function remember(vote) {
    pending = vote;
    keep(key, vote);
  }

  /** @param {string} what */
  function tell(what) {
    const line = document.getElementById("vote-told");
    if (line) line.textContent = form()?.dataset[what] ?? "";
    form()?.classList.toggle("unsent", what === "waiting");
  }

  return { drawn, retry };
}

/** The status of the answer; one that stands for no answer at all. @param {HTMLFormElement} form @param {Vote} vote */
async function posted(form, vote) {
  try {
    return (await fetch(`${form.action}?part=1`, { method: "POST", body: new URLSearchParams(vote) })).status;
  } catch {
    return NO_ANSWER;
  }
}

/** @param {string} key @returns {Vote | null} */
function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key @param {Vote | null} vote */
function keep(key, vote) {
  try {
    if (vote) sessionStorage.setItem(key, JSON.stringify(vote));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage is full or forbidden: then it is kept as long as the page is.
  }
}
