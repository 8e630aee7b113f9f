// Python in colours: a program becomes rows, each a list of [kind, text]. Small, and wrong only where it does no harm.
const KEYWORDS = new Set(
  ("and as assert async await break case class continue def del elif else except finally for from global if import in " +
    "is lambda match nonlocal not or pass raise return try while with yield True False None").split(" "),
);

const quoted = (/** @type {string} */ mark) => `${mark}(?:\\\\[^]|(?!${mark})[^\\\\\\n])*${mark}?`;
const tripled = (/** @type {string} */ mark) => `${mark}(?:\\\\[^]|(?!${mark})[^\\\\])*(?:${mark})?`;

const TOKEN = new RegExp(
  [
    "(?<comment>#.*)",
    `(?<string>(?<![\\w.])(?:[bfrtu]|br|rb|fr|rf|tr|rt)?(?:${tripled("'''")}|${tripled('"""')}|${quoted("'")}|${quoted('"')}))`,
    "(?<number>(?<![\\w])(?:0[box][\\da-f_]+|(?:\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(?:e[+-]?\\d+)?j?))",
    "(?<decorator>(?<=(?:^|\\n)[ \\t]*)@[\\w.]+)",
    "(?<inplace>(?<=\\.)[a-z]\\w*_(?=\\())",
    "(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)",
  ].join("|"),
  "giu",
);

/** @typedef {[kind: string, text: string]} Token */

/** The rows of a program. @param {string} source @returns {Token[][]} */
export function rows(source) {
  /** @type {Token[][]} */
  const all = [[]];
  for (const [kind, text] of tokens(source)) {
    text.split("\n").forEach((part, index) => {
      if (index) all.push([]);
      if (part) /** @type {Token[]} */ (all.at(-1)).push([kind, part]);
    });
  }
  return all;
}

/** @param {string} source @returns {Generator<Token>} */
function* tokens(source) {
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    if (match.index > end) yield ["", source.slice(end, match.index)];
    end = match.index + match[0].length;
    yield* kinds(match);
  }
  if (end < source.length) yield ["", source.slice(end)];
}

/** @param {RegExpMatchArray} match @returns {Generator<Token>} */
function* kinds({ 0: text, groups = {} }) {
  const kind = Object.keys(groups).find((name) => groups[name] !== undefined) ?? "";
  if (kind === "word") yield [KEYWORDS.has(text) ? "keyword" : "", text];
  else if (kind === "string" && /^[rt]?f/i.test(text)) yield* interpolated(text);
  else yield [kind, text];
}

/** What stands in braces within an f-string is code again. @param {string} text @returns {Generator<Token>} */
function* interpolated(text) {
  for (const part of text.split(/((?<!\{)\{[^{}]*\}(?!\}))/)) {
    if (part) yield [part.startsWith("{") && part.endsWith("}") ? "" : "string", part];
  }
}
