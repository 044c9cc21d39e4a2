// @ts-check

import { enterAtChosen } from "./enter.js";
import { mendRoles } from "./roles.js";

let watching = false;

export function mount() {
  // Behind Streamlit's own listener, which goes back to where the group was left.
  if (watching) return;
  document.addEventListener("focusin", enterAtChosen);
  new MutationObserver(() => mendRoles(document)).observe(document.body, { childList: true, subtree: true });
  mendRoles(document);
  watching = true;
}
