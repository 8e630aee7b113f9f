// The builder: changes run at once, buttons edit without a reload, blocks are dragged. Its HTML is the server's.
const SOON = 250;
const FAR = 6;
const FIELDS = "input:not([type=hidden]), select";
const TYPED = "textarea, input:not([type=radio], [type=checkbox])";
const NARROW = "(max-width: 760px)";

/**
 * Listen to the form. An edit is what stands in a button's value, such as up:3; it is empty where a field changed.
 * @typedef {{ send: (edit: string) => void, undo: () => void, redo: () => void }} Actions
 * @param {HTMLFormElement} form
 * @param {Actions} actions
 */
export function build(form, actions) {
  let soon = 0;
  const send = (/** @type {string} */ edit) => {
    clearTimeout(soon);
    actions.send(edit);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(editOf(form, /** @type {HTMLButtonElement | null} */ (event.submitter)));
  });
  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLElement && target.id === "at") return;
    clearTimeout(soon);
    soon = setTimeout(send, SOON, "");
  });
  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button?.id === "undo") actions.undo();
    if (button?.id === "redo") actions.redo();
    if (button?.dataset.at) openMenu(form, button.dataset.at);
  });
  document.addEventListener("keydown", (event) => onKey(event, actions));
  form.addEventListener("pointerdown", (event) => drag(event, form, send));
}

/**
 * The edit of a button; the place where a block is added is chosen beside it.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement | null} button
 */
function editOf(form, button) {
  if (button?.name !== "do") return "";
  const place = /** @type {HTMLSelectElement | null} */ (form.querySelector("#at"))?.value;
  return button.value.startsWith("add:") && place ? `${button.value}:${place}` : button.value;
}

/**
 * Escape closes a menu. Ctrl+Z and Ctrl+Shift+Z go through the states, but not in a text field, which has its own.
 * @param {KeyboardEvent} event
 * @param {Actions} actions
 */
function onKey(event, actions) {
  const target = /** @type {Element} */ (event.target);
  const menu = event.key === "Escape" && target.closest("details.menu[open]");
  if (menu) {
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  }
  const wanted = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z";
  if (!wanted || target.matches(TYPED)) return;
  event.preventDefault();
  if (event.shiftKey) actions.redo();
  else actions.undo();
}

/**
 * Bring the menu to the place where the block will go.
 * @param {HTMLFormElement} form
 * @param {string} index
 */
function openMenu(form, index) {
  const menu = /** @type {HTMLDetailsElement | null} */ (form.querySelector("#add"));
  const place = /** @type {HTMLSelectElement | null} */ (form.querySelector("#at"));
  if (!menu || !place) return;
  form.querySelector(`.block[data-index="${index}"]`)?.before(/** @type {Element} */ (menu.parentElement));
  place.value = index;
  menu.open = true;
  menu.querySelector("button")?.focus();
}

/**
 * Where the focus is, in words that hold when the blocks are others.
 * @typedef {{ name: string, value: string, id: string, caret: number | null }} Place
 * @param {HTMLFormElement} form
 * @returns {Place | null}
 */
export function placeOf(form) {
  const it = /** @type {any} */ (document.activeElement);
  if (!form.contains(it)) return null;
  const id = it.id || it.closest("details")?.id || "";
  return { name: it.name ?? "", value: it.value ?? "", id, caret: it.selectionStart ?? null };
}

/**
 * Give the focus to what the reader is working at: the block that was moved or added, else where it was.
 * @param {HTMLFormElement} form
 * @param {Place | null} before
 * @param {string} how an edit, or what else led here
 */
export function refocus(form, before, how) {
  if (!before) return;
  const target = edited(form, how) ?? wrong(form, before) ?? same(form, before);
  target?.focus({ preventScroll: !how.startsWith("add:") });
  // What can no longer be pressed cannot hold the focus.
  if (document.activeElement === document.body) form.querySelector("summary")?.focus({ preventScroll: true });
  if (target instanceof HTMLInputElement && target.name === before.name && before.caret !== null) {
    target.setSelectionRange(before.caret, before.caret);
  }
}

/**
 * What an edit was about, as it is now.
 * @param {HTMLFormElement} form
 * @param {string} how
 * @returns {HTMLElement | null | undefined}
 */
