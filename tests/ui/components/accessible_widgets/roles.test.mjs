// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { mendRoles } from "../../../../playground/ui/components/accessible_widgets/roles.js";

/** @param {Record<string, string>} attributes */
function fakeElement(attributes) {
  return {
    attributes,
    setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => (attributes[name] = value),
    removeAttribute: (/** @type {string} */ name) => delete attributes[name],
  };
}

test("a toast is named and a drop zone has a role that may be named", () => {
  const toast = fakeElement({ "data-testid": "stToast", "aria-labelledby": "missing" });
  const zone = fakeElement({ "data-testid": "stFileUploaderDropzone", role: "presentation", "aria-label": "Photo" });
  /** @type {any} */
  const page = { querySelectorAll: (/** @type {string} */ selector) => (selector.includes("stToast") ? [toast] : [zone]) };
  mendRoles(page);
  assert.deepEqual(toast.attributes, { "data-testid": "stToast", "aria-label": "Message" });
  assert.equal(zone.attributes.role, "group");
  assert.equal(zone.attributes["aria-label"], "Photo");
});
