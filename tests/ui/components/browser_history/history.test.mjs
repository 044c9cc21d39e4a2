// @ts-check
import assert from "node:assert/strict";
import test from "node:test";
import { followHistory } from "../../../../playground/ui/components/browser_history/history.js";

Object.assign(globalThis, { PopStateEvent: Event }); // Node has none

/** A window whose history is a list of addresses. */
function fakeWindow({ isActive = false } = {}) {
  const entries = ["http://localhost/activations"];
  const listeners = /** @type {Record<string, ((event: object) => void)[]>} */ ({});
  const dispatched = /** @type {string[]} */ ([]);
  const location = {
    get href() {
      return entries[entries.length - 1] ?? "";
    },
    get pathname() {
      return new URL(this.href).pathname;
    },
  };
  const absolute = (/** @type {string | URL} */ url) => new URL(url, location.href).href;
  const history = {
    state: null,
    pushState: (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {string | URL} */ url) => void entries.push(absolute(url)),
    replaceState: (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {string | URL} */ url) =>
      void entries.splice(-1, 1, absolute(url)),
  };
  const addEventListener = (/** @type {string} */ name, /** @type {(event: object) => void} */ listener) =>
    (listeners[name] ??= []).push(listener);
  const dispatchEvent = (/** @type {Event} */ event) => {
    dispatched.push(location.href);
    listeners[event.type]?.forEach((listener) => listener(event));
  };
  const performance = { getEntriesByType: () => [{ name: "http://localhost/activations" }] };
  const window = /** @type {any} */ ({ history, location, performance, navigator: { userActivation: { isActive } }, addEventListener, dispatchEvent });
  const happen = (/** @type {string} */ name) => listeners[name]?.forEach((listener) => listener({ isTrusted: true }));
  return { window, history, entries, dispatched, happen };
}

test("an act that was answered by an entry before the history was followed adds no other one", () => {
  const { window, history, entries } = fakeWindow({ isActive: true });
  history.pushState(null, "", "/activations?layers=2"); // the settings of a link, on the page that it leaves
  followHistory(window, "back");
  history.pushState(null, "", "/activations?layers=2&data=xor");
  history.pushState(null, "", "/network?layers=2&data=xor");
  assert.deepEqual(entries, ["http://localhost/activations", "http://localhost/network?layers=2&data=xor"]);
});

test("all that follows one act is one entry", () => {
  const { window, history, entries, happen } = fakeWindow();
  followHistory(window, "back");
  happen("pointerdown");
  happen("click");
  history.pushState(null, "", "/activations?part=depth");
  history.pushState(null, "", "/activations?part=depth&depth=20");
  assert.deepEqual(entries.map((url) => new URL(url).search), ["", "?part=depth&depth=20"]);
});

test("what follows an act before the script came is an entry", () => {
  const { window, history, entries } = fakeWindow({ isActive: true });
  followHistory(window, "back");
  history.pushState(null, "", "/activations?part=softmax");
  history.pushState(null, "", "/activations?part=softmax&slope=1");
  assert.deepEqual(entries.map((url) => new URL(url).search), ["", "?part=softmax&slope=1"]);
});

test("what a page writes by itself is no entry", () => {
  const { window, history, entries } = fakeWindow();
  followHistory(window, "back");
  history.pushState(null, "", "/activations?run=3");
  assert.deepEqual(entries, ["http://localhost/activations?run=3"]);
});

test("what a page writes is never marked as opened by Back", () => {
  const { window, history, entries, happen } = fakeWindow();
  followHistory(window, "back");
  happen("popstate");
  assert.deepEqual(entries, ["http://localhost/activations"]);
  history.pushState(null, "", "/activations?depth=20&back=1"); // by a part of it, asked while that was the URL
  assert.deepEqual(entries, ["http://localhost/activations?depth=20"]);
});

test("another page is an entry", () => {
  const { window, history, entries } = fakeWindow();
  followHistory(window, "back");
  history.pushState(null, "", "/losses");
  assert.equal(entries.length, 2);
});

test("a link with settings to another page, which writes them to the URL before it leaves, is one entry", () => {
  const { window, history, entries, happen } = fakeWindow();
  followHistory(window, "back");
  happen("click");
  history.pushState(null, "", "/activations?data=xor");
  history.pushState(null, "", "/network?data=xor");
  assert.deepEqual(entries, ["http://localhost/activations", "http://localhost/network?data=xor"]);
  history.pushState(null, "", "/losses");
  assert.equal(entries.length, 3);
});

test("a URL that Back opened is marked and read again, and taking the mark away is no entry", () => {
  const { window, history, entries, dispatched, happen } = fakeWindow();
  followHistory(window, "back");
  happen("click");
  history.pushState(null, "", "/activations?part=softmax");
  entries.pop(); // Back
  happen("popstate");
  assert.deepEqual(entries, ["http://localhost/activations"]);
  assert.deepEqual(dispatched, ["http://localhost/activations?back=1"]);
  history.pushState(null, "", "/activations");
  assert.deepEqual(entries, ["http://localhost/activations"]);
});

/** Two entries back at once: the page has not answered the first. */
function backTwice() {
  const { window, history, entries, happen } = fakeWindow();
  followHistory(window, "back");
  for (const query of ["?part=softmax", "?part=softmax&slope=1"]) {
    happen("click");
    history.pushState(null, "", query);
  }
  for (let time = 0; time < 2; time += 1) {
    entries.pop();
    happen("popstate");
  }
  return { history, entries, happen };
}

test("an answer to a Back that another has overtaken is not written over the later one's entry", () => {
  const { history, entries } = backTwice();
  history.pushState(null, "", "?part=softmax");
  assert.deepEqual(entries, ["http://localhost/activations"]);
  history.pushState(null, "", "/activations");
  assert.deepEqual(entries, ["http://localhost/activations"]);
  history.pushState(null, "", "?part=softmax"); // by the page itself, later
  assert.deepEqual(entries, ["http://localhost/activations?part=softmax"]);
});

test("what a visitor does after two Backs is written, whatever it leads to", () => {
  const { history, entries, happen } = backTwice();
  happen("click");
  history.pushState(null, "", "?part=softmax");
  assert.equal(entries.at(-1), "http://localhost/activations?part=softmax");
});
