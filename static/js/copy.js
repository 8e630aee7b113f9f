// Copy buttons: [data-copy] names the listing by id. Outside a secure context the text is selected instead.
document.addEventListener("click", async ({ target }) => {
  const button = /** @type {HTMLElement} */ (target).closest("[data-copy]");
  if (!(button instanceof HTMLElement)) return;
  const listing = /** @type {HTMLElement} */ (document.getElementById(button.dataset.copy ?? ""));
  const text = [...listing.querySelectorAll(".text")].map((line) => line.textContent).join("");
  try {
    await navigator.clipboard.writeText(text);
    say(button, button.dataset.done ?? "");
  } catch {
    getSelection()?.selectAllChildren(listing);
  }
});

/** Show a word on the button for a moment. @param {HTMLElement} button @param {string} word */
function say(button, word) {
  const before = button.dataset.word ?? (button.dataset.word = button.textContent ?? "");
  button.textContent = word;
  setTimeout(() => (button.textContent = before), 1500);
}
