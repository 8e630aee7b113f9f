// <memory-pair>: the memory of both sides on one axis, with one cursor. What draws it is fetched once a reader opens it.

class MemoryPair extends HTMLElement {
  connectedCallback() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.querySelector("details")?.addEventListener("toggle", () => this.open(), { signal });
    this.slider?.addEventListener("input", () => this.move(Number(this.slider?.value) - 1), { signal });
  }

  disconnectedCallback() {
    this.leaving?.abort();
    for (const chart of this.charts ?? []) chart.remove();
    this.charts = undefined;
  }

  get slider() {
    return this.querySelector("input");
  }

  async open() {
    if (this.busy || this.charts || !this.querySelector("details")?.open) return;
    this.busy = true;
    this.say(this.dataset.loading);
    try {
      await this.draw();
      this.say("");
    } catch {
      this.say(this.dataset.failed);
    }
    this.busy = false;
  }

  async draw() {
    const parts = [import("./plotly.js"), import("./memory-run.js"), import("./memory-chart.js"), import("./styled.js")];
    const [{ plotly }, { MemoryRun }, { MemoryChart }, { styled }] = await Promise.all(/** @type {Promise<any>[]} */ (parts));
    await styled(this.dataset.styles);
    const library = await plotly(this.dataset.library ?? "");
    if (!this.isConnected) return;
    const { sides, top, ...shared } = JSON.parse(this.querySelector("script")?.textContent ?? "");
    const names = this.names(sides);
    this.runs = sides.map((/** @type {any} */ side) => new MemoryRun({ ...side, ...shared, top }, names));
    for (const hidden of this.querySelectorAll("[hidden]:not([data-kind])")) hidden.removeAttribute("hidden");
    const boards = [...this.querySelectorAll(".board")];
    const moved = (/** @type {number} */ step) => this.move(step);
    this.charts = this.runs.map((/** @type {any} */ run, /** @type {number} */ i) => new MemoryChart(boards[i], run, library, moved));
    for (const chart of this.charts) await chart.draw();
    for (const chart of this.charts) chart.canvas.on("plotly_hover", (/** @type {any} */ { points }) => this.move(Math.round(points[0].x) - 1));
    if (this.slider) this.slider.max = String(Math.max(...this.runs.map((/** @type {any} */ run) => run.count)));
    this.move(sides[0].peak[0]);
  }

  /** The names of the categories that either side has; the legend shows no others. @param {any[]} sides */
  names(sides) {
    const kinds = [...this.querySelectorAll("[data-kind]")];
    for (const kind of kinds) kind.toggleAttribute("hidden", !sides.some(({ live }) => live[kind.getAttribute("data-kind") ?? ""]));
    return new Map(kinds.map((kind) => [kind.getAttribute("data-kind"), kind.querySelector(".name")?.textContent]));
  }

  /** Put the cursor of both charts at a step. @param {number} step */
  move(step) {
    if (this.slider) this.slider.value = String(step + 1);
    const said = [...this.querySelectorAll(".now")];
    this.runs?.forEach((/** @type {any} */ run, /** @type {number} */ i) => {
      const at = Math.max(0, Math.min(run.count - 1, step));
      this.charts?.[i].move(at);
      said[i].textContent = run.told(at).join(" · ");
    });
  }

  /** @param {string | undefined} words */
  say(words) {
    const state = this.querySelector(".state");
    if (state) state.textContent = words ?? "";
  }
}

customElements.define("memory-pair", MemoryPair);
