// The events of a room. However the connection breaks, a new one is made, and its first event is the present state.

/** @typedef {{path: string, cell: string, step: number | null, ref: string}} Place */
/** @typedef {{version: number, stage: number, poll: number | null, round: number | null, phase: string | null, place: Place | null, in_hall: boolean, ended: boolean}} Signal */
/** @typedef {{seats: number, here: number, answered: number, offers: number, stuck: Record<string, number>, tries: number}} Counts */
/** @typedef {"open" | "connecting" | "gone" | "ended"} State */
/** @typedef {{counts?: boolean, onSignal?: (signal: Signal) => void, onCounts?: (counts: Counts) => void, onState?: (state: State) => void}} Wishes */

const NOT_FOUND = 404;
const LONG_AWAY = 10_000;

/** How long to wait before the next try: 1 to 3 s, at random, for a class comes back at once; growing to 10 s. @param {number} tries */
export const pause = (tries) => Math.min(10_000, (1000 + Math.random() * 2000) * 1.5 ** tries);

/**
 * Listen to a room until it is closed or gone. What comes back is a function that stops it.
 * @param {string} code @param {Wishes} wishes @returns {() => void}
 */
export function listen(code, { counts = false, onSignal, onCounts, onState }) {
  const url = `/room/${code}/events${counts ? "?counts" : ""}`;
  /** @type {EventSource | undefined} */
  let source;
  let tries = 0;
  let timer = 0;
  let hidden = 0;
  let over = false;

  function open() {
    close();
    source = new EventSource(url);
    source.addEventListener("signal", ({ data }) => heard(JSON.parse(data)));
    source.addEventListener("counts", ({ data }) => onCounts?.(JSON.parse(data)));
    source.addEventListener("error", lost);
  }

  function close() {
    clearTimeout(timer);
    source?.close();
  }

  /** @param {Signal} signal */
  function heard(signal) {
    tries = 0;
    onSignal?.(signal);
    if (signal.ended) finish("ended");
    else onState?.("open");
  }

  /** An EventSource gives up for good on an answer that is not 200, so none is left to itself. */
  async function lost() {
    const refused = source?.readyState === EventSource.CLOSED;
    close();
    onState?.("connecting");
    if (refused && (await isGone(url))) return finish("gone");
    if (!over) timer = setTimeout(open, pause(tries++));
  }

  /** @param {State} state */
  function finish(state) {
    stop();
    onState?.(state);
  }

  function retry() {
    tries = 0;
    open();
  }

  /** A phone that slept has a connection that is dead and does not say so. */
  function look() {
    if (document.hidden) hidden = Date.now();
    else if (Date.now() - hidden > LONG_AWAY) retry();
  }

  function stop() {
    over = true;
    close();
    for (const [target, kind, act] of heeded) target.removeEventListener(kind, act);
  }

  /** A page that comes back out of the browser's memory. @param {any} event */
  const shown = ({ persisted }) => persisted && retry();

  /** @type {[EventTarget, string, (event: any) => void][]} */
  const heeded = [[window, "online", retry], [window, "pagehide", close], [window, "pageshow", shown], [document, "visibilitychange", look]];
  for (const [target, kind, act] of heeded) target.addEventListener(kind, act);
  onState?.("connecting");
  open();
  return stop;
}

/** Whether there is no such room, as far as the server says. @param {string} url */
async function isGone(url) {
  const quit = new AbortController();
  try {
    return (await fetch(url, { signal: quit.signal })).status === NOT_FOUND;
  } catch {
    return false;
  } finally {
    quit.abort();
  }
}
