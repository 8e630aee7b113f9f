// Progress: how far a reader has come, kept in this browser alone. Files of it are read like any stranger's.
const KEY = "lessons";
const FORMAT = "inplace-lab-progress";
const VERSION = 1;
const MOST_BYTES = 256 * 1024;
const MOST = 200;
const NAME = /^[a-z0-9][a-z0-9_-]{0,59}$/;

/** @typedef {{said: string, first: boolean}} Said What was expected last, and whether the first expectation was right. */
/** @typedef {{tries: number, passed: boolean}} Tried */
/** @typedef {{sections: string[], predictions: Record<string, Said>, exercises: Record<string, Tried>, seconds: number}} Lesson */
/** @typedef {{slug: string, section: string}} Place */
/** @typedef {{lessons: Record<string, Lesson>, last: Place | null}} Progress */

/** Why a file was not taken: a kind that has a sentence on the page, and what is filled in. */
export class Refusal extends Error {
  /** @param {string} kind @param {Record<string, string>} [values] */
  constructor(kind, values = {}) {
    super(kind);
    this.values = values;
  }
}

/** A projector begins each page anew, and leaves alone what whoever uses its browser has done. */
const projected = document.documentElement.matches(".hall");
/** @type {Map<string, string>} */
const here = new Map();
const shelf = () => (projected ? { getItem: (/** @type {string} */ key) => here.get(key), setItem: here.set.bind(here), removeItem: here.delete.bind(here) } : localStorage);

/** @returns {Progress} */
export const nothing = () => ({ lessons: Object.create(null), last: null });

/** @returns {Lesson} */
const unseen = () => ({ sections: [], predictions: Object.create(null), exercises: Object.create(null), seconds: 0 });

/** What is kept; nothing where this browser keeps nothing, or something else lies there. @returns {Progress} */
export function read() {
  try {
    return parse(shelf().getItem(KEY) ?? "");
  } catch {
    return nothing();
  }
}

/** Whether it could be kept. @param {Progress} progress */
export function write(progress) {
  try {
    shelf().setItem(KEY, text(progress));
    return true;
  } catch {
    return false;
  }
}

export function forget() {
  try {
    shelf().removeItem(KEY);
  } catch {
    // What cannot be kept needs no forgetting.
  }
}

/** Note something about a lesson. @param {string} slug @param {(lesson: Lesson, progress: Progress) => void} note */
export function change(slug, note) {
  const progress = read();
  note((progress.lessons[slug] ??= unseen()), progress);
  return write(progress);
}

/** @param {string} slug @returns {Lesson} */
export const of = (slug) => read().lessons[slug] ?? unseen();

/** @param {Progress} progress */
export const text = (progress) => JSON.stringify({ format: FORMAT, version: VERSION, ...progress }, null, 1);

/** Progress out of a file. Throws a Refusal. @param {string} file @returns {Progress} */
export function parse(file) {
  if (file.length > MOST_BYTES) throw new Refusal("large");
  let said;
  try {
    said = JSON.parse(file);
  } catch {
    throw new Refusal("unreadable");
  }
  if (said === null || typeof said !== "object" || said.format !== FORMAT) throw new Refusal("foreign");
  if (said.version !== VERSION) throw new Refusal(said.version > VERSION ? "newer" : "damaged", { version: String(said.version).slice(0, 9), field: "version" });
  const last = said.last === null || said.last === undefined ? null : { slug: name(said.last.slug, "last.slug"), section: name(said.last.section, "last.section") };
  return { lessons: each(said.lessons, "lessons", lesson), last };
}

/** Both, so that nothing is lost. @param {Progress} one @param {Progress} other @returns {Progress} */
export function merged(one, other) {
  const all = { ...nothing(), last: one.last ?? other.last };
  for (const slug of new Set([...Object.keys(one.lessons), ...Object.keys(other.lessons)])) {
    const [a, b] = [one.lessons[slug] ?? unseen(), other.lessons[slug] ?? unseen()];
    const exercises = { ...b.exercises, ...a.exercises };
    for (const key of Object.keys(exercises)) {
      const [mine, theirs] = [a.exercises[key], b.exercises[key]];
      exercises[key] = { tries: Math.max(mine?.tries ?? 0, theirs?.tries ?? 0), passed: Boolean(mine?.passed || theirs?.passed) };
    }
    all.lessons[slug] = { sections: [...new Set([...a.sections, ...b.sections])], predictions: { ...b.predictions, ...a.predictions }, exercises, seconds: Math.max(a.seconds, b.seconds) };
  }
  return all;
}

/** Which part of a lesson is done: sections seen, predictions made, exercises passed. @param {Lesson} lesson @param {{sections: number, predictions: string[], exercises: string[]}} whole */
export function share(lesson, { sections, predictions, exercises }) {
  const made = predictions.filter((each) => lesson.predictions[each]).length;
  const passed = exercises.filter((each) => lesson.exercises[each]?.passed).length;
  const all = sections + predictions.length + exercises.length;
  return all ? (Math.min(lesson.sections.length, sections) + made + passed) / all : 0;
}

/** @param {any} said @param {string} at @returns {Lesson} */
function lesson(said, at) {
  if (!Array.isArray(said?.sections) || said.sections.length > MOST) throw damaged(`${at}.sections`);
  const sections = said.sections.map((/** @type {unknown} */ section) => name(section, `${at}.sections`));
  const predictions = each(said.predictions, `${at}.predictions`, (its, where) => ({ said: name(its?.said, where), first: yes(its?.first, where) }));
  const exercises = each(said.exercises, `${at}.exercises`, (its, where) => ({ tries: count(its?.tries, where), passed: yes(its?.passed, where) }));
  return { sections, predictions, exercises, seconds: count(said.seconds, `${at}.seconds`) };
}

/** @template T @param {any} said @param {string} at @param {(its: any, at: string) => T} take @returns {Record<string, T>} */
function each(said, at, take) {
  if (said === null || typeof said !== "object" || Array.isArray(said)) throw damaged(at);
  const entries = Object.entries(said);
  if (entries.length > MOST) throw damaged(at);
  const taken = Object.create(null);
  for (const [key, its] of entries) taken[name(key, at)] = take(its, `${at}.${key}`);
  return taken;
}

/** @param {string} field */
const damaged = (field) => new Refusal("damaged", { field: field.slice(0, 80) });

/** @param {unknown} said @param {string} at @returns {string} */
function name(said, at) {
  if (typeof said === "string" && NAME.test(said)) return said;
  throw damaged(at);
}

/** @param {unknown} said @param {string} at @returns {number} */
function count(said, at) {
  if (typeof said === "number" && Number.isSafeInteger(said) && said >= 0 && said < 1e9) return said;
  throw damaged(at);
}

/** @param {unknown} said @param {string} at @returns {boolean} */
function yes(said, at) {
  if (typeof said === "boolean") return said;
  throw damaged(at);
}
