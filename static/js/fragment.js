// A program in the part of an address behind the #: JSON, deflated, as base64url. No server ever sees it.
const MOST_BYTES = 64 * 1024;
const DEVICES = ["auto", "cpu", "cuda"];
const NAME = "#c=";

/** @typedef {{source: string, device: string, seed: number | string}} Snippet */

/**
 * The fragment of a program, with its #. Throws a RangeError for one that is too long to be read again.
 * @param {{source: string, device?: string, seed?: number | string}} snippet
 */
export async function writeFragment({ source, device = "auto", seed = 0 }) {
  const bytes = new TextEncoder().encode(JSON.stringify({ source, device, seed: number(seed) }));
  if (bytes.length > MOST_BYTES) throw new RangeError("too long");
  const packed = await through(bytes, new CompressionStream("deflate-raw"), 2 * MOST_BYTES);
  let text = "";
  for (const byte of packed) text += String.fromCharCode(byte);
  return NAME + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * The program of a fragment; null where it holds none. Throws for one that is damaged, or that would grow too large.
 * @param {string} hash @returns {Promise<Snippet | null>}
 */
export async function readFragment(hash) {
  if (!hash.startsWith(NAME)) return null;
  if (hash.length > 2 * MOST_BYTES) throw new RangeError("too long");
  const text = atob(hash.slice(NAME.length).replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = await through(Uint8Array.from(text, (each) => each.charCodeAt(0)), new DecompressionStream("deflate-raw"), MOST_BYTES);
  return checked(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
}

/** What comes out of a stream, or a RangeError where it is more than a program can be: a few bytes may hold gigabytes. */
async function through(/** @type {Uint8Array} */ bytes, /** @type {any} */ stream, /** @type {number} */ most) {
  const reader = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(stream).getReader();
  const whole = new Uint8Array(most);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return whole.slice(0, length);
    if (length + value.length > most) {
      reader.cancel().catch(() => {});
      throw new RangeError("too long");
    }
    whole.set(value, length);
    length += value.length;
  }
}

/** @param {any} said @returns {Snippet} */
function checked(said) {
  const { source, device = "auto", seed = 0 } = said ?? {};
  if (typeof source !== "string" || !DEVICES.includes(device)) throw new TypeError("no program");
  return { source, device, seed: number(seed) };
}

/** A seed; one that JavaScript could not count stays a text. @param {unknown} seed */
function number(seed) {
  const text = String(seed);
  if (!/^\d{1,19}$/.test(text)) throw new TypeError("no seed");
  return Number.isSafeInteger(Number(text)) ? Number(text) : text;
}
