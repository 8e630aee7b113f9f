// <lab-sweep>: rows come in one by one while the server measures them, with the chart growing beside them.

class LabSweep extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.measure();
    });
    this.addEventListener("click", (event) => this.press(event));
    this.addEventListener("change", (event) => {
      if (/** @type {HTMLElement} */ (event.target).closest(".choose")) this.chart?.redraw();
    });
    if (this.rows.length) this.finish();
  }

  disconnectedCallback() {
    this.running?.abort();
    this.chart?.remove();
  }

  get rows() {
    return /** @type {NodeListOf<HTMLTableRowElement>} */ (this.querySelectorAll("tbody tr"));
  }

  get total() {
    return Number(/** @type {HTMLElement | null} */ (this.querySelector(".results"))?.dataset.total ?? 0);
  }

  /** The page of what was typed comes first: it says what is wrong, or has the place for the rows. */
  async measure() {
    this.running?.abort();
    const mine = (this.running = new AbortController());
    const form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    const query = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    query.delete("run");
    const address = form.getAttribute("action") ?? "";
    this.busy(true);
    try {
      if (await this.prepare(`${address}?${query}`, mine.signal)) {
        await this.receive(`${address}/rows?${query}`, mine.signal);
        this.say(this.dataset.done);
      } else this.say(this.dataset.wrong);
    } catch {
      if (this.running === mine) this.say(mine.signal.aborted ? this.dataset.cancelled : this.dataset.unreachable);
    }
    if (this.running === mine) this.finish();
  }

  /** @param {string} url @param {AbortSignal} signal */
  async prepare(url, signal) {
    const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("lab-sweep");
    if (!fresh) throw new Error(answer.statusText);
    this.show(fresh, page);
    history.replaceState(history.state, "", url);
    const results = this.querySelector(".results");
    if (results) {
      results.removeAttribute("hidden");
      /** @type {HTMLElement} */ (this.querySelector(".empty")).hidden = true;
    }
    return results !== null;
  }

  /** Take over the form and an empty place for results. @param {Element} fresh @param {Document} page */
  show(fresh, page) {
    const focused = this.contains(document.activeElement) ? document.activeElement : null;
    const name = focused?.id ? `#${focused.id}` : ".run";
    this.chart?.remove();
    this.chart = undefined;
    this.querySelector("form")?.replaceWith(/** @type {Element} */ (fresh.querySelector("form")));
    for (const old of this.querySelectorAll(".empty, .results")) old.remove();
    this.append(...fresh.querySelectorAll(".empty, .results"));
    const languages = page.getElementById("languages");
    if (languages) document.getElementById("languages")?.replaceWith(languages);
    const wrong = this.querySelector('[aria-invalid="true"], #points-error');
    const next = /** @type {HTMLElement | null} */ (wrong ?? (focused && this.querySelector(name)));
    next?.focus();
  }

  /** Read rows as they come. @param {string} url @param {AbortSignal} signal */
  async receive(url, signal) {
    this.tell();
    const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
    if (!answer.ok || !answer.body) throw new Error(answer.statusText);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      const end = text.lastIndexOf("</tr>") + "</tr>".length;
      if (end < "</tr>".length) continue;
      this.add(text.slice(0, end));
      text = text.slice(end);
    }
    if (this.rows.length < this.total) throw new Error("cut off");
  }

  /** @param {string} html of whole rows */
  add(html) {
    this.querySelector("tbody")?.insertAdjacentHTML("beforeend", html);
    const last = this.rows[this.rows.length - 1];
    /** @type {HTMLElement} */ (this.querySelector(".gist")).textContent = last.dataset.gist ?? "";
    this.tell();
    this.draw();
  }

  /** How far it is. */
  tell() {
    const bar = /** @type {HTMLProgressElement} */ (this.querySelector("progress"));
    bar.max = this.total;
    bar.value = this.rows.length;
    this.say(this.dataset.running);
  }

  /** The chart is fetched once there is something to draw and its place comes into view. */
  draw() {
    if (this.chart) return void this.chart.redraw();
    const drawing = /** @type {HTMLElement | null} */ (this.querySelector(".drawing"));
    if (!drawing?.hidden || !this.querySelector("tr[data-step]")) return;
    drawing.hidden = false;
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      this.open(drawing);
    });
    seen.observe(drawing);
  }

  /** @param {HTMLElement} drawing */
  async open(drawing) {
    const state = /** @type {HTMLElement} */ (drawing.querySelector(".drawn"));
    state.textContent = this.dataset.loading ?? "";
    try {
      const parts = [import("./plotly.js"), import("./sweep-chart.js")];
      const [{ plotly }, { SweepChart }] = await Promise.all(/** @type {Promise<any>[]} */ (parts));
      const library = await plotly(this.dataset.library ?? "");
      if (!drawing.isConnected) return;
      this.chart = new SweepChart(drawing, () => [...this.rows], library);
      await this.chart.redraw();
      for (const button of this.querySelectorAll("[data-format]")) button.removeAttribute("hidden");
      state.textContent = "";
    } catch {
      state.textContent = this.dataset.failed ?? "";
    }
  }

  /** @param {Event} event */
  async press(event) {
    const pressed = /** @type {HTMLElement} */ (event.target).closest(".cancel, .csv, [data-format]");
    if (!pressed) return;
    if (pressed.matches(".cancel")) return void this.running?.abort();
    event.preventDefault();
    const { save, table } = await import("./sweep-files.js");
    const { format } = /** @type {HTMLElement} */ (pressed).dataset;
    const { header } = /** @type {HTMLElement} */ (this.querySelector(".results")).dataset;
    if (format) save(await this.chart.image(format), `inplace-sweep.${format}`);
    else save(table(header ?? "", [...this.rows]), "inplace-sweep.csv");
  }

  /** The sweep is over, to its end or not. */
  finish() {
    this.busy(false);
    this.draw();
  }

  /** @param {boolean} yes */
  busy(yes) {
    const left = !yes && document.activeElement?.matches(".cancel");
    this.querySelector("form")?.setAttribute("aria-busy", String(yes));
    for (const each of this.querySelectorAll("progress, .cancel")) each.toggleAttribute("hidden", !yes);
    if (left) /** @type {HTMLElement} */ (this.querySelector(".run")).focus();
  }

  /** @param {string | undefined} words */
  say(words) {
    const filled = (words ?? "").replace("{done}", String(this.rows.length)).replace("{total}", String(this.total));
    /** @type {HTMLElement} */ (this.querySelector(".state")).textContent = filled;
  }
}

customElements.define("lab-sweep", LabSweep);
