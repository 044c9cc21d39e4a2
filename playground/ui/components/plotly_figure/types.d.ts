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

/** A point that a visitor clicked. */
export interface Click {
  x: number | string;
  y: number | string;
  name: string;
  customdata: unknown;
}

export interface Trace {
  name: string;
  showlegend?: boolean;
  visible?: boolean | "legendonly";
}

/** What Plotly makes of an element that it draws in; `on` adds a listener. */
export interface PlotlyElement extends HTMLElement {
  data: Trace[];
  on?: {
    (event: "plotly_click", listener: (event: { points: PlotlyPoint[] }) => void): void;
    (event: "plotly_legendclick" | "plotly_legenddoubleclick", listener: (event: { curveNumber: number }) => boolean): void;
  };
}

export interface PlotlyPoint {
  x: number | string;
  y: number | string;
  data: Trace;
  customdata?: unknown;
}

export interface Plotly {
  react: (root: HTMLElement, traces: Trace[], layout: object, config: object) => Promise<void>;
}

export interface Chart {
  root: PlotlyElement;
  data: FigureData;
  send: (point: Click) => void;
  /** The names of the traces that the legend hides. */
  hidden: Set<string>;
  /** That was drawn last, in pixels. */
  width: number;
  drawing: boolean;
  /** Something changed since the drawing began. */
  wanted: boolean;
  observer: ResizeObserver;
}

export type Component = FrontendRendererArgs<{ clicked: Click }, FigureData | null>;
