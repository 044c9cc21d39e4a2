// @ts-check
// Plotly, from the file that Streamlit's own `st.plotly_chart` would load: it leaves it in `globalThis.Plotly`.

/** @import { Plotly } from "./types.d.ts" */

/** @type {Promise<Plotly> | null} */
let loading = null;

/**
 * Plotly, loaded once; after a failure the next call tries again.
 *
 * @param {string} file - among Streamlit's scripts
 * @returns {Promise<Plotly>}
 */
export function loadPlotly(file) {
  loading ??= load(file);
  loading.catch(() => (loading = null));
  return loading;
}

/** @param {string} file */
async function load(file) {
  const script = document.querySelector('script[type="module"][src*="static/js/"]');
  if (!(script instanceof HTMLScriptElement)) throw new Error("Expected Streamlit's own script on the page, found none");
  await import(new URL(file, script.src).href);
  return Reflect.get(globalThis, "Plotly");
}
