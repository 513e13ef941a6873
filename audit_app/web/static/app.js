// Replaces the inline script of the component library's own page template, which a strict policy would block.
import { initAll } from "./vendor/nhsuk-frontend.min.js";
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
