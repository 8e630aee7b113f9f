// The course: marks on its path, the way back to where the reader was, and progress as a file.
import * as progress from "./progress.js";
import { save } from "./sweep-files.js";

/** @param {string} id @returns {any} */
const the = (id) => document.getElementById(id);
const panel = the("progress");
const [told, undo] = [the("told"), the("undo")];
const items = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".path > li")]);
/** What was there before it was forgotten or added to. @type {progress.Progress | null} */
let before = null;

function draw() {
  const { lessons, last } = progress.read();
  let done = 0;
  let seconds = 0;
  for (const item of items) {
    const its = lessons[item.dataset.slug ?? ""];
    const part = its ? progress.share(its, whole(item)) : 0;
    done += Number(part === 1);
    seconds += its?.seconds ?? 0;
    item.classList.toggle("begun", its !== undefined && part < 1);
    item.classList.toggle("done", part === 1);
    item.classList.toggle("here", last?.slug === item.dataset.slug);
    const words = item.querySelector(".mark-words");
    if (words) words.textContent = part === 1 ? panel.dataset.done : its ? panel.dataset.begun : "";
  }
  const any = Object.keys(lessons).length > 0;
  the("summary").textContent = any ? filled("summary", { done, minutes: Math.round(seconds / 60) }) : panel.dataset.none;
  the("save").disabled = the("forget").disabled = !any;
  goOn(last);
}

/** @param {HTMLElement} item */
function whole(item) {
  const names = (/** @type {string | undefined} */ list) => (list ?? "").split(" ").filter(Boolean);
  return { sections: Number(item.dataset.sections), predictions: names(item.dataset.predictions), exercises: names(item.dataset.exercises) };
}

/** @param {progress.Place | null} last */
function goOn(last) {
  const link = the("go-on");
  const verb = link.querySelector(".verb");
  link.dataset.first ??= link.getAttribute("href");
  verb.dataset.first ??= verb.textContent;
  const item = items.find((each) => each.dataset.slug === last?.slug) ?? items[0];
  const [way, title] = [item.querySelector("a"), item.querySelector("b")];
  const there = last && item.dataset.slug === last.slug;
  link.href = there && last.section !== "top" ? `${way?.getAttribute("href")}#${last.section}` : there ? way?.getAttribute("href") : link.dataset.first;
  verb.textContent = there ? link.dataset.again : verb.dataset.first;
  the("where").textContent = title?.textContent ?? "";
}

/** @param {string} name @param {Record<string, unknown>} [values] */
const filled = (name, values = {}) => (panel.dataset[name] ?? "").replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ key) => String(values[key]));

/** @param {string} words @param {boolean} [bad] */
function say(words, bad = false) {
  told.textContent = words;
  told.classList.toggle("bad", bad);
}

/** Put something in the place of what is kept, so that it can be undone. @param {progress.Progress | null} next @param {string} words */
function become(next, words) {
  before = progress.read();
  if (next === null) progress.forget();
  else if (!progress.write(next)) return say(filled("full"), true);
  undo.hidden = false;
  draw();
  say(words);
}

the("save").addEventListener("click", () => {
  save(new Blob([progress.text(progress.read())], { type: "application/json" }), "inplace-lab-progress.json");
  say(filled("saved"));
});
the("forget").addEventListener("click", () => {
  become(null, filled("forgotten"));
  undo.focus();
});
the("load").addEventListener("change", async (/** @type {Event} */ { target }) => {
  const input = /** @type {HTMLInputElement} */ (target);
  const [file] = input.files ?? [];
  if (!file) return;
  try {
    if (file.size > 256 * 1024) throw new progress.Refusal("large");
    const taken = progress.parse(await file.text());
    become(progress.merged(progress.read(), taken), filled("taken", { count: Object.keys(taken.lessons).length }));
  } catch (error) {
    const why = error instanceof progress.Refusal ? error : new progress.Refusal("unreadable");
    say(filled(why.message, why.values), true);
  }
  input.value = "";
});
undo.addEventListener("click", () => {
  if (before) progress.write(before);
  before = null;
  undo.hidden = true;
  draw();
  say(filled("restored"));
  the("forget").focus();
});
addEventListener("pageshow", draw);
addEventListener("storage", draw);
draw();
