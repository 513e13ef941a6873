// While a round is counted: ask every two seconds, and show its page anew once it is done. Without it there is a link.
const place = document.querySelector("[data-counting]");
const ask = async () => {
  try {
    const answer = await fetch(place.dataset.counting, { headers: { Accept: "application/json" } });
    if (!answer.ok || (await answer.json()).state !== "counting") {
      location.reload();
      return;
    }
  } catch {
    // the line is away for a moment: ask again
  }
  setTimeout(ask, 2000);
};
if (place) setTimeout(ask, 2000);
