// <trace-player>: shows one step at a time, fetches further ones in pages.

const PAGE = 20;
const MOST_PAGES = 6;

class TracePlayer extends HTMLElement {
  /** @type {[number | null, string, string][]} */
  steps = [];
  at = 0;
  /** @type {Map<number, Promise<void>>} */
  pages = new Map();
  /** @type {number | undefined} */
  timer;

  connectedCallback() {
    const manifest = this.querySelector("script.manifest");
    if (!manifest || this.dataset.ready !== undefined) return;
    this.steps = JSON.parse(manifest.textContent ?? "").steps;
    const there = this.#brief ? 0 : this.#film.children.length;
    for (let first = 0; first < there; first += PAGE) this.pages.set(this.#first + first, Promise.resolve());
    this.#wire();
    this.dataset.ready = "";
    this.#swap(this.#wished() ?? Number(this.dataset.step), false);
  }

  /** Show a step; steps that are not here yet are fetched. @param {number} wanted */
  async show(wanted) {
    const step = Math.max(0, Math.min(wanted, this.steps.length - 1));
    this.at = step;
    this.#slider.value = String(step + 1);
    if (!this.#scene(step)) {
      try {
        await this.#fetch(step);
      } catch {
        return this.#say(this.dataset.wordsLost ?? "");
      }
    }
    if (this.at === step) this.#swap(step, true);
  }

  get #film() {
    return /** @type {HTMLElement} */ (this.querySelector(".film"));
  }

