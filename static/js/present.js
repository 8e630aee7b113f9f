// Slides: one section a screen. Left and right turn, Home and End jump, n shows the notes, Escape leaves.
const root = document.documentElement;
const deck = /** @type {HTMLElement} */ (document.getElementById("deck"));
const slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".slide")]);
const [now, all] = ["slide-now", "slide-all"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
const status = document.getElementById("status");
let at = 0;

/** @param {number} wanted */
function show(wanted) {
  at = Math.max(0, Math.min(wanted, slides.length - 1));
  slides.forEach((slide, index) => slide.toggleAttribute("data-on", index === at));
  now.textContent = String(at + 1);
  if (status) status.textContent = `${at + 1} / ${slides.length}: ${slides[at].querySelector("h1, h2")?.textContent?.trim() ?? ""}`;
  history.replaceState(null, "", `#${slides[at].id || slides[at].dataset.section}`);
  scrollTo(0, 0);
  dispatchEvent(new Event("scroll"));
}

/** The slide that an address names, or that holds what it names. */
function named() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  return slides.findIndex((slide) => slide === target || (target && slide.contains(target)) || slide.dataset.section === id);
}

function notes() {
  const shown = root.toggleAttribute("data-notes");
  deck.querySelector(".speak")?.setAttribute("aria-pressed", String(shown));
}

function leave() {
  const section = slides[at].id;
  location.assign(`${deck.dataset.out}${section && section !== "top" ? `#${section}` : ""}`);
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const target = /** @type {HTMLElement} */ (event.target);
  const turns = /** @type {Record<string, () => void>} */ ({ PageUp: () => show(at - 1), PageDown: () => show(at + 1) });
  const others = /** @type {Record<string, () => void>} */ ({
    ArrowLeft: () => show(at - 1),
    ArrowRight: () => show(at + 1),
    Home: () => show(0),
    End: () => show(slides.length - 1),
    n: notes,
    N: notes,
    Escape: leave,
  });
  // Who types keeps all keys; who is at a player keeps its arrows. A clicker's keys always turn.
  if (target.closest("textarea, select") || (target.matches("input") && !turns[event.key])) return;
  const act = turns[event.key] ?? (target.closest(".controls, .cells, [role=tablist]") && event.key !== "Escape" ? null : others[event.key]);
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

root.dataset.presenting = "";
all.textContent = String(slides.length);
addEventListener("keydown", press, { capture: true });
addEventListener("hashchange", () => named() >= 0 && named() !== at && show(named()));
deck.querySelector(".back")?.addEventListener("click", () => show(at - 1));
deck.querySelector(".forth")?.addEventListener("click", () => show(at + 1));
deck.querySelector(".speak")?.addEventListener("click", notes);
deck.querySelector(".leave")?.addEventListener("click", (event) => (event.preventDefault(), leave()));
show(Math.max(0, named()));
