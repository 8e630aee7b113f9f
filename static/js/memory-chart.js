// The chart of a run's memory, drawn by Plotly, with a cursor of our own over it.
import { figure, MARGIN } from "./memory-figure.js";

const AROUND = 25;
const PLAIN = { displayModeBar: false, displaylogo: false, doubleClick: false };

export class MemoryChart {
  /**
   * @param {HTMLElement} board holds the canvas and the cursor
   * @param {import("./memory-run.js").MemoryRun} run
   * @param {any} plotly
   * @param {(step: number) => void} chosen is told of the step that a reader clicked on
   */
  constructor(board, run, plotly, chosen) {
    this.canvas = /** @type {any} */ (board.querySelector(".canvas"));
    this.cursor = /** @type {HTMLElement} */ (board.querySelector(".cursor"));
    this.run = run;
    this.plotly = plotly;
    this.chosen = chosen;
    this.step = -1;
    this.middle = NaN;
    this.frame = 0;
    this.leaving = new AbortController();
  }

  async draw() {
    await this.redraw();
    const last = this.run.count - 1;
    const chosen = (/** @type {any} */ { points }) => Math.max(0, Math.min(last, Math.round(points[0].x) - 1));
    this.canvas.on("plotly_click", (/** @type {any} */ event) => this.chosen(chosen(event)));
    this.follow();
  }

  remove() {
    this.leaving.abort();
    cancelAnimationFrame(this.frame);
    this.plotly.purge(this.canvas);
  }

  /** Put the cursor at a step, at most once a frame. @param {number} step */
  move(step) {
    this.step = step;
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.place();
    });
  }

  /** Show the steps around the cursor, or all. @param {boolean} close */
  closeUp(close) {
    this.middle = close ? this.step : NaN;
    return this.redraw();
  }

  /** Draw again, with the colours and the width of the moment. */
  async redraw() {
    const { traces, layout } = figure(this.run, this.canvas, this.range);
    await this.plotly.react(this.canvas, traces, layout, PLAIN);
    this.place();
  }

  /** The steps that are shown, from edge to edge. @returns {[number, number]} */
  get range() {
    if (Number.isNaN(this.middle)) return [0.5, this.run.count + 0.5];
    const from = Math.max(0.5, Math.min(this.middle + 0.5 - AROUND, this.run.count + 0.5 - 2 * AROUND));
    return [from, from + 2 * AROUND];
  }

  /** The cursor is an element: to move a shape of the chart would take longer than a frame. */
  place() {
    const [from, to] = this.range;
    this.cursor.hidden = this.step < 0;
    if (!Number.isNaN(this.middle) && (this.step + 0.5 < from || this.step + 1.5 > to)) return void this.closeUp(true);
    const { l, r } = MARGIN;
    this.cursor.style.left = `calc(${l}px + (100% - ${l + r}px) * ${(this.step + 0.5 - from) / (to - from)})`;
    this.cursor.style.width = `max(2px, (100% - ${l + r}px) / ${to - from})`;
  }

  /** Draw again when the theme or the width changes. */
  follow() {
    let width = this.canvas.clientWidth;
    const { signal } = this.leaving;
    const again = () => this.canvas.clientWidth && this.redraw();
    const themes = new MutationObserver(again);
    const sizes = new ResizeObserver(() => {
      if (this.canvas.clientWidth && this.canvas.clientWidth !== width) again();
      width = this.canvas.clientWidth || width;
    });
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    sizes.observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again, { signal });
    signal.addEventListener("abort", () => (themes.disconnect(), sizes.disconnect()));
  }
}
