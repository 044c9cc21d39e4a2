// @ts-check
// One act of a visitor is one entry of the browser's history, and a URL that Back opened says so.

const ACTS = ["pointerdown", "keydown", "click", "input", "change"];

/**
 * Lets an act add one entry at most: what a page writes to its URL after that, or by itself, replaces the entry. A way
 * to another page adds one too; a link with settings first writes those to the URL of the page that it leaves.
 *
 * @param {Pick<Window, "history" | "location" | "navigator" | "addEventListener" | "dispatchEvent"> & Pick<typeof globalThis, "performance">} window
 * @param {string} back the query parameter that marks a URL which Back or Forward opened
 */
export function followHistory(window, back) {
  const { history, location } = window;
  // Before this script came, where Safari before 16.4 cannot tell; and whether the act was answered before, by an entry.
  const early = window.navigator.userActivation?.isActive ?? false;
  const opened = window.performance.getEntriesByType("navigation")[0]?.name ?? location.href;
  let added = early && location.href !== opened; // by the last act, an entry on the page that it was done on
  let acted = early && !added;
  let asked = "", overtaken = ""; // the URL that the last Back opened, and that of one before it whose answer may still come
  const act = () => {
    acted = true;
    added = false;
  };
  for (const name of ACTS) window.addEventListener(name, act, { capture: true });

  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
  const late = (/** @type {URL} */ to) => !acted && overtaken !== "" && overtaken !== asked && to.href === overtaken;
  history.replaceState = (state, unused, url) => { // answers to Back may come this way
    const to = withoutMark(new URL(url ?? "", location.href), back);
    if (!late(to)) replace(state, unused, to);
  };
  history.pushState = (state, unused, url) => {
    const to = withoutMark(new URL(url ?? "", location.href), back);
    if (late(to)) return; // it would be written over the entry of the later Back
    const leaves = to.pathname !== location.pathname;
    asked = overtaken = "";
    if (acted || (leaves && !added)) push(state, unused, to);
    else replace(state, unused, to);
    added = !leaves && (acted || added);
    acted = false;
  };

  // Streamlit's own listener comes first and reads a URL that does not say where it is from: a second event makes it
  // read again, and the run that it asks for takes the place of the first.
  window.addEventListener("popstate", (event) => {
    acted = false;
    added = false;
    if (!event.isTrusted) return;
    [overtaken, asked] = [asked, location.href];
    const url = new URL(location.href);
    url.searchParams.set(back, "1");
    replace(history.state, "", url);
    window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    replace(history.state, "", asked); // it has been read; the page's answer may be overtaken, and never come
  });
}

/**
 * A part of the page that ran meanwhile repeats the URL that it was asked with.
 *
 * @param {URL} url
 * @param {string} back
 */
function withoutMark(url, back) {
  if (url.searchParams.has(back)) url.searchParams.delete(back);
  return url;
}
