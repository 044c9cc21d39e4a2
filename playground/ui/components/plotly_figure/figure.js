// @ts-check
// A Plotly figure, drawn again in place when its data change: it never goes blank, and keeps its zoom and what its legend
// hides.

import { writeNumbers } from "./hover.js";
import { focusedEntry, focusEntry, reachLegend } from "./keyboard.js";
import { isolated, toggled } from "./legend.js";
import { loadPlotly } from "./library.js";
import { placeAt } from "./place.js";
import { isDark, recolored } from "./theme.js";

/** @import { Chart, Component, FigureData, PlotlyElement, Trace } from "./types.d.ts" */

const CONFIG = {
  displaylogo: false,
  displayModeBar: true,
  doubleClickDelay: 250,
  modeBarButtons: [["toImage"], ["zoom2d", "pan2d"], ["resetScale2d"]],
};

/** @type {WeakMap<Element, Chart>} */
const charts = new WeakMap();

/** @param {Component} component */
export function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".plotly-figure");
  if (!(root instanceof HTMLElement) || !data) return undefined;
  root.style.height = `${data.height}px`; // before Plotly has loaded: nothing below moves when it does
  root.setAttribute("aria-label", data.alt);
  const chart = charts.get(root) ?? createChart(/** @type {PlotlyElement} */ (root), data);
  chart.data = data;
  chart.send = (place) => setTriggerValue("clicked", place);
  requestDrawing(chart);
  return () => chart.observer.disconnect();
}

/**
 * @param {PlotlyElement} root
 * @param {FigureData} data
 */
function createChart(root, data) {
  const observer = new ResizeObserver(() => {
    if (root.clientWidth !== chart.width || root.clientHeight !== chart.height) requestDrawing(chart);
  });
  /** @type {Chart} */
  const chart = { root, data, send: () => {}, hidden: new Set(), width: 0, height: 0, drawing: false, wanted: false, observer };
  charts.set(root, chart);
  observer.observe(root);
  return chart;
}

/**
 * One drawing at a time; what arrives meanwhile is drawn once, after it.
 *
 * @param {Chart} chart
 */
async function requestDrawing(chart) {
  chart.wanted = true;
  if (chart.drawing) return;
  chart.drawing = true;
  try {
    while (chart.wanted) {
      chart.wanted = false;
      await draw(chart);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    chart.root.textContent = `The chart cannot be drawn: ${reason}. Load the page again.`;
  } finally {
    chart.drawing = false;
  }
}

/** @param {Chart} chart */
async function draw(chart) {
  const { root, data } = chart;
  const plotly = await loadPlotly(data.library);
  [chart.width, chart.height] = [root.clientWidth, root.clientHeight]; // a page's style may say how high it is at most
  if (!chart.width) return; // in a part of the page that is closed: the observer calls again
  /** @type {{ data: Trace[], layout: { dragmode?: string } }} */
  const figure = JSON.parse(isDark(root) ? recolored(data.figure, data.dark) : data.figure);
  for (const trace of figure.data) if (chart.hidden.has(trace.name)) trace.visible = "legendonly";
  figure.data.forEach(writeNumbers);
  const coarse = matchMedia("(pointer: coarse)").matches;
  const dragmode = coarse ? false : (figure.layout.dragmode ?? "zoom"); // a finger scrolls the page
  const layout = { ...figure.layout, dragmode, width: chart.width, height: chart.height };
  const first = !root.on;
  const focused = focusedEntry(root);
  await plotly.react(root, figure.data, layout, CONFIG);
  if (first) listen(chart);
  reachLegend(root, chart.hidden, (name) => hide(chart, toggled(chart.hidden, name)));
  if (focused) focusEntry(root, focused);
}

/** @param {Chart} chart */
function listen(chart) {
  const { root } = chart;
  // Plotly's own click is that of a curve's point; this one reaches its panels wherever they are clicked, and no drag does.
  root.addEventListener("click", ({ target, clientX }) => {
    if (!chart.data.clickable || !(target instanceof Element) || !target.matches(".nsewdrag")) return;
    chart.send(placeAt(root._fullLayout.xaxis, clientX - root.getBoundingClientRect().x));
  });
  root.on?.("plotly_legendclick", ({ curveNumber }) => hide(chart, toggled(chart.hidden, root.data[curveNumber].name)));
  root.on?.("plotly_legenddoubleclick", ({ curveNumber }) => {
    return hide(chart, isolated(chart.hidden, root.data[curveNumber].name, root.data));
  });
}

/**
 * Hides the curves of these names; false, so that Plotly does not do it in its own way.
 *
 * @param {Chart} chart
 * @param {Set<string>} names
 */
function hide(chart, names) {
  chart.hidden = names;
  requestDrawing(chart);
  return false;
}
