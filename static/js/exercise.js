// An exercise: an editor that forgets nothing, checks in place, hints one at a time.
import "./editor.js";
import * as progress from "./progress.js";
import { styled } from "./styled.js";

const LONG = 64 * 1024;

/** @param {any} section @param {string} slug @param {(words: string | null | undefined) => void} say */
export async function begin(section, slug, say) {
  const form = section.querySelector("form");
  const editor = /** @type {import("./editor.js").CodeEditor} */ (section.querySelector("code-editor"));
  const line = form.querySelector(".going");
  const name = section.dataset.exercise;
  const key = `draft ${slug} ${name}`;
  const tell = (/** @type {string} */ words) => (line.textContent = words);
  form.elements.tries.value = String(progress.of(slug).exercises[name]?.tries ?? 0);

  const draft = kept(key);
  if (draft && draft !== editor.value) {
    editor.value = draft;
    tell(form.dataset.restored);
  }
  editor.area.addEventListener("input", () => keep(key, editor.value));
  // What is typed while the styles are on their way is kept already.
  await styled(section.dataset.styles);
  form.querySelector(".undo").addEventListener("click", () => {
    editor.area.focus();
    document.execCommand("undo");
  });
  form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const wish = /** @type {HTMLButtonElement | null} */ (event.submitter)?.value || "check";
    if (wish === "reset") overwrite(editor, form.dataset.start);
    else ask(wish);
  });

  /** @param {string} wish */
  async function ask(wish) {
    if (editor.value.length > LONG) return tell(form.dataset.large ?? form.dataset.unreachable);
    const { send } = await import("./part.js");
    const answer = await send(form, ".exercise", { tell, fields: { do: wish } });
    if (!answer) return say(line.textContent);
    tell("");
    for (const place of section.querySelectorAll("[data-live]")) {
      if (wish !== "check" && /came|answer/.test(place.dataset.live)) continue;
      const next = answer.querySelector(`[data-live="${place.dataset.live}"]`);
      if (next) place.replaceWith(next);
    }
    if (wish === "check") note();
    tellOf(wish);
  }

  function note() {
    const passed = Boolean(section.querySelector(".grade.passed"));
    progress.change(slug, (its) => {
      const before = its.exercises[name];
      its.exercises[name] = { tries: Number(form.elements.tries.value), passed: passed || Boolean(before?.passed) };
    });
  }

  /** Bring what came into view, and have it read out. @param {string} wish */
  function tellOf(wish) {
    const place = { hint: ".hints li:last-child", solution: ".solution" }[wish] ?? ".grade, .came .problem";
    const what = section.querySelector(place);
    what?.scrollIntoView({ block: "nearest" });
    say(what?.textContent);
  }
}

/** Put a text in the place of all that was typed; it can be undone. @param {import("./editor.js").CodeEditor} editor @param {string} text */
function overwrite(editor, text) {
  editor.area.focus();
  editor.area.select();
  if (!document.execCommand("insertText", false, text)) editor.value = text;
  editor.area.setSelectionRange(0, 0);
}

/** @param {string} key */
function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} source */
function keep(key, source) {
  try {
    localStorage.setItem(key, source);
  } catch {
    // Storage is full or forbidden: then it lasts as long as the page.
  }
}
