// <lab-time>: both sides are timed once all else is shown, for that takes most of a second.
class LabTime extends HTMLElement {
  connectedCallback() {
    if (this.dataset.from) this.fetch(this.dataset.from);
  }

  disconnectedCallback() {
    this.leaving?.abort();
  }

  /** @param {string} address */
  async fetch(address) {
    this.leaving = new AbortController();
    try {
      const answer = await fetch(address, { signal: this.leaving.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [card, program] = ["time", "time-program"].map((id) => page.getElementById(id));
      if (!card) throw new Error(answer.statusText);
      if (program) document.getElementById("time-program-place")?.replaceChildren(program);
      this.replaceWith(card);
    } catch {
      const status = this.querySelector("[role=status]");
      if (this.isConnected && status) status.textContent = this.dataset.failed ?? "";
    }
  }
}

customElements.define("lab-time", LabTime);
