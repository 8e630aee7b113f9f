// <memory-timeline>: what draws it is fetched when a reader opens it. Its cursor follows the player, and a click on the
// chart takes the player to a step.

import { styled } from "./styled.js";

class MemoryTimeline extends HTMLElement {
  connectedCallback() {
    this.player = /** @type {any} */ (this.closest("trace-player"));
    this.step = this.player?.at ?? Number(this.dataset.step ?? -1);
    this.details = /** @type {HTMLDetailsElement | null} */ (this.querySelector(":scope > details"));
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    const source = /** @type {EventTarget} */ (this.player ?? document);
    source.addEventListener("trace-step", (event) => this.move(/** @type {any} */ (event).detail.step), { signal });
    this.addEventListener("click", (event) => this.press(event), { signal });
    this.details?.addEventListener("toggle", () => this.open(), { signal });
    this.styles = styled(this.dataset.styles);
    this.open();
  }

  disconnectedCallback() {
    this.leaving?.abort();
    this.chart?.remove();
    this.chart = undefined;
  }

  async open() {
    const there = this.querySelector(".board, .elsewhere");
    if (!there || this.details?.open === false || this.busy || this.chart) return;
    this.busy = true;
    this.say(this.dataset.loading);
    try {
      await this.styles;
      await this.fetchBody();
      await this.draw();
      this.say("");
    } catch {
      this.say(this.board ? this.dataset.failed : this.dataset.gone);
    }
    this.busy = false;
  }

  /** The chart and the table of a long run lie on a page of their own. */
  async fetchBody() {
    const link = /** @type {HTMLAnchorElement | null} */ (this.querySelector(".elsewhere a"));
    if (!link) return;
    const answer = await fetch(link.href, { headers: { Accept: "text/html" }, signal: this.leaving?.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const body = page.querySelector(".timeline-body");
    if (!body) throw new Error(answer.statusText);
    link.parentElement?.replaceWith(body);
  }

  async draw() {
    const parts = [import("./plotly.js"), import("./memory-run.js"), import("./memory-chart.js")];
    const [{ plotly }, { MemoryRun }, { MemoryChart }] = await Promise.all(/** @type {Promise<any>[]} */ (parts));
    const library = await plotly(this.dataset.library ?? "");
    if (!this.isConnected) return;
    const board = /** @type {HTMLElement} */ (this.board);
    const kinds = [...this.querySelectorAll("[data-kind]")];
    const names = kinds.map((kind) => [kind.getAttribute("data-kind"), kind.querySelector(".name")?.textContent]);
    const data = JSON.parse(this.querySelector("script")?.textContent ?? "");
    this.run = new MemoryRun(data, new Map(/** @type {any} */ (names)));
    for (const hidden of this.querySelectorAll(".board, .tools, .now")) hidden.removeAttribute("hidden");
    const chart = new MemoryChart(board, this.run, library, (/** @type {number} */ step) => this.show(step));
    await chart.draw();
    this.chart = chart;
    this.move(this.step ?? -1);
  }

  /** @param {Event} event */
  press(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.matches(".to-peak")) this.show(Number(button.dataset.step));
    if (!button?.matches(".closer") || !this.chart) return;
    const close = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(close));
    this.chart.closeUp(close);
  }

  /** Take the player to a step; without one only the cursor goes there. @param {number} step */
  show(step) {
    if (this.player) this.player.show(step);
    else this.move(step);
  }

  /** @param {number} step */
  move(step) {
    this.step = step;
    if (!this.chart || step < 0) return;
    this.chart.move(step);
    /** @type {HTMLElement} */ (this.querySelector(".now")).textContent = this.run.told(step).join(" · ");
  }

  get board() {
    return /** @type {HTMLElement | null} */ (this.querySelector(".board"));
  }

  /** @param {string | undefined} words */
  say(words) {
    /** @type {HTMLElement} */ (this.querySelector(".state")).textContent = words ?? "";
  }
}

customElements.define("memory-timeline", MemoryTimeline);
