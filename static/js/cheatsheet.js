// The cheat sheet: prints; while it is being measured, asks again.
document.getElementById("print")?.addEventListener("click", () => print());
const waiting = /** @type {HTMLElement | null} */ (document.querySelector("[data-again]"));
if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.again));
