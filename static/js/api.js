// The reference: languages of examples become tabs that change together; <try-it> sends a request and shows its answer.
const languages = [...document.querySelectorAll(".languages-of")];
let chosen = "curl";
/** The id that the server gave last: it takes the place of {id}. */
let given = "";

/** Show each example in this language, or in its first one. @param {string} name */
function choose(name) {
  chosen = name;
  for (const group of languages) {
    const tabs = /** @type {HTMLElement[]} */ ([...group.querySelectorAll("[data-tab]")]);
    const shown = tabs.some((tab) => tab.dataset.tab === chosen) ? chosen : tabs[0]?.dataset.tab;
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", String(tab.dataset.tab === shown));
      tab.tabIndex = tab.dataset.tab === shown ? 0 : -1;
    }
    for (const pane of /** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll("[data-pane]"))) {
      pane.hidden = pane.dataset.pane !== shown;
    }
  }
}

for (const group of languages) {
  const bar = /** @type {HTMLElement} */ (group.querySelector(".tabs"));
  const tabs = /** @type {HTMLElement[]} */ ([...bar.querySelectorAll("[data-tab]")]);
  bar.setAttribute("role", "tablist");
  for (const tab of tabs) tab.setAttribute("role", "tab");
  bar.addEventListener("click", (event) => {
    const tab = /** @type {HTMLElement} */ (event.target).closest("[data-tab]");
    if (!(tab instanceof HTMLElement)) return;
    event.preventDefault();
    keepInPlace(tab, () => choose(tab.dataset.tab ?? ""));
  });
  bar.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === " ") tabs[at]?.click();
    else if (step) {
      const tab = tabs[(at + step + tabs.length) % tabs.length];
      tab.click();
      tab.focus();
    } else return;
    event.preventDefault();
  });
}
choose(chosen);

/** Change the page, and leave an element where its reader sees it. @param {HTMLElement} element @param {() => void} change */
function keepInPlace(element, change) {
  const before = element.getBoundingClientRect().top;
  change();
  scrollBy({ top: element.getBoundingClientRect().top - before, behavior: "instant" });
}

/** Open what an address leads to. */
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  for (let each = target; each; each = each.parentElement) if (each instanceof HTMLDetailsElement) each.open = true;
  target?.scrollIntoView();
}
addEventListener("hashchange", reveal);
if (location.hash) reveal();

class TryIt extends HTMLElement {
  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.told = /** @type {HTMLElement} */ (this.querySelector(".told"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    /** @type {HTMLElement} */ (this.parentElement).addEventListener("toggle", () => this.#fill());
  }

  /** Put the id that was given last into the address. */
  #fill() {
    const path = /** @type {HTMLInputElement} */ (this.form?.elements.namedItem("path"));
    if (given) path.value = path.value.replace("{id}", given);
    else if (path.value.includes("{id}")) this.#tell([line("p", this.dataset.first ?? "")]);
  }

  async #send() {
    const typed = new FormData(this.form);
    const body = typed.get("body");
    const headers = new Headers(body === null ? {} : { "Content-Type": "application/json" });
    const begun = performance.now();
    try {
      for (const each of String(typed.get("headers")).split("\n")) {
        const [name, ...value] = each.split(":");
        if (name.trim()) headers.append(name.trim(), value.join(":").trim());
      }
      const options = { method: this.dataset.method, headers, ...(body === null ? {} : { body }) };
      const answer = await fetch(new URL(String(typed.get("path")), location.origin), options);
      const text = await answer.text();
      this.#show(answer, text, performance.now() - begun);
    } catch (error) {
      this.#tell([line("p", `${this.dataset.wrong} ${error instanceof Error ? error.message : error}`, "no")]);
    }
  }

  /** @param {Response} answer @param {string} text @param {number} time */
  #show(answer, text, time) {
    const document_ = read(text);
    if (typeof document_?.id === "string") given = document_.id;
    const parts = [line("p", `${answer.status} ${answer.statusText} · ${Math.round(time)} ms`, "status")];
    if (!answer.ok && document_?.detail) parts.push(line("p", `${document_.detail} ${document_.hint ?? ""}`, "no"));
    const headers = document.createElement("details");
    const list = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    headers.append(line("summary", this.dataset.headers ?? ""), listing(list));
    parts.push(headers);
    if (text) parts.push(listing(document_ ? JSON.stringify(document_, null, 1) : text));
    this.#tell(parts);
  }

  /** @param {HTMLElement[]} parts */
  #tell(parts) {
    this.told?.replaceChildren(...parts);
  }
}

/** @param {string} text @returns {any} */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {string} tag @param {string} text @param {string} [kind] */
function line(tag, text, kind = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = kind;
  return element;
}

/** @param {string} text */
function listing(text) {
  const pre = line("pre", text, "listing");
  pre.tabIndex = 0;
  pre.setAttribute("role", "group");
  pre.setAttribute("aria-label", "HTTP");
  return pre;
}

customElements.define("try-it", TryIt);
