// A Plotly figure, drawn again in place when its data change: it never goes blank, and keeps its zoom and what its legend
// hides. Plotly comes from the file that Streamlit's own `st.plotly_chart` would load.

const CONFIG = {
  displaylogo: false,
  displayModeBar: true,
  doubleClickDelay: 250,
  modeBarButtons: [["toImage"], ["zoom2d", "pan2d"], ["resetScale2d"]],
};

const charts = new WeakMap();

function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".plotly-figure");
  if (!root || !data) return undefined;
  root.style.height = `${data.height}px`; // before Plotly has come: nothing below moves when it does
  root.setAttribute("aria-label", data.alt);
  const chart = charts.get(root) ?? createChart(root);
  Object.assign(chart, { data, send: (point) => setTriggerValue("clicked", point) });
  requestDrawing(chart);
  return () => chart.observer.disconnect();
}

function createChart(root) {
  const chart = { root, hidden: new Set(), width: 0, drawing: false, wanted: false };
  charts.set(root, chart);
  chart.observer = new ResizeObserver(() => {
    if (root.clientWidth !== chart.width) requestDrawing(chart);
  });
  chart.observer.observe(root);
  return chart;
}

// One drawing at a time; what arrives meanwhile is drawn once, after it.
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
    chart.root.textContent = `The chart cannot be drawn: ${error.message}. Load the page again.`;
  } finally {
    chart.drawing = false;
  }
}

async function draw(chart) {
  const { root, data } = chart;
  await loadPlotly(data.library);
  chart.width = root.clientWidth;
  if (!chart.width) return; // in a part of the page that is closed: the observer calls again
  const figure = JSON.parse(isDark(root) ? recolored(data.figure, data.dark) : data.figure);
  for (const trace of figure.data) if (chart.hidden.has(trace.name)) trace.visible = "legendonly";
  const coarse = matchMedia("(pointer: coarse)").matches;
  const dragmode = coarse ? false : (figure.layout.dragmode ?? "zoom"); // a finger scrolls the page
  const layout = { ...figure.layout, dragmode, width: chart.width, height: data.height };
  const first = !root.on;
  await globalThis.Plotly.react(root, figure.data, layout, CONFIG);
  if (first) listen(chart);
}

function listen(chart) {
  const { root } = chart;
  root.on("plotly_click", ({ points }) => {
    const [point] = points;
    if (chart.data.clickable && point) {
      chart.send({ x: point.x, y: point.y, name: point.data.name ?? "", customdata: point.customdata ?? null });
    }
  });
  root.on("plotly_legendclick", ({ curveNumber }) => toggle(chart, curveNumber));
  root.on("plotly_legenddoubleclick", ({ curveNumber }) => isolate(chart, curveNumber));
}

// Traces of one name are one curve, in however many panels it is drawn.
function toggle(chart, curve) {
  const { name } = chart.root.data[curve];
  if (!chart.hidden.delete(name)) chart.hidden.add(name);
  requestDrawing(chart);
  return false;
}

function isolate(chart, curve) {
  const { name } = chart.root.data[curve];
  const others = chart.root.data.filter((trace) => trace.showlegend !== false && trace.name !== name);
  const alone = !chart.hidden.has(name) && others.every((trace) => chart.hidden.has(trace.name));
  chart.hidden = new Set(alone ? [] : others.map((trace) => trace.name));
  requestDrawing(chart);
  return false;
}

let loading = null;

function loadPlotly(library) {
  const scripts = document.querySelector('script[type="module"][src*="static/js/"]');
  loading ??= import(new URL(library, scripts.src).href);
  loading.catch(() => (loading = null)); // the next drawing tries again
  return loading;
}

function isDark(root) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = getComputedStyle(root).getPropertyValue("--st-background-color").trim();
  const [red, green, blue] = [1, 3, 5].map((start) => parseInt(context.fillStyle.slice(start, start + 2), 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

function recolored(text, colors) {
  return text.replace(/#[0-9a-f]{6}/gi, (color) => colors[color.toLowerCase()] ?? color);
}
