/**
 * @typedef {object} Data What the server says of a run; bytes and lines as differences to the step before.
 * @property {Record<string, number[]>} live
 * @property {number[]} over
 * @property {number[]} lines
 * @property {string[]} names
 * @property {number[]} calls
 * @property {[string, number][]} phases
 * @property {[number, number]} peak
 * @property {number} [top] the highest moment of all runs on the same axis
 * @property {Record<string, string>} phase_names
 * @property {Record<string, string>} words
 */

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** The memory of a run, step by step. */
export class MemoryRun {
  /** @param {Data} data @param {Map<string, string>} names of the categories, from the ground up */
  constructor(data, names) {
    this.data = data;
    this.names = names;
    this.count = data.calls.length;
    const kinds = [...names.keys()].filter((kind) => data.live[kind]);
    this.live = new Map(kinds.map((kind) => [kind, sums(data.live[kind])]));
    this.total = data.calls.map((_, i) => [...this.live.values()].reduce((sum, bytes) => sum + bytes[i], 0));
    this.highest = sums(data.over).map((more, i) => this.total[i] + more);
    this.lines = sums(data.lines);
  }

  /** The unit that the highest moment is told in: its power of 1024, and its name. */
  get unit() {
    const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, this.data.top ?? this.data.peak[1])) / 10));
    return { power, name: UNITS[power] };
  }

  /** What there is to say of a step, piece by piece. @param {number} i */
  told(i) {
    const { words, names, calls } = this.data;
    const where = (this.lines[i] ? words.place : words.at).replace("{step}", String(i + 1));
    const parts = [...this.live].filter(([, bytes]) => bytes[i]);
    return [
      where.replace("{line}", String(this.lines[i])),
      names[calls[i]],
      `${words.within} ${size(this.highest[i])}`,
      `${words.after} ${size(this.total[i])}`,
      ...parts.map(([kind, bytes]) => `${this.names.get(kind)} ${size(bytes[i])}`),
    ];
  }
}

/** Bytes in the unit that fits, with three digits, as the server writes them. @param {number} bytes */
export function size(bytes) {
  let unit = 0;
  while (bytes >= 1023.5 && unit < UNITS.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || bytes >= 99.95 ? 0 : bytes >= 9.995 ? 1 : 2;
  return `${bytes.toFixed(digits)}\u00a0${UNITS[unit]}`;
}

/** @param {number[]} changes */
function sums(changes) {
  let sum = 0;
  return changes.map((change) => (sum += change));
}
