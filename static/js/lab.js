// The Lab's form without a reload: the same address is fetched, and the parts of the page that depend on it change.
const form = /** @type {HTMLFormElement} */ (document.getElementById("lab-form"));
const status = /** @type {HTMLElement} */ (document.getElementById("status"));
const cancel = /** @type {HTMLButtonElement} */ (document.getElementById("cancel"));
const home = document.title;

/** @type {AbortController | null} */
let running = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  run(`${form.getAttribute("action")}?${query}`, "submit");
});

// Both modes were measured together: choosing the other one only looks at it.
form.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.name === "mode") form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const half = /** @type {HTMLElement} */ (event.target).closest("a[data-mode]");
  if (!(half instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  run(half.href, "link");
});

cancel.addEventListener("click", () => running?.abort());
addEventListener("popstate", () => run(location.href, "back"));

/**
 * Fetch an address of the Lab and show it; a later call ends an earlier one.
 * @param {string} url
 * @param {"submit" | "link" | "back"} how
 */
async function run(url, how) {
  running?.abort();
  const mine = (running = new AbortController());
  busy(true);
  say(form.dataset.running);
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    show(page, answer, how);
  } catch (error) {
    if (running === mine) say(mine.signal.aborted ? form.dataset.cancelled : form.dataset.unreachable);
  } finally {
    if (running === mine) busy(false);
  }
}

/** @param {Document} page @param {Response} answer @param {"submit" | "link" | "back"} how */
function show(page, answer, how) {
  if (page.getElementById("lab-form")) showForm(page, how !== "submit");
  const problem = page.getElementById("problem");
  if (!page.getElementById("answer")) return showProblem(problem, how);
  replace("answer-place", page);
  replace("result", page);
  showProblem(null, how);
  if (how !== "back" && answer.url !== location.href) history.pushState(null, "", answer.url);
  replace("lines", page);
  replace("languages", page);
  document.title = home;
  const words = [...document.querySelectorAll("#answer [aria-current] :is(.which, strong)")].map(text);
  say(`${form.dataset.done} ${words.join(": ")}`);
}

/** Take over what the server says about each field; its values too, unless the reader may have typed on meanwhile. */
function showForm(/** @type {Document} */ page, /** @type {boolean} */ values) {
  for (const complaint of form.querySelectorAll(".complaint")) {
    complaint.textContent = page.getElementById(complaint.id)?.textContent ?? "";
  }
  for (const field of form.querySelectorAll("input, select")) {
    const other = page.querySelector(selector(field));
    field.toggleAttribute("aria-invalid", false);
    if (other?.getAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
    if (values && other) copyValue(field, other);
  }
  form.querySelector("[aria-invalid]")?.focus?.();
}

/** @param {Element} field */
const selector = (field) =>
  field instanceof HTMLInputElement && field.type === "radio" ? `[name="mode"][value="${field.value}"]` : `#${field.id}`;

/** @param {any} field @param {any} other */
function copyValue(field, other) {
  if (field.type === "radio") field.checked = other.checked;
  else field.value = other.value;
}

/** Show a problem above the old result, which stays. @param {Element | null} problem @param {string} how */
function showProblem(problem, how) {
  const notice = /** @type {HTMLElement} */ (document.getElementById("notice"));
  notice.replaceChildren(...(problem ? [problem] : []));
  if (problem) say(how === "back" ? "" : text(problem.querySelector("h2")));
}

/** @param {string} id @param {Document} page */
function replace(id, page) {
  const next = page.getElementById(id);
  if (next) document.getElementById(id)?.replaceWith(next);
}

/** @param {boolean} yes */
function busy(yes) {
  form.setAttribute("aria-busy", String(yes));
  cancel.hidden = !yes;
}

/** @param {string | undefined} words */
function say(words) {
  status.textContent = words ?? "";
}

/** @param {Element | null} element */
function text(element) {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}
