// A lesson: what was expected is sent and answered in place, programs run here, and how far the reader came is kept.
import * as progress from "./progress.js";

const lesson = /** @type {HTMLElement} */ (document.getElementById("lesson"));
const slug = lesson.dataset.slug ?? "";
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
/** The questions as they were before they were answered. @type {Map<string, HTMLElement>} */
const asked = new Map();
const PULSE = 5;
const PATIENCE = 60_000;
const SETTLED = 1200;
let active = performance.now();
let here = "";
let place = "";
let settling = 0;

/** @param {string | null | undefined} words */
const say = (words) => (status.textContent = (words ?? "").replace(/\s+/g, " ").trim());

lesson.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const act = form.matches(".predict form") ? commit : form.matches(".run-here") ? runHere : null;
  if (!act) return;
  event.preventDefault();
  act(form);
});
lesson.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const steps = target.closest(".to-steps");
  if (steps) openSteps(event, steps);
  const again = target.closest(".again button");
  if (again) askAgain(/** @type {HTMLElement} */ (again.closest(".predict")));
});

/** Send what the reader expects. @param {HTMLFormElement} form */
async function commit(form) {
  const answer = await answered(form);
  if (!answer) return;
  const told = /** @type {HTMLElement | null} */ (answer.querySelector(".outcome"));
  told?.focus();
  say(told?.textContent);
}

/** @param {HTMLFormElement} form @param {string} [choice] What was said on an earlier visit. */
async function answered(form, choice) {
  const section = /** @type {HTMLElement} */ (form.closest(".predict"));
  const { send } = await import("./part.js");
  const line = form.querySelector("[role=status]");
  const tell = (/** @type {string} */ words) => line && (line.textContent = words);
  const said = choice ?? String(new FormData(form).get("choice"));
  const answer = await send(form, ".predict", { tell, fields: { choice: said } });
  if (!answer) return null;
  const name = section.dataset.predict ?? "";
  if (line) line.textContent = "";
  asked.set(name, section);
  section.replaceWith(answer);
  const same = Boolean(answer.querySelector(".outcome.same"));
  if (answer.querySelector(".outcome")) {
    if (!choice) progress.change(slug, (its) => (its.predictions[name] = { said, first: its.predictions[name]?.first ?? same }));
    open(name);
  }
  return answer;
}

/** Show the figures that had to wait for a prediction. @param {string} name */
function open(name) {
  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (lesson.querySelectorAll(`[data-gates~="${name}"]`))) fetchFigure(figure);
}

/** Put a figure with its pictures in the place of one that lacks some. @param {HTMLElement} figure */
async function fetchFigure(figure) {
  const { part } = await import("./part.js");
  const said = Object.entries(progress.of(slug).predictions).map(([name, its]) => [`said.${name}`, its.said]);
  try {
    const next = await part(`${location.pathname}/figures/${figure.dataset.figure}`, "figure", Object.fromEntries(said));
    const within = figure.contains(document.activeElement);
    figure.replaceWith(next);
    if (within) /** @type {HTMLElement | null} */ (next.querySelector(".controls, summary"))?.focus({ preventScroll: true });
    return next;
  } catch {
    // The link to its steps is still there.
    return null;
  }
}

