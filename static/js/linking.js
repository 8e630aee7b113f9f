// What belongs together lights up, by pointer and by key; cells that are too small for their numbers tell them.

/** Light everything that shares an id with what the pointer or the focus is on. @param {Event} event */
function light({ target }) {
  const source = target instanceof Element ? target.closest("[data-ref]") : null;
  const ids = (source?.getAttribute("data-ref") ?? "").split(" ").filter(Boolean);
  const own = source?.matches(".src, .row, .listed li") ? ids : ids.slice(0, 1);
  shine(source, own);
  (source ?? document).dispatchEvent(new CustomEvent("trace-ref", { bubbles: true, detail: own }));
}

/** Light what has one of these ids, around a place. @param {Element | null} place @param {string[]} ids */
function shine(place, ids) {
  const scope = place?.closest("[data-linked]") ?? place?.closest("trace-player");
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  for (const each of scope?.querySelectorAll(".src[data-ref], [data-shown] [data-ref]") ?? []) {
    const theirs = (each.getAttribute("data-ref") ?? "").split(" ");
    if (ids.some((id) => theirs.includes(id))) each.classList.add("lit");
  }
}

/** Arrow up and down go through a storage with its rails and pins, or through lines or nodes. @param {KeyboardEvent} event */
function walk(event) {
  const here = event.target;
  if (!(here instanceof Element) || !here.matches("[data-ref]") || !/^Arrow(Up|Down)$/.test(event.key)) return;
  const among = here.closest(".rows, .graph ol, .source");
  const stops = /** @type {HTMLElement[]} */ ([...(among?.querySelectorAll("[data-ref]:not(.line + .line .rail)") ?? [])]);
  const next = stops[stops.indexOf(/** @type {HTMLElement} */ (here)) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
}

/** Tell the value of a cell that is too small for its number. @param {Element} cell */
function read(cell) {
  const row = cell.closest(".row");
  const output = row?.querySelector(".read");
  if (!output) return;
  row?.querySelector(".read-now")?.classList.remove("read-now");
  cell.classList.add("read-now");
  const place = [...(row?.querySelectorAll(".cell") ?? [])].indexOf(cell);
  output.textContent = `[${place}] ${/** @type {HTMLElement} */ (cell).title}`;
}

/** @param {Event} event */
function readPointed({ target }) {
  const cell = target instanceof Element ? target.closest(".cell[title]") : null;
  if (cell) read(cell);
}

/** Arrow left and right go through the cells of a line that has the focus. @param {KeyboardEvent} event */
function readNext(event) {
  const line = event.target;
  if (!(line instanceof Element) || !line.matches(".cells[tabindex]") || !/^Arrow(Left|Right)$/.test(event.key)) return;
  event.preventDefault();
  const cells = [...line.children];
  const at = cells.findIndex((cell) => cell.matches(".read-now"));
  const next = at < 0 ? 0 : Math.max(0, Math.min(cells.length - 1, at + (event.key === "ArrowRight" ? 1 : -1)));
  read(cells[next]);
}

// What is pointed at elsewhere lights up here, too: a class sees what its teacher points at.
document.addEventListener("trace-light", (event) => shine(event.target instanceof Element ? event.target : null, /** @type {CustomEvent} */ (event).detail));
document.addEventListener("pointerover", light);
document.addEventListener("focusin", light);
document.addEventListener("keydown", walk);
document.addEventListener("pointerover", readPointed);
document.addEventListener("click", readPointed);
document.addEventListener("keydown", readNext);
