// <code-editor>: a real <textarea> in front of a coloured copy of its text, with line numbers and marks beside it.
// The text is changed by the browser's own editing commands only, so that undo and input methods keep working.
import { rows } from "./python.js";

const STEP = 4;
const INDENT = " ".repeat(STEP);
const OPENS = /:\s*(#.*)?$/;
const CLOSES = /^\s*(return|pass|break|continue|raise)\b/;

/** @typedef {{marks: string, words: string, refs: string}} Mark */

class CodeEditor extends HTMLElement {
  /** @type {string[]} */ #keys = [];
  /** @type {Record<string, Mark>} */ #marks = {};
  /** @type {string[]} The lines of the program that the marks belong to. */ #marked = [];
  /** @type {number | null} */ #now = null;
  /** Which line of the program that ran each line of the text is. @type {(number | null)[]} */ #origins = [];
  #lit = -1;
  #leaving = false;
  /** @type {any} */ area;
  /** @type {any} */ gutter;
  /** @type {any} */ backdrop;

  connectedCallback() {
    if (this.gutter) return;
    this.area = this.querySelector("textarea");
    this.gutter = layer("gutter");
    this.backdrop = layer("backdrop");
    this.list = document.createElement("ul");
    this.list.className = "hidden";
    this.list.id = `${this.area.id}-marks`;
    this.area.before(this.gutter, this.backdrop);
    this.after(this.list);
    this.area.addEventListener("input", () => {
      this.draw();
      this.#row(lineOf(this.value, this.area.selectionEnd)).scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    this.area.addEventListener("keydown", (event) => this.#press(event));
    this.area.addEventListener("blur", () => (this.#leaving = false));
    this.area.addEventListener("keyup", () => this.#light(lineOf(this.value, this.area.selectionEnd)));
    this.area.addEventListener("pointermove", (/** @type {PointerEvent} */ { clientY }) => {
      const { top, height } = this.backdrop.firstChild.getBoundingClientRect();
      this.#light(Math.floor((clientY - top) / height));
    });
    this.area.addEventListener("scroll", () => this.area.scrollTo(0, 0));
    this.#marked = this.area.value.split("\n");
    this.draw();
    this.dataset.ready = "";
  }

  /** The program. To set it is no edit: it empties what could be undone. */
  get value() {
    return this.area.value;
  }

  set value(source) {
    this.area.value = source;
    this.draw();
  }

  /** The marks of a run, by the lines of the program that ran. @param {Record<string, Mark>} marks @param {string} source */
  mark(marks, source) {
    this.#marks = marks;
    this.#marked = source.split("\n");
    const told = Object.entries(marks).filter(([, { words }]) => words);
    this.list?.replaceChildren(...told.map(([line, { words }]) => this.#said(line, words)));
    this.#decorate();
  }

  /** Show which line of the program that ran is at work. @param {number | null} line */
  now(line) {
    const before = this.#now;
    this.#now = line;
    this.#origins.forEach((number, index) => {
      if (number === before || number === line) this.#point(index);
    });
  }

  /** Bring a line into view, with the caret on it. @param {number} line */
  reveal(line) {
    const lines = this.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    this.area.focus({ preventScroll: true });
    this.backdrop.children[line - 1]?.scrollIntoView({ block: "nearest" });
  }

  /** Colour the lines that changed. */
  draw() {
    const next = rows(this.value);
    next.forEach((tokens, index) => {
      const key = JSON.stringify(tokens);
      if (this.#keys[index] === key) return;
      this.#row(index).replaceChildren(...tokens.map(coloured));
      this.#keys[index] = key;
    });
    this.#keys.length = next.length;
    for (const each of [this.gutter, this.backdrop]) {
      while (each.children.length > next.length) each.lastChild?.remove();
    }
    this.#decorate();
  }

  /** Have what belongs to a line lit, as if the pointer were on its number. @param {number} index */
  #light(index) {
    if (index === this.#lit) return;
    this.#lit = index;
    this.gutter.children[index]?.dispatchEvent(new Event("pointerover", { bubbles: true }));
  }

  /** @param {number} index */
  #row(index) {
    while (this.backdrop.children.length <= index) {
      this.backdrop.append(document.createElement("div"));
      this.gutter.append(document.createElement("div"));
    }
    return this.backdrop.children[index];
  }

  /** Marks and the line at work; lines that were inserted or removed since push them along. */
  #decorate() {
    const lines = this.value.split("\n");
    const origin = alignment(this.#marked, lines);
    this.#origins = lines.map((_, index) => origin(index));
    this.#origins.forEach((number, index) => {
      const mark = number === null ? undefined : this.#marks[number];
      const beside = this.gutter.children[index];
      beside.dataset.no = String(index + 1);
      beside.textContent = mark?.marks ?? "";
      beside.className = mark?.refs ? "src" : "";
      beside.dataset.ref = mark?.refs ?? "";
      this.#point(index);
    });
  }

  /** Show whether a line is the one at work. @param {number} index */
  #point(index) {
    const number = this.#origins[index];
    for (const each of [this.gutter, this.backdrop]) {
      each.children[index].classList.toggle("now", number !== null && number === this.#now);
    }
  }

  /** @param {string} line @param {string} words */
  #said(line, words) {
    const item = document.createElement("li");
    item.textContent = (this.dataset.said ?? "{line}: {words}").replace("{line}", line).replace("{words}", words);
    return item;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing || event.key === "Shift") return;
    const leaving = this.#leaving;
    this.#leaving = event.key === "Escape";
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Tab" && !command && !event.altKey && !leaving) this.#tab(event.shiftKey);
    else if (event.key === "Enter" && command) this.area.form?.requestSubmit();
    else if (event.key === "Enter" && !event.shiftKey && !event.altKey) this.#newline();
    else if (event.key === "/" && command) this.#change(commented);
    else return;
    event.preventDefault();
  }

  /** @param {boolean} back */
  #tab(back) {
    const { selectionStart, selectionEnd, value } = this.area;
    if (back) this.#change((lines) => lines.map((line) => line.replace(/^( {1,4}|\t)/, "")));
    else if (selectionEnd > selectionStart) this.#change(indented);
    else this.#insert(" ".repeat(STEP - ((selectionStart - startOf(value, selectionStart)) % STEP)));
  }

  #newline() {
    const { selectionStart, value } = this.area;
    const line = value.slice(startOf(value, selectionStart), selectionStart);
    const kept = /^[ \t]*/.exec(line)?.[0] ?? "";
    const deeper = OPENS.test(line) ? kept + INDENT : CLOSES.test(line) ? kept.slice(STEP) : kept;
    this.#insert(`\n${deeper}`);
    this.scrollLeft = 0;
  }

  /** Change the lines that the selection touches; it then covers the same text. @param {(lines: string[]) => string[]} change */
  #change(change) {
    const area = this.area;
    const { selectionStart: start, selectionEnd: end, value } = area;
    const from = startOf(value, start);
    const stop = value.indexOf("\n", end > start && value[end - 1] === "\n" ? end - 1 : end);
    const to = stop < 0 ? value.length : stop;
    const before = value.slice(from, to).split("\n");
    const after = change(before);
    const text = after.join("\n");
    if (text === value.slice(from, to)) return;
    area.setSelectionRange(from, to);
    this.#insert(text);
    const first = Math.max(from, start + (after[0].length - before[0].length));
    area.setSelectionRange(before.length > 1 ? from : first, before.length > 1 ? from + text.length : Math.max(first, end + text.length - (to - from)));
  }

  /** Put text in place of the selection, as if it had been typed. @param {string} text */
  #insert(text) {
    const area = this.area;
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {string} name */
function layer(name) {
  const element = document.createElement("div");
  element.className = name;
  element.setAttribute("aria-hidden", "true");
  return element;
}

