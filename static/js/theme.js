// The theme: the server writes data-theme from the cookie, so nothing flashes; this changes both at once.
const root = document.documentElement;
root.dataset.script = "";

const select = /** @type {HTMLSelectElement | null} */ (document.getElementById("theme"));
select?.addEventListener("change", () => {
  const theme = select.value;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax`;
});
