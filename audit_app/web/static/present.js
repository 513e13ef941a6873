// In the presentation: the arrow keys, Page Up and Page Down follow the links that stand on the page.
const LINKS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" };
document.addEventListener("keydown", (event) => {
  const link = document.querySelector(`a[rel="${LINKS[event.key]}"]`);
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target.closest(".app-scroll");
  if (!link || busy) return;
  event.preventDefault();
  link.click();
});
