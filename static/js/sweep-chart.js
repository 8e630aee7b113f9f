// The chart of a sweep, drawn by Plotly, and its images.
import { figure } from "./sweep-figure.js";

const PLAIN = { displayModeBar: false, displaylogo: false, doubleClick: false };
const IMAGE = { width: 960, height: 560 };

export class SweepChart {
  /**
   * @param {HTMLElement} drawing holds the canvas and what is chosen
   * @param {() => HTMLTableRowElement[]} rows
   * @param {any} plotly
   */
  constructor(drawing, rows, plotly) {
    this.canvas = /** @type {HTMLElement} */ (drawing.querySelector(".canvas"));
    this.words = JSON.parse(drawing.querySelector("script")?.textContent ?? "");
    this.drawing = drawing;
    this.rows = rows;
    this.plotly = plotly;
    /** @type {Promise<void> | undefined} */
    this.coming = undefined;
    this.leaving = new AbortController();
    this.follow();
  }

  remove() {
    this.leaving.abort();
    this.plotly.purge(this.canvas);
  }

  /** What is chosen. @param {string} name */
  chosen(name) {
    return /** @type {HTMLSelectElement} */ (this.drawing.querySelector(`.${name}`)).value;
  }

  /** @param {number} width @param {number} [height] */
  figure(width, height) {
    const points = this.rows().filter((row) => row.dataset.step !== undefined).map((row) => ({ ...row.dataset }));
    return figure(points, { of: this.chosen("of"), over: this.chosen("over") }, this.words, this.canvas, width, height);
  }

  /** Draw again at the next frame, however often this is asked for until then. @returns {Promise<void>} */
  redraw() {
    this.coming ??= new Promise(requestAnimationFrame).then(() => {
      this.coming = undefined;
      return this.draw();
    });
    return this.coming;
  }

  /** Draw with the rows, the colours and the width of the moment. */
  async draw() {
    if (this.leaving.signal.aborted) return;
    const { data, layout } = this.figure(this.canvas.clientWidth);
    this.canvas.style.height = `${layout.height}px`;
    await this.plotly.react(this.canvas, data, layout, PLAIN);
  }

  /** The chart as a file. @param {"svg" | "png"} format @returns {Promise<Blob>} */
  async image(format) {
    const drawn = this.figure(IMAGE.width, IMAGE.height);
    const { width, height } = drawn.layout;
    const made = { format, width, height, scale: format === "png" ? 2 : 1, imageDataOnly: true };
    const text = await this.plotly.toImage(drawn, made);
    if (format === "svg") return new Blob([text], { type: "image/svg+xml" });
    return new Blob([Uint8Array.from(atob(text), (each) => each.charCodeAt(0))], { type: "image/png" });
  }

  /** Draw again when the theme or the width changes. */
  follow() {
    let width = this.canvas.clientWidth;
    const { signal } = this.leaving;
    const again = () => this.canvas.clientWidth && this.redraw();
    const themes = new MutationObserver(again);
    const sizes = new ResizeObserver(() => {
      if (this.canvas.clientWidth !== width) again();
      width = this.canvas.clientWidth;
    });
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    sizes.observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again, { signal });
    signal.addEventListener("abort", () => (themes.disconnect(), sizes.disconnect()));
  }
}
