// Fixes: they are run when they are asked for, and one of them can be put into the editor, as if it had been typed.
const SHEET = new URL("../css/finding.css", import.meta.url).href;

if (![...document.styleSheets].some(({ href }) => href === SHEET)) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = SHEET;
  document.head.append(link);
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {SubmitEvent} */ (event).submitter;
  if (form.matches(".ask")) {
    event.preventDefault();
    ask(form);
  } else if (button instanceof HTMLElement && button.matches("[data-apply]") && document.querySelector("code-editor")) {
    event.preventDefault();
    apply(new FormData(form).get("source"), button.dataset.done ?? "");
  }
});

const waiting = document.querySelector(".live .ask");
if (waiting instanceof HTMLFormElement) whenSeen(waiting, () => ask(waiting));

/** Have the fixes run, and show them in the place of what was found without. @param {HTMLFormElement} form */
async function ask(form) {
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  status.textContent = form.dataset.running ?? "";
  try {
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("findings");
    const problem = page.getElementById("problem");
    if (!form.isConnected) return;
    if (found) show(found, form);
    else status.textContent = problem ? words(problem) : (form.dataset.failed ?? "");
  } catch {
    status.textContent = form.dataset.failed ?? "";
  }
  form.ariaBusy = "false";
}

/** @param {Element} found @param {HTMLFormElement} form */
function show(found, form) {
  const focused = form.contains(document.activeElement);
  const editor = document.querySelector("code-editor");
  for (const button of found.querySelectorAll(".use button")) {
    const word = editor && form.dataset.apply;
    if (!word || !(button instanceof HTMLElement)) continue;
    button.dataset.apply = "";
    button.dataset.done = form.dataset.done ?? "";
    if (button.firstChild) button.firstChild.textContent = word;
  }
  document.getElementById("findings")?.replaceWith(found);
  if (!focused) return;
  const first = /** @type {HTMLElement | null} */ (found.querySelector(".fixes h4, .clean h3, h3"));
  if (first) {
    first.tabIndex = -1;
    first.focus();
  }
}

/** Put a program into the editor: only what differs is typed over, so that the reader can undo it. */
function apply(/** @type {any} */ source, /** @type {string} */ done) {
  const area = /** @type {HTMLTextAreaElement} */ (document.getElementById("source"));
  const before = area.value;
  const after = String(source).replaceAll("\r\n", "\n");
  const most = Math.min(before.length, after.length);
  let head = 0, tail = 0;
  while (head < most && before[head] === after[head]) head++;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  area.focus();
  area.setSelectionRange(head, before.length - tail);
  const text = after.slice(head, after.length - tail);
  if (before !== after && !document.execCommand(text ? "insertText" : "delete", false, text)) {
    area.setRangeText(text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(head, head);
  const status = document.getElementById("status");
  status?.classList.remove("hidden");
  if (status) status.textContent = done;
}

/** @param {Element} element @param {() => void} act */
function whenSeen(element, act) {
  new IntersectionObserver(([entry], watcher) => {
    if (!entry?.isIntersecting) return;
    watcher.disconnect();
    act();
  }).observe(element);
}

/** @param {Element} problem */
const words = (problem) => [...problem.children].map((each) => (each.textContent ?? "").trim()).join(" ");