function edited(form, how) {
  const [edit, first, second] = how.split(":");
  const blocks = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".block[data-index]"));
  const index = Number(first);
  const added = Number(second || blocks.length - 1);
  if (edit === "up") return button(blocks[index - 1], edit);
  if (edit === "down") return button(blocks[index + 1], edit);
  if (edit === "move") return button(blocks[Number(second)], "up");
  if (edit === "add") return field(blocks[added]) ?? button(blocks[added], "remove");
  if (edit === "preset") return form.querySelector("#presets summary");
  if (edit !== "remove") return null;
  return button(blocks[Math.min(index, blocks.length - 1)], "remove") ?? form.querySelector("#add summary");
}

/**
 * The first field that is wrong, for a reader who pressed Run.
 * @param {HTMLFormElement} form
 * @param {Place} before
 */
function wrong(form, before) {
  return before.name ? null : /** @type {HTMLElement | null} */ (form.querySelector("input[aria-invalid]"));
}

/**
 * The first field of a block that can be seen.
 * @param {HTMLElement | undefined} block
 */
function field(block) {
  const all = /** @type {HTMLElement[]} */ ([...(block?.querySelectorAll(FIELDS) ?? [])]);
  return all.find((each) => !each.closest("details:not([open])"));
}

/**
 * The button of a block for the same again, or the one beside it where that cannot be.
 * @param {HTMLElement | undefined} block
 * @param {string} edit
 */
function button(block, edit) {
  const all = /** @type {HTMLButtonElement[]} */ ([...(block?.querySelectorAll(".foot button:enabled") ?? [])]);
  return all.find((each) => each.value.startsWith(`${edit}:`)) ?? all[0];
}

/**
 * @param {HTMLFormElement} form
 * @param {Place} before
 * @returns {HTMLElement | null | undefined}
 */
function same(form, { name, value, id }) {
  const named = name ? [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)] : [];
  const exact = named.find((each) => /** @type {any} */ (each).value === value) ?? (name === "do" ? null : named[0]);
  const place = exact ?? (id && form.querySelector(`#${CSS.escape(id)}`)) ?? null;
  const focused = place instanceof HTMLDetailsElement ? place.querySelector("summary") : place;
  return /** @type {HTMLElement | null} */ (focused || null);
}

/**
 * Drag a block by its title, with a mouse or a pen; fingers scroll, and have the buttons.
 * @param {PointerEvent} down
 * @param {HTMLFormElement} form
 * @param {(edit: string) => void} send
 */
function drag(down, form, send) {
  const title = /** @type {Element} */ (down.target).closest(".block[data-index] h3");
  const block = title?.parentElement;
  if (!title || !block || down.button || down.pointerType === "touch") return;
  const from = Number(block.dataset.index);
  let to = -1;
  const move = (/** @type {any} */ event) => {
    if (to < 0 && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < FAR) return;
    block.classList.add("held");
    to = aim(form, block, event);
  };
  const end = (/** @type {Event} */ event) => {
    title.removeEventListener("pointermove", move);
    for (const each of form.querySelectorAll(".block")) each.classList.remove("held", "before", "after");
    if (event.type === "pointerup" && to >= 0 && to !== from) send(`move:${from}:${to}`);
  };
  title.setPointerCapture(down.pointerId);
  title.addEventListener("pointermove", move);
  title.addEventListener("pointerup", end, { once: true });
  title.addEventListener("pointercancel", end, { once: true });
}

/**
 * Mark where the block would go, and say which place that is.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} block
 * @param {PointerEvent} event
 */
function aim(form, block, event) {
  const from = Number(block.dataset.index);
  for (const each of form.querySelectorAll(".block")) each.classList.remove("before", "after");
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const over = /** @type {HTMLElement | null} */ (under?.closest(".block[data-index]") ?? null);
  if (!over || over === block) return from;
  const { left, top, width, height } = over.getBoundingClientRect();
  const behind = matchMedia(NARROW).matches ? event.clientY > top + height / 2 : event.clientX > left + width / 2;
  over.classList.add(behind ? "after" : "before");
  const place = Number(over.dataset.index) + (behind ? 1 : 0);
  return place > from ? place - 1 : place;
}
