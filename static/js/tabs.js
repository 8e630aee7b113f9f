// <result-tabs>: links to the sections below them become tabs; without this file they stay links.
/** The tab that the reader chose last: another result opens it again. */
let chosen = "";

class ResultTabs extends HTMLElement {
  connectedCallback() {
    if (this.bar) return;
    this.bar = /** @type {HTMLElement} */ (this.querySelector("nav"));
    this.tabs = [...this.bar.querySelectorAll("a")];
    this.bar.setAttribute("role", "tablist");
    for (const tab of this.tabs) {
      const pane = this.#pane(tab);
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", pane.id);
      pane.setAttribute("role", "tabpanel");
      pane.tabIndex = 0;
    }
    this.bar.addEventListener("click", (event) => this.#click(event));
    this.bar.addEventListener("keydown", (event) => this.#press(event));
    this.choose(chosen || this.dataset.first || "memory");
    this.dataset.ready = "";
  }

  /** Show the section of this name. @param {string} name */
  choose(name) {
    for (const tab of this.tabs ?? []) {
      const yes = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(yes));
      tab.tabIndex = yes ? 0 : -1;
      this.#pane(tab).hidden = !yes;
    }
  }

  /** @param {HTMLAnchorElement} tab */
  #pane(tab) {
    return /** @type {HTMLElement} */ (this.querySelector(tab.hash));
  }

  /** @param {Event} event */
  #click(event) {
    const tab = /** @type {HTMLElement} */ (event.target).closest("a");
    if (!tab) return;
    event.preventDefault();
    chosen = tab.dataset.tab ?? "";
    this.choose(chosen);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const tabs = this.tabs ?? [];
    const at = tabs.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 }[event.key];
    if (event.key === " ") tabs[at]?.click();
    else if (to !== undefined) {
      const tab = /** @type {HTMLElement} */ (tabs.at(to % tabs.length));
      tab.click();
      tab.focus();
    } else return;
    event.preventDefault();
  }
}

customElements.define("result-tabs", ResultTabs);