  /** Only the step that is shown first is here. */
  get #brief() {
    return this.dataset.brief !== undefined;
  }

  get #first() {
    return Number(this.#film.dataset.first);
  }

  get #slider() {
    return /** @type {HTMLInputElement} */ (this.querySelector(".slider"));
  }

  /** @param {number} step */
  #scene(step) {
    return this.#film.querySelector(`:scope > [data-step="${step}"]`);
  }

  /** The step that the address asks for. */
  #wished() {
    const wish = Number(new URLSearchParams(location.search).get("step"));
    return wish >= 1 && this.#scene(wish - 1) ? wish - 1 : null;
  }

  /** Put one scene in the place of another; `told` has a screen reader say it. @param {number} step @param {boolean} told */
  #swap(step, told) {
    const before = this.#film.querySelector(":scope > [data-shown]");
    const scene = /** @type {HTMLElement} */ (this.#scene(step));
    this.at = step;
    if (before !== scene) {
      for (const details of scene.querySelectorAll("details[data-keep]")) {
        const other = before?.querySelector(`details[data-keep="${/** @type {HTMLElement} */ (details).dataset.keep}"]`);
        if (other) details.toggleAttribute("open", other.hasAttribute("open"));
      }
      before?.removeAttribute("data-shown");
      scene.setAttribute("data-shown", "");
    }
    this.#slider.value = String(step + 1);
    const count = this.querySelector(".count b");
    if (count) count.textContent = String(step + 1);
    const line = scene.dataset.line ?? "";
    for (const each of this.querySelectorAll(".source .current")) each.classList.remove("current");
    const current = this.querySelector(`.source [data-line="${line}"]`);
    current?.classList.add("current");
    const words = `${text(scene.querySelector("h3"))}. ${text(scene.querySelector(".say"))}`;
    this.#slider.setAttribute("aria-valuetext", text(scene.querySelector("h3")));
    if (told) {
      this.#say(words);
      if (this.dataset.deep !== undefined) deepLink(step);
    }
    const detail = { step, line: Number(line) || null };
    this.dispatchEvent(new CustomEvent("trace-step", { bubbles: true, detail }));
    if (told || !this.#brief) this.#ahead(step);
  }

  /** @param {string} words */
  #say(words) {
    const status = this.querySelector(".status");
    if (status) status.textContent = words;
  }

  /** Fetch the page that is reached soon. @param {number} step */
  #ahead(step) {
    for (const near of [step + 6, step - 6]) {
      if (near >= 0 && near < this.steps.length && !this.#scene(near)) this.#fetch(near).catch(() => {});
    }
  }

  /** Fetch the page with a step, and let go of the page farthest away. @param {number} step */
  #fetch(step) {
    const first = Math.floor(step / PAGE) * PAGE;
    const known = this.pages.get(first);
    if (known) return known;
    const fetched = this.#load(first).catch((error) => {
      this.pages.delete(first);
      throw error;
    });
    this.pages.set(first, fetched);
    return fetched;
  }

  /** @param {number} first */
  async #load(first) {
    const answer = await fetch(`${this.dataset.more}?from=${first}`, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const later = [...this.#film.children].find((each) => Number(/** @type {HTMLElement} */ (each).dataset.step) > first);
    for (const scene of page.querySelectorAll(".film > .scene")) {
      if (!this.#scene(Number(/** @type {HTMLElement} */ (scene).dataset.step))) this.#film.insertBefore(scene, later ?? null);
    }
    this.#forget();
  }

  #forget() {
    while (this.pages.size > MOST_PAGES) {
      const here = Math.floor(this.at / PAGE) * PAGE;
      const farthest = [...this.pages.keys()].reduce((a, b) => (Math.abs(b - here) > Math.abs(a - here) ? b : a));
      this.pages.delete(farthest);
      for (let step = farthest; step < farthest + PAGE; step += 1) this.#scene(step)?.remove();
    }
  }

  /** The next step in a direction that the reader wants to stop at. @param {number} by @param {string} only */
  #next(by, only) {
    for (let step = this.at + by; step >= 0 && step < this.steps.length; step += by) {
      const [, flags, refs] = this.steps[step];
      if (!only || (only.length === 1 ? flags.includes(only) : refs.split(" ").includes(only))) return step;
    }
    return this.at;
  }

  get #only() {
    return /** @type {HTMLSelectElement} */ (this.querySelector(".only")).value;
  }

  #wire() {
    const on = (/** @type {string} */ name, /** @type {() => void} */ act) =>
      this.querySelector(name)?.addEventListener("click", () => (this.#pause(), act()));
    on(".back", () => this.show(this.#next(-1, this.#only)));
    on(".forth", () => this.show(this.#next(1, this.#only)));
    on(".write-back", () => this.show(this.#next(-1, "w")));
    on(".write-forth", () => this.show(this.#next(1, "w")));
    this.querySelector(".play")?.addEventListener("click", () => (this.timer ? this.#pause() : this.#play()));
    this.#slider.addEventListener("input", () => (this.#pause(), this.show(Number(this.#slider.value) - 1)));
    this.querySelector(".controls")?.addEventListener("keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
    this.querySelector(".source")?.addEventListener("click", (event) => this.#toLine(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLSelectElement) return;
    const keys = {
      ArrowLeft: () => this.#next(-1, this.#only),
      ArrowRight: () => this.#next(1, this.#only),
      Home: () => 0,
      End: () => this.steps.length - 1,
      PageUp: () => this.at - 5,
      PageDown: () => this.at + 5,
      "[": () => this.#next(-1, "w"),
      "]": () => this.#next(1, "w"),
    };
    if (event.key === " " && !(target instanceof HTMLButtonElement)) {
      event.preventDefault();
      return this.timer ? this.#pause() : this.#play();
    }
    const go = keys[/** @type {keyof typeof keys} */ (event.key)];
    if (!go) return;
    event.preventDefault();
    this.#pause();
    this.show(go());
  }

  /** A click on a line goes to its first step after the present one, else to its first. @param {Event} event */
  #toLine({ target }) {
    const line = Number(/** @type {HTMLElement} */ (target).closest("[data-line]")?.getAttribute("data-line"));
    const steps = this.steps.flatMap(([each], step) => (each === line ? [step] : []));
    if (steps.length) this.show(steps.find((step) => step > this.at) ?? steps[0]);
  }

  #play() {
    if (this.at === this.steps.length - 1) this.show(0);
    this.#pressed(true);
    this.timer = setInterval(() => {
      const step = this.#next(1, this.#only);
      if (step === this.at) return this.#pause();
      this.show(step);
    }, 1400);
  }

  #pause() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.#pressed(false);
  }

  /** @param {boolean} playing */
  #pressed(playing) {
    const button = /** @type {HTMLElement | null} */ (this.querySelector(".play"));
    if (!button) return;
    button.dataset.start ??= button.textContent ?? "";
    button.textContent = (playing ? button.dataset.stop : button.dataset.start) ?? "";
    button.setAttribute("aria-pressed", String(playing));
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }
}

/** @param {Element | null} element */
const text = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/** @type {number | undefined} */
let linking;

/** Write the step into the address once the reader rests there; browsers take that only so often. @param {number} step */
function deepLink(step) {
  clearTimeout(linking);
  linking = setTimeout(() => {
    const url = new URL(location.href);
    url.searchParams.set("step", String(step + 1));
    history.replaceState(history.state, "", url);
  }, 250);
}

customElements.define("trace-player", TracePlayer);
