// @ts-check

import { sayWhatToDo } from "./words.js";

let watching = false;

export function mount() {
  if (watching) return;
  new MutationObserver(() => sayWhatToDo(document)).observe(document.body, { childList: true, subtree: true });
  watching = true;
}
