// While a pack is made: ask once a second how far it is, and show the page anew once it is over. Without it there is a link.
const place = document.querySelector("[data-progress]");
const ask = async () => {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    const far = answer.ok ? await answer.json() : { making: false };
    if (!far.making) {
      location.reload();
      return;
    }
    const words = place.querySelector("[data-words]");
    const said = `${far.done} of ${far.of} made`;
    if (words.textContent !== said) {
      words.textContent = said; // only when it has moved, so that it is not read out again and again
      place.querySelector("progress").value = far.done;
    }
  } catch {
    // the line is away for a moment: ask again
  }
  setTimeout(ask, 1000);
};
if (place) setTimeout(ask, 1000);
