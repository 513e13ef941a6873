// While a pack is made: ask once a second how far it is, and show the page anew once it is over. Without it there is a link.
const MOST = 1200; // times without any progress: a page that is left open must not keep its reader signed in for ever
const place = document.querySelector("[data-progress]");
let asked = 0;
const ask = async () => {
  try {
    // whoever is signed out meanwhile is sent elsewhere: then the page itself is asked for, and says so
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.status >= 500) throw new Error("the service is away for a moment");
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
      asked = 0;
    }
  } catch {
    // the line is away for a moment: ask again
  }
  asked += 1;
  if (asked < MOST) setTimeout(ask, 1000);
};
if (place) setTimeout(ask, 1000);
