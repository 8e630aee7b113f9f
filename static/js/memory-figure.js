// What Plotly is given to draw, in the colours of the page around it.
import { size } from "./memory-run.js";

/** @typedef {import("./memory-run.js").MemoryRun} MemoryRun */
/** @typedef {(name: string) => string} Colour */
/** @typedef {[number, number]} Range */

export const MARGIN = { l: 66, r: 12, t: 28, b: 44 };
const HEADROOM = 1.16;
const MOST_PHASES = 12;
/** More steps than these have no room for a dotted line. */
const CROWDED = 300;
/** So many steps each get their number. */
const FEW = 12;
/** Signs besides the colours, the same as in every other chart. @type {Record<string, string>} */
const PATTERNS = { inputs: ".", activations: "|", gradients: "-", optimizer: "+" };

/**
 * The traces and the layout for a canvas that lies in the page.
 * @param {MemoryRun} run @param {HTMLElement} canvas @param {Range} range
 */
export function figure(run, canvas, range) {
  /** @type {Colour} */
  const colour = (name) => {
    canvas.style.color = `var(--${name})`;
    const { color } = getComputedStyle(canvas);
    canvas.style.color = "";
    return color;
  };
  return { traces: [...stack(run, colour), highest(run, colour)], layout: layout(run, canvas, range, colour) };
}

/** @param {MemoryRun} run @param {Colour} colour */
function stack(run, colour) {
  return [...run.live].map(([kind, bytes]) => ({
    ...line(run, bytes, 0.5, colour("panel")),
    stackgroup: "live",
    hoverinfo: "skip",
    fillcolor: colour(`of-${kind}`),
    fillpattern: {
      shape: PATTERNS[kind] ?? "",
      bgcolor: colour(`of-${kind}`),
      fgcolor: colour(kind === "activations" ? "blue" : "panel"),
      size: 6,
      solidity: 0.25,
    },
  }));
}

/** @param {MemoryRun} run @param {Colour} colour */
function highest(run, colour) {
  const text = run.total.map((_, i) => run.told(i).map(plain).join("<br>"));
  const drawn = line(run, run.highest, run.count > CROWDED ? 0.75 : 1.5, colour("ink"));
  const dash = run.count > CROWDED ? "solid" : "dot";
  return { ...drawn, line: { ...drawn.line, dash }, text: padded(text), hovertemplate: "%{text}<extra></extra>" };
}

/**
 * A line of steps, each as wide as 1 around its number.
 * @param {MemoryRun} run @param {number[]} bytes @param {number} width @param {string} color
 */
function line(run, bytes, width, color) {
  return {
    type: "scatter",
    mode: "lines",
    x: [0.5, ...run.total.map((_, i) => i + 1), run.count + 0.5],
    y: padded(bytes.map((value) => value / 1024 ** run.unit.power)),
    line: { shape: "hvh", width, color },
  };
}

/** @param {MemoryRun} run @param {HTMLElement} canvas @param {Range} range @param {Colour} colour */
function layout(run, canvas, range, colour) {
  const font = { family: getComputedStyle(canvas).fontFamily, size: 12, color: colour("muted") };
  const top = run.data.peak[1] / 1024 ** run.unit.power;
  const highest = (run.data.top ?? run.data.peak[1]) / 1024 ** run.unit.power;
  const few = range[1] - range[0] <= FEW;
  const axis = { fixedrange: true, zeroline: false, showspikes: false, ticklabelstandoff: 5 };
  return {
    autosize: false,
    width: canvas.clientWidth,
    height: canvas.clientHeight,
    margin: MARGIN,
    paper_bgcolor: "transparent",
    plot_bgcolor: "transparent",
    showlegend: false,
    hovermode: "x",
    hoverdistance: -1,
    dragmode: false,
    font,
    hoverlabel: {
      align: "left",
      bgcolor: colour("raised"),
      bordercolor: colour("edge"),
      font: { ...font, color: colour("ink") },
    },
    xaxis: {
      ...axis,
      ...(few && { dtick: 1 }),
      range,
      title: { text: run.data.words.step },
      tickformat: "d",
      showgrid: false,
      linecolor: colour("edge"),
    },
    yaxis: {
      ...axis,
      range: [0, highest * HEADROOM],
      ticksuffix: ` ${run.unit.name}`,
      nticks: 5,
      gridcolor: colour("hair"),
    },
    shapes: [...dividers(run, colour), across(top, colour)],
    annotations: [...phases(run, canvas, range), peak(run, top, range, colour)],
  };
}

/** @param {MemoryRun} run @param {Colour} colour */
function dividers(run, colour) {
  const starts = run.data.phases.length > MOST_PHASES ? [] : run.data.phases.slice(1);
  const line = { color: colour("edge"), width: 1, dash: "dot" };
  const between = starts.map(([, first]) => first + 0.5);
  return between.map((x) => ({ type: "line", x0: x, x1: x, yref: "paper", y0: 0, y1: 1.08, line }));
}

/** @param {number} top @param {Colour} colour */
function across(top, colour) {
  const line = { color: colour("ink"), width: 1, dash: "dash" };
  return { type: "line", xref: "paper", x0: 0, x1: 1, y0: top, y1: top, line };
}

/**
 * The names of the phases that are wide enough for theirs.
 * @param {MemoryRun} run @param {HTMLElement} canvas @param {Range} range
 */
function phases(run, canvas, [from, to]) {
  const pixels = (canvas.clientWidth - MARGIN.l - MARGIN.r) / (to - from);
  return run.data.phases.flatMap(([phase, first], i) => {
    const start = Math.max(from, first + 0.5);
    const end = Math.min(to, (run.data.phases[i + 1]?.[1] ?? run.count) + 0.5);
    const text = run.data.phase_names[phase];
    const width = [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 13 : 7), 12);
    const label = { x: start, y: 1, yref: "paper", xanchor: "left", yanchor: "bottom", xshift: 3 };
    return (end - start) * pixels > width ? [{ ...label, text, showarrow: false }] : [];
  });
}

/** @param {MemoryRun} run @param {number} top @param {Range} range @param {Colour} colour */
function peak(run, top, [from, to], colour) {
  const at = (run.data.peak[0] + 1 - from) / (to - from);
  const text = `${run.data.words.peak} ${size(run.data.peak[1])}`;
  const xanchor = at < 0.2 ? "left" : at > 0.8 ? "right" : "center";
  const font = { color: colour("ink"), size: 13, weight: 700 };
  const bgcolor = colour("page");
  const place = { x: run.data.peak[0] + 1, y: top, xanchor, yanchor: "bottom" };
  return { ...place, text, showarrow: false, bgcolor, font };
}

/** Plotly reads tags in a text; a program may have put some there. @param {string} text */
function plain(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** @template T @param {T[]} values @returns {T[]} */
function padded(values) {
  return [values[0], ...values, values[values.length - 1]];
}
