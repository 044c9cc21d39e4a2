// @ts-check
// The keyboard enters a group of options at the chosen one, as it does a browser's own radio buttons.

const GROUP = '[role="radiogroup"]';
const CHOSEN = '[role="radio"][aria-checked="true"]';

/**
 * Moves a focus that came from outside of a group to the group's chosen option.
 *
 * @param {Pick<FocusEvent, "target" | "relatedTarget">} event
 */
export function enterAtChosen({ target, relatedTarget }) {
  if (!(target instanceof HTMLElement) || target.role !== "radio") return;
  if (!document.activeElement?.matches(":focus-visible")) return; // a pointer chose; the target may have lost it again
  const group = target.closest(GROUP);
  if (relatedTarget instanceof Node && group?.contains(relatedTarget)) return;
  const chosen = group?.querySelector(CHOSEN);
  if (chosen instanceof HTMLElement) chosen.focus();
}
