/** Add a style sheet that the page has not yet, and wait for it. @param {string | undefined} url */
export function styled(url) {
  if (!url || document.querySelector(`link[href="${url}"]`)) return;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url });
  document.head.append(link);
  return new Promise((done) => (link.onload = link.onerror = done));
}
