import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";

/** What `plotly_figure` in `component.py` sends. */
export interface FigureData {
  /** Of Plotly, as JSON, in the light theme's colours. */
  figure: string;
  /** In pixels. */
  height: number;
  alt: string;
  /** The dark theme's colour for each of the light one's. */
  dark: Record<string, string>;
  clickable: boolean;
  /** The file among Streamlit's scripts that brings Plotly. */
  library: string;
}

export interface Trace {
  name: string;
  showlegend?: boolean;
  visible?: boolean | "legendonly";
  hovertemplate?: string | null;
  text?: string[];
  /** Numbers, or an array of float32 or float64 as base64. */
  y?: (number | null)[] | { dtype: string; bdata: string };
}

/** An axis as Plotly has laid it out. */
export interface Axis {
  /** Pixels from the left edge of the element. */
  _offset: number;
  /** Its length in pixels. */
  _length: number;
  /** The number at a pixel of the axis. */
  p2d: (pixel: number) => number;
}

/** What Plotly makes of an element that it draws in; `on` adds a listener. */
export interface PlotlyElement extends HTMLElement {
  data: Trace[];
  _fullLayout: { xaxis: Axis };
  on?: (
    event: "plotly_legendclick" | "plotly_legenddoubleclick",
    listener: (event: { curveNumber: number }) => boolean,
  ) => void;
}

export interface Plotly {
  react: (root: HTMLElement, traces: Trace[], layout: object, config: object) => Promise<void>;
}

export interface Chart {
  root: PlotlyElement;
  data: FigureData;
  /** Takes the place on the x axis that was clicked. */
  send: (place: number) => void;
  /** The names of the traces that the legend hides. */
  hidden: Set<string>;
  /** That was drawn last, in pixels. */
  width: number;
  height: number;
  drawing: boolean;
  /** Something changed since the drawing began. */
  wanted: boolean;
  observer: ResizeObserver;
}

export type Component = FrontendRendererArgs<{ clicked: number }, FigureData | null>;
