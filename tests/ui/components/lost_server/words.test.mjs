// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { sayWhatToDo } from "../../../../playground/ui/components/lost_server/words.js";

/** @param {string} tagName */
function fakeElement(tagName) {
  return {
    tagName,
    className: "",
    textContent: "",
    hidden: false,
    /** @type {any[]} */
    children: [],
    setAttribute(/** @type {string} */ name) {
      if (name === "hidden") this.hidden = true;
    },
    append(/** @type {any} */ child) {
      this.children.push(child);
    },
    querySelector(/** @type {string} */ selector) {
      return this.children.find((child) => child.tagName === selector.toUpperCase() || `.${child.className}` === selector);
    },
  };
}

/** @param {string} title */
function fakePage(title) {
  const dialog = fakeElement("SECTION");
  dialog.children = ["BUTTON", "H2", "DIV"].map(fakeElement);
  dialog.children[1].textContent = title;
  return { dialog, page: /** @type {any} */ ({ querySelectorAll: () => [dialog], createElement: (/** @type {string} */ name) => fakeElement(name.toUpperCase()) }) };
}

test("the words stand in place of Streamlit's, once", () => {
  const { dialog, page } = fakePage("Connection error");
  sayWhatToDo(page);
  sayWhatToDo(page);
  assert.deepEqual(dialog.children.map(({ tagName, hidden }) => [tagName, hidden]), [["BUTTON", false], ["H2", false], ["DIV", true], ["DIV", false]]);
  assert.match(dialog.children[3].children[1].textContent, /python3 start\.py/);
});

test("other dialogs keep their words", () => {
  const { dialog, page } = fakePage("Delete this run?");
  sayWhatToDo(page);
  assert.equal(dialog.children.length, 3);
  assert.equal(dialog.children[2].hidden, false);
});
