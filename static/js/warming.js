// The page that waits: asks how the server is, and becomes the Lab when the first result is there.
async function look() {
  try {
    const answer = await fetch("/api/v1/health");
    if ((await answer.json()).status === "ok") return location.reload();
  } catch {
    // The server is not up yet, or is starting again.
  }
  setTimeout(look, 700);
}
look();
