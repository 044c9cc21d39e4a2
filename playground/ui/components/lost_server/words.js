// @ts-check
// What a visitor reads in place of Streamlit's words when the server is gone.

const HEADING = "Connection error";
const OWN = "lost-server";
const PARAGRAPHS = [
  "The playground's server does not answer any more.",
  "On your own computer: start it again where you started it, with python3 start.py. In a class: tell whoever looks after the server.",
  "Leave this page open: it goes on by itself as soon as the server is back. Runs that train go on meanwhile, and what was saved is kept.",
];

/**
 * Hides the words of Streamlit's dialog and writes the playground's beside them; does nothing the second time.
 *
 * @param {Pick<Document, "querySelectorAll" | "createElement">} page
 */
export function sayWhatToDo(page) {
  for (const dialog of page.querySelectorAll('[data-testid="stDialog"] [role="dialog"]')) {
    const heading = dialog.querySelector("h2");
    if (heading?.textContent !== HEADING || dialog.querySelector(`.${OWN}`)) continue;
    for (const part of dialog.children) {
      if (part.tagName === "DIV") part.setAttribute("hidden", "");
    }
    const words = page.createElement("div");
    words.className = OWN;
    words.setAttribute("role", "alert");
    for (const text of PARAGRAPHS) {
      const paragraph = page.createElement("p");
      paragraph.textContent = text;
      words.append(paragraph);
    }
    dialog.append(words);
  }
}
