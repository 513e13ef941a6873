// Replaces the inline script of the component library's own page template, which a strict policy would block.
import { initAll } from "./vendor/nhsuk-frontend.min.js";
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
// Pictures of results: fetched at once on wide screens, so that they are there when somebody prints without scrolling.
if (matchMedia("(min-width: 48.0625em)").matches) {
  for (const picture of document.querySelectorAll("img[loading=lazy]")) picture.loading = "eager";
}
