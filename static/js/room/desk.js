// The desk: each act is done without leaving it, numbers come in live, parts are fetched again when they have changed.
import { count } from "./counts.js";
import { listen } from "./events.js";
import { fetched, put } from "./fragment.js";

/** @typedef {import("./events.js").Signal} Signal */
/** @typedef {import("./events.js").Counts} Counts */

const STAGE = ["desk-steps", "desk-stage", "desk-sent", "desk-switches"];
const ALL = ["desk-complaint", "desk-class", ...STAGE];
const A_SECOND = 1000;
const SOON = 150;

const desk = /** @type {HTMLElement} */ (document.getElementById("desk"));
const { code = "", base = "", query = "" } = desk.dataset;
const link = /** @type {HTMLElement} */ (document.getElementById("desk-link"));
const sending = /** @type {HTMLTextAreaElement} */ (document.getElementById("send-source"));

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

// What the teacher does.

desk.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method !== "post") return;
  event.preventDefault();
  act(form, event.submitter);
});

/** Send a form; what comes back is the desk, or the reason why not. @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function act(form, button) {
  if (form.dataset.busy !== undefined) return;
  form.dataset.busy = "";
  button?.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
  try {
    show(await fetched(form.action, { method: "POST", body }), ALL);
    if (form.dataset.clears !== undefined) asked(form);
    if (form.closest("#ask")) part("desk-stage").scrollIntoView();
  } catch (answer) {
    await refused(answer);
  } finally {
    delete form.dataset.busy;
    button?.removeAttribute("aria-busy");
  }
}

/** A question that was asked is not to be typed again. @param {HTMLFormElement} form */
function asked(form) {
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input, textarea"))) field.value = "";
}

/** Say why something was not done. @param {unknown} answer */
async function refused(answer) {
  if (!(answer instanceof Response)) return notice([desk.dataset.unreachable ?? ""]);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.getElementById("desk")) return show(page, ALL);
  notice([...page.querySelectorAll("main h1, main p:not(.status-code):not(:has(a))")].map((each) => each.textContent ?? ""));
}

/** @param {string[]} words */
function notice(words) {
  const box = Object.assign(document.createElement("div"), { className: "problem" });
  box.append(...words.map((each) => Object.assign(document.createElement("p"), { textContent: each })));
  noted(box);
  tell();
}

/** What was said before holds no more. @param {Element | null | undefined} box */
function noted(box) {
  part("desk-notice").replaceChildren(...(box ? [box] : []));
  box?.scrollIntoView({ block: "nearest" });
}

// What the server shows.

/** Put parts of a page in their places, unless what is here is newer. @param {Document} page @param {string[]} ids */
function show(page, ids) {
  if (page.getElementById("closed")) return location.assign(base);
  const [its, ours] = [page.getElementById("desk-steps"), part("desk-steps")];
  const notice = page.getElementById("desk-notice");
  if (notice) noted(notice.firstElementChild);
  const old = its && Number(its.dataset.stage) < Number(ours.dataset.stage);
  const focused = document.activeElement?.id;
  for (const id of ids) if (!old || !STAGE.includes(id)) put(id, page);
  const spent = focused?.startsWith("step-") && part(focused).matches(":disabled");
  if (spent) /** @type {HTMLElement | null} */ (document.querySelector(".step.coming"))?.focus();
  settle();
}

/** What follows from the parts that are there now. */
function settle() {
  if (document.querySelector("#desk-stage trace-player")) Promise.all([import("../player.js"), import("../linking.js")]);
  const source = part("desk-sent").dataset.source ?? "";
  if (sending.value === sending.defaultValue) sending.value = sending.defaultValue = source;
  started();
  tell();
}

let told = "";

/** Have it read out what went wrong, else what comes next. */
function tell() {
  const words = part("desk-notice").textContent?.trim() || part("next").textContent?.trim() || "";
  if (words !== told) part("said").textContent = told = words;
}

/** Fetch some parts again. @param {string} path @param {string[]} ids */
async function refresh(path, ids) {
  try {
    show(await fetched(`${base}/${path}${query}`), ids);
  } catch {
    // The next event brings it; until then the head says that there is no connection.
  }
}

/** At most once a second, and never with news left lying. @param {() => void} work */
function calmly(work) {
  let resting = false;
  let wanted = false;
  return function again() {
    if (resting) return void (wanted = true);
    resting = true;
    work();
    setTimeout(() => {
      resting = false;
      if (wanted) again(), (wanted = false);
    }, A_SECOND);
  };
}

// What the room tells.

const refreshClass = calmly(() => refresh("class", ["desk-class"]));
/** @type {Signal | undefined} */
let latest;

/** One's own acts bring their parts along, so there may be nothing left to fetch. @param {Signal} signal */
function changed(signal) {
  latest = signal;
  setTimeout(() => {
    const steps = part("desk-steps").dataset;
    const led = latest?.place ? "1" : "";
    if (latest === signal && (Number(steps.stage) < signal.stage || steps.led !== led)) refresh("stage", STAGE);
  }, SOON);
}

/** @param {Counts} counts */
function counted(counts) {
  count(counts);
  const news = JSON.stringify([counts.offers, counts.tries, Object.entries(counts.stuck)]);
  if (news !== JSON.stringify(JSON.parse(part("desk-class").dataset.news ?? "null"))) refreshClass();
}

listen(code, {
  counts: true,
  onSignal: changed,
  onCounts: counted,
  onState(state) {
    if (state === "ended") return location.assign(base);
    link.dataset.state = state;
    link.textContent = link.dataset[state] ?? "";
  },
});

// The time since the question was asked.

/** @type {HTMLElement | null} */
let timer = null;
let began = 0;

/** The server says how long it has been; its clock may be another. */
function started() {
  const next = document.getElementById("timer");
  if (next !== timer) began = performance.now() - Number(next?.dataset.seconds) * A_SECOND;
  timer = next;
}

setInterval(() => {
  if (!timer) return;
  const seconds = Math.floor((performance.now() - began) / A_SECOND);
  timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}, A_SECOND);

const find = document.getElementById("find");
find?.addEventListener("focus", () => import("./pick.js").then(({ begin }) => begin((words) => (part("said").textContent = words))), { once: true });
desk.addEventListener("click", ({ target }) => {
  if (target instanceof Element && target.id === "step-ask") setTimeout(() => (find ?? part("typed-text")).focus());
});
settle();