/** @param {MouseEvent} event @param {Element} link */
async function openSteps(event, link) {
  const figure = /** @type {HTMLElement | null} */ (link.closest("[data-figure]"));
  if (!figure || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const id = link.closest(".program")?.id ?? "";
  const next = await fetchFigure(figure);
  if (!next) return location.assign(/** @type {HTMLAnchorElement} */ (link).href);
  document.getElementById(id)?.querySelector("details:has(trace-player)")?.setAttribute("open", "");
}

/** @param {HTMLElement} section */
function askAgain(section) {
  const before = asked.get(section.dataset.predict ?? "");
  if (!before) return location.assign(location.pathname);
  section.replaceWith(before);
  /** @type {HTMLElement | null} */ (before.querySelector("input"))?.focus();
}

/** Run a program now. @param {HTMLFormElement} form */
async function runHere(form) {
  const { send } = await import("./part.js");
  const cell = /** @type {HTMLElement} */ (form.closest(".program"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const words = button.textContent;
  const tell = (/** @type {string} */ said) => {
    button.textContent = said || words;
    if (!/\d/.test(said)) say(said);
  };
  const { beside = "" } = form.dataset;
  const next = await send(form, ".program", { tell, query: { beside } });
  if (!next) return;
  put(cell, next);
  say(`${next.querySelector(".ending, .problem")?.textContent} ${next.querySelector(".fact")?.textContent ?? ""}`);
  /** @type {HTMLElement | null} */ (next.querySelector(".run-here button"))?.focus({ preventScroll: true });
}

/** Put a program in the place of another. @param {HTMLElement} before @param {HTMLElement} next */
function put(before, next) {
  next.id = before.id;
  before.replaceWith(next);
}

/** Exercises, and questions that were answered on an earlier visit, wait until the reader comes near. */
function prepare() {
  const said = progress.of(slug).predictions;
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        const { predict, exercise, figure } = /** @type {HTMLElement} */ (target).dataset;
        if (figure) fetchFigure(/** @type {HTMLElement} */ (target));
        if (exercise) import("./exercise.js").then(({ begin }) => begin(target, slug, say));
        const form = /** @type {HTMLFormElement | null} */ (target.querySelector("form"));
        if (predict && said[predict] && form?.querySelector(`[value="${said[predict].said}"]`)) answered(form, said[predict].said);
      }
    },
    { rootMargin: "500px" },
  );
  for (const each of lesson.querySelectorAll(".predict:has(fieldset), .exercise, [data-later]")) near.observe(each);
}

/** Which section the reader is at, and which have been read to their end. */
function look() {
  const sections = /** @type {HTMLElement[]} */ ([...lesson.querySelectorAll(".body > [data-section]")]);
  const high = innerHeight;
  const now = sections.filter((each) => each.getBoundingClientRect().top < high * 0.4 && each.checkVisibility()).at(-1)?.dataset.section ?? "top";
  const read = sections.filter((each) => {
    const { top, bottom } = each.getBoundingClientRect();
    return bottom > 0 && bottom <= high + 80 && top < high;
  });
  note(now, read.map((each) => each.dataset.section ?? "").filter((each) => each && each !== "end"));
}

/** @param {string} now @param {string[]} read */
function note(now, read) {
  const its = progress.of(slug);
  const more = read.filter((each) => !its.sections.includes(each));
  if (now === here && !more.length) return;
  if (more.length) progress.change(slug, (kept) => kept.sections.push(...more));
  if (now !== here) {
    clearTimeout(settling);
    settling = setTimeout(settle, SETTLED, now);
  }
  here = now;
  mark([...its.sections, ...more]);
}

/** Who rests at a section is there; who only goes up to the header, to leave, was where they rested before. @param {string} now */
function settle(now) {
  if (now === "top" && place) return;
  place = now;
  progress.change(slug, (_, all) => (all.last = { slug, section: now }));
}

/** @param {string[]} seen */
function mark(seen) {
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (lesson.querySelectorAll(".contents [data-to]"))) {
    link.classList.toggle("seen", seen.includes(link.dataset.to ?? ""));
    if (link.dataset.to === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** Time counts while the page is seen and somebody does something with it. */
function pulse() {
  if (document.visibilityState !== "visible" || performance.now() - active > PATIENCE) return;
  progress.change(slug, (its) => (its.seconds += PULSE));
}

let waiting = 0;
function soon() {
  active = performance.now();
  waiting ||= requestAnimationFrame(() => ((waiting = 0), look()));
}

addEventListener("scroll", soon, { passive: true });
addEventListener("resize", soon);
for (const kind of ["pointermove", "pointerdown", "keydown"]) addEventListener(kind, () => (active = performance.now()), { passive: true });
addEventListener("pagehide", () => settle(here));
setInterval(pulse, PULSE * 1000);
// Another language opens at the same place.
document.querySelector("#languages")?.addEventListener("click", ({ target }) => {
  const link = /** @type {Element} */ (target).closest("a");
  if (link && place && place !== "top") link.hash = place;
});
for (const kind of ["pointerover", "focusin"]) {
  lesson.addEventListener(kind, ({ target }) => /** @type {Element} */ (target).closest("trace-player") && import("./linking.js"), { capture: true });
}
if (matchMedia("(max-width: 1119px)").matches) lesson.querySelector(".fold")?.removeAttribute("open");
prepare();
look();
