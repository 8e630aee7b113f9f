// A run: the form is posted, how it stands is told meanwhile, and a page comes back, or the reason why none does.

/** @typedef {{page?: Document, problem?: Element | null, why?: string}} Answer */
/** @typedef {(sentence: any, seconds: string) => void} Tell */

/** Have the form's program run. @param {HTMLFormElement} form @param {AbortSignal} signal @param {Tell} tell @returns {Promise<Answer>} */
export async function send(form, signal, tell) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const why = tooLong(form, body.get("source") ?? "");
  if (why) return { why };
  const stop = watch(form, signal, tell);
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.getElementById("ending")) return { page };
    const sentence = answer.status === 413 ? form.dataset.large : form.dataset.refused;
    return { problem: page.getElementById("problem"), why: filled(sentence, { status: answer.status, ...form.dataset }) };
  } catch {
    return { why: form.dataset.unreachable };
  } finally {
    stop();
  }
}

/** Tell how long it takes, and which place the run has while it waits. @param {HTMLFormElement} form @param {AbortSignal} signal @param {Tell} tell */
export function watch(form, signal, tell) {
  const began = performance.now();
  let sentence = form.dataset.running;
  let place = 0;
  const show = () => tell(sentence, place ? "" : `${((performance.now() - began) / 1000).toFixed(1)} s`);
  /** @type {number | undefined} */
  let asking = setTimeout(ask, 700);
  async function ask() {
    const queue = await waiting(signal);
    place = queue?.place ?? 0;
    const about = { place, seconds: Math.ceil(queue?.estimate ?? 0) };
    sentence = place ? filled(form.dataset.waiting, about) : form.dataset.running;
    // Who is far back asks seldom: a whole class may wait.
    if (asking) asking = setTimeout(ask, Math.min(5000, 700 + 200 * place));
  }
  const showing = setInterval(show, 100);
  return () => {
    clearInterval(showing);
    clearTimeout(asking);
    asking = undefined;
  };
}

/** How the queue is; nothing where the server does not say. @param {AbortSignal} signal */
async function waiting(signal) {
  try {
    const answer = await fetch("/api/v1/queue", { signal });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {HTMLFormElement} form @param {string} source */
function tooLong(form, source) {
  const lines = source.trimEnd().split("\n").length;
  if (lines > Number(form.dataset.lines)) return filled(form.dataset.long, { lines });
  const bytes = new TextEncoder().encode(source.replaceAll("\r\n", "\n")).length;
  return bytes > Number(form.dataset.bytes) ? filled(form.dataset.large, form.dataset) : "";
}

/** @param {string | undefined} sentence @param {any} values */
function filled(sentence, values) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