/** @param {import("./python.js").Token} token */
function coloured([kind, text]) {
  if (!kind) return document.createTextNode(text);
  const span = document.createElement("span");
  span.className = kind;
  span.textContent = text;
  return span;
}

/** @param {string} value @param {number} position */
const lineOf = (value, position) => value.slice(0, position).split("\n").length - 1;

/** @param {string} value @param {number} position */
const startOf = (value, position) => value.lastIndexOf("\n", position - 1) + 1;

/** @param {string[]} lines */
const indented = (lines) => lines.map((line) => (line ? INDENT + line : line));

/** Comment the lines out, or in again where all of them are comments. @param {string[]} lines */
function commented(lines) {
  const full = lines.filter((line) => line.trim());
  if (full.length && full.every((line) => /^\s*#/.test(line))) return lines.map((line) => line.replace(/^(\s*)# ?/, "$1"));
  const depth = Math.min(...full.map((line) => line.search(/\S/)));
  return lines.map((line) => (line.trim() ? `${line.slice(0, depth)}# ${line.slice(depth)}` : line));
}

/**
 * Which line of the old text a line of the new one is: lines before and after the changed part are what they were.
 * @param {string[]} old @param {string[]} lines @returns {(index: number) => number | null}
 */
function alignment(old, lines) {
  const most = Math.min(old.length, lines.length);
  let head = 0, tail = 0;
  while (head < most && old[head] === lines[head]) head++;
  while (tail < most - head && old.at(-1 - tail) === lines.at(-1 - tail)) tail++;
  return (index) => {
    if (index < head) return index + 1;
    return index >= lines.length - tail ? index + 1 + old.length - lines.length : null;
  };
}

customElements.define("code-editor", CodeEditor);
export { CodeEditor };
