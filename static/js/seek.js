// The key / goes to the search field, wherever nobody is typing something else.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const at = document.activeElement;
  if (at instanceof HTMLElement && (at.isContentEditable || at.matches("input, textarea, select"))) return;
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("main [name=q]") ?? document.querySelector(".seek [name=q]"));
  if (!field?.offsetParent) return;
  event.preventDefault();
  field.focus();
  field.select();
});
