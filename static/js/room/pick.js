// The questions of the lessons: those that lack the words in the box are taken out of the list.
const find = /** @type {HTMLInputElement | null} */ (document.getElementById("find"));
const pick = /** @type {HTMLSelectElement | null} */ (document.getElementById("pick"));
const groups = [...(pick?.querySelectorAll("optgroup") ?? [])].map((group) => ({ group, options: [...group.children] }));

/** @param {(words: string) => void} tell */
function filter(tell) {
  if (!find || !pick) return;
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = pick.value;
  for (const { group, options } of groups) {
    const fits = (/** @type {Element} */ option) => words.every((word) => `${group.label} ${option.textContent} ${/** @type {HTMLOptionElement} */ (option).value}`.toLowerCase().includes(word));
    group.replaceChildren(...options.filter(fits));
  }
  pick.replaceChildren(...groups.map(({ group }) => group).filter((group) => group.children.length));
  pick.value = chosen;
  if (pick.selectedIndex < 0) pick.selectedIndex = 0;
  tell(words.length ? (find.dataset.found ?? "").replace("{count}", String(pick.options.length)) : "");
}

/** Have the box look for questions; `tell` is told how many there are. @param {(words: string) => void} tell */
export function begin(tell) {
  find?.addEventListener("input", () => filter(tell));
  filter(tell);
}
