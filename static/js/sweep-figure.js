// What Plotly is given to draw of a sweep, in the colours of the page around it.

/** @typedef {Record<string, string | undefined>} Point A row's data: its place on each axis, and its shares. */
/** @typedef {{of: string, over: string}} Choice */
/** @typedef {(name: string) => string} Colour */

const AXES = ["depths", "channels", "batches", "sizes"];
/** Lines differ in three ways, so that nobody has to tell colours apart. */
const COLOURS = ["blue", "amber", "green", "red", "ink"];
const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
const SYMBOLS = ["circle", "square", "diamond", "triangle-up", "x", "triangle-down", "star"];
/** Axes with so wide a range are drawn with equal steps for equal factors. */
const WIDE = 6;
const NARROW = 600;
const BELOW = { x: 0, xanchor: "left", y: 0, yref: "container", yanchor: "bottom" };
const BESIDE = { x: 1.02, xanchor: "left", y: 1, yanchor: "top" };
const TITLE = { x: 0, xref: "paper", y: 1, yref: "container", yanchor: "top", pad: { t: 12 } };
const NOTHING = { xref: "paper", x: 0.5, yref: "paper", y: 0.5, showarrow: false };
const LINE = 20;

/**
 * The lines and the layout: one line for each combination of the other axes.
 * @param {Point[]} points @param {Choice} choice @param {any} words @param {HTMLElement} canvas
 * @param {number} width @param {number} [height] of an image at least; on a page it is what the lines need
 */
export function figure(points, choice, words, canvas, width, height) {
  /** @type {Colour} */
  const colour = (name) => {
    canvas.style.color = `var(--${name})`;
    const { color } = getComputedStyle(canvas);
    canvas.style.color = "";
    return color;
  };
  const lines = grouped(points, choice.over, words);
  const data = [...lines].map(([name, members], i) => line(name, members, [i, lines.size], choice, colour));
  return { data, layout: layout(points, choice, words, canvas, colour, { lines: [...lines.keys()], width, height }) };
}

/** The points of each line, by its name. @param {Point[]} points @param {string} over @param {any} words */
function grouped(points, over, words) {
  const others = AXES.filter((axis) => axis !== over && new Set(points.map((point) => point[axis])).size > 1);
  /** @type {Map<string, Point[]>} */
  const lines = new Map();
  for (const point of points) {
    const name = others.map((axis) => `${words.names[axis]} ${point[axis] || words.built}`).join(words.comma);
    lines.set(name, [...(lines.get(name) ?? []), point]);
  }
  return lines;
}

/**
 * One line. Where lines coincide, the marks of the earlier ones look out from below those of the later ones.
 * @param {string} name @param {Point[]} members @param {[number, number]} place @param {Choice} choice
 * @param {Colour} colour
 */
function line(name, members, [i, count], choice, colour) {
  const sorted = members.toSorted((a, b) => Number(a[choice.over]) - Number(b[choice.over]));
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: sorted.map((point) => Number(point[choice.over])),
    y: sorted.map((point) => 100 * Number(point[choice.of])),
    line: { color: colour(COLOURS[i % COLOURS.length]), dash: DASHES[i % DASHES.length], width: 2 },
    marker: { symbol: SYMBOLS[i % SYMBOLS.length], size: 7 + (9 * (count - 1 - i)) / count },
    cliponaxis: false,
    hovertemplate: `%{x} · %{y:.1f}\u00a0%${name ? `<br>${name}` : ""}<extra></extra>`,
  };
}

/**
 * @param {Point[]} points @param {Choice} choice @param {any} words @param {HTMLElement} canvas @param {Colour} colour
 * @param {{lines: string[], width: number, height: number | undefined}} size
 */
function layout(points, choice, words, canvas, colour, { lines, width, height }) {
  const font = { family: getComputedStyle(canvas).fontFamily, size: 13, color: colour("muted") };
  const below = lines.length > 1 && width < NARROW;
  const rows = below ? lines.length : 0;
  const shares = points.map((point) => 100 * Number(point[choice.of]));
  const ink = { ...font, size: 14, color: colour("ink") };
  return {
    autosize: false,
    width,
    height: Math.max(height ?? 320 + rows * LINE, below ? 0 : 80 + lines.length * LINE),
    margin: { l: 56, r: 16, t: height ? 48 : 16, b: 56 + rows * LINE },
    paper_bgcolor: height ? colour("page") : "transparent",
    plot_bgcolor: "transparent",
    font,
    ...(height && { title: { ...TITLE, text: `${words.of[choice.of]}: ${words.saved}`, font: ink } }),
    annotations: shares.every((share) => share === 0) ? [{ ...NOTHING, text: words.nothing, font: ink }] : [],
    showlegend: lines.length > 1,
    legend: { ...(below ? BELOW : BESIDE), maxheight: lines.length * LINE + LINE },
    hovermode: "closest",
    dragmode: false,
    hoverlabel: { align: "left", bgcolor: colour("raised"), bordercolor: colour("edge"), font: { ...ink, size: 13 } },
    xaxis: across(points, choice, words, colour),
    yaxis: up(shares, colour),
  };
}

/**
 * Each value that was measured has its tick.
 * @param {Point[]} points @param {Choice} choice @param {any} words @param {Colour} colour
 */
function across(points, choice, words, colour) {
  const values = [...new Set(points.map((point) => Number(point[choice.over])))].sort((a, b) => a - b);
  const wide = values[0] > 0 && values[values.length - 1] / values[0] > WIDE;
  return {
    type: wide ? "log" : "linear",
    title: { text: words.names[choice.over], font: { size: 13 }, standoff: 8 },
    automargin: false,
    ticklabelstandoff: 8,
    tickvals: values,
    ticktext: values.map((value) => (value ? String(value) : words.built)),
    fixedrange: true,
    showgrid: false,
    zeroline: false,
    linecolor: colour("edge"),
    minor: { showgrid: false, ticks: "" },
  };
}

/** From nothing, or from the most that it cost. @param {number[]} shares @param {Colour} colour */
function up(shares, colour) {
  const low = Math.min(0, ...shares);
  const high = Math.max(5, ...shares);
  return {
    range: [low * 1.15, high * 1.12],
    ticksuffix: "\u00a0%",
    nticks: 6,
    fixedrange: true,
    gridcolor: colour("hair"),
    zerolinecolor: colour("edge"),
    zeroline: true,
  };
}
