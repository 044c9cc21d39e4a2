// @ts-check
// What Streamlit's elements are for who does not see them, where their markup says something else.

const UNNAMED_TOAST = '[data-testid="stToast"][aria-labelledby]';
const NAMELESS_ROLE = '[data-testid="stFileUploaderDropzone"][role="presentation"]';

/**
 * Names a toast, whose own name is a title that it does not draw; gives a drop zone, which has a name, a role that has one.
 *
 * @param {Pick<ParentNode, "querySelectorAll">} page
 */
export function mendRoles(page) {
  for (const toast of page.querySelectorAll(UNNAMED_TOAST)) {
    toast.removeAttribute("aria-labelledby");
    toast.setAttribute("aria-label", "Message");
  }
  for (const zone of page.querySelectorAll(NAMELESS_ROLE)) zone.setAttribute("role", "group");
}
