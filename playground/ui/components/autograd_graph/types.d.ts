import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";

/** What `playground.figures.autograd_graph.graph_data` sends. */
export interface GraphData {
  nodes: GraphNode[];
  /** `[source, target]`, indices of nodes. */
  edges: [number, number][];
  /** Empty for a static picture. */
  steps: Step[];
  /** What a click on a leaf shows, by the index of its node. */
  checks: Record<string, Check>;
  alt: string;
}

export interface GraphNode {
  sign: string;
  operation: string;
  kind: "input" | "parameter" | "operation" | "loss";
  /** A click shows its check. */
  checked: boolean;
  column: number;
  row: number;
  shape: string;
  /** Short, for the picture. */
  value: string;
  gradient: string;
  /** All of them, in words. */
  values: string;
  gradients: string;
}

export interface Step {
  phase: string;
  title: string;
  lines: string[];
  /** Lit nodes and edges. */
  nodes: number[];
  edges: number[];
  /** The nodes whose value or gradient becomes known. */
  values: number[];
  gradients: number[];
}

export interface GraphPath {
  edges: number[];
  factors: string;
  product: string;
}

/** A leaf's gradient: by its paths to the loss, by PyTorch, and by a finite difference. */
export interface Check {
  name: string;
  paths: GraphPath[];
  sum: string;
  gradient: string;
  difference: string;
  note: string;
}

/** A node on the picture. */
export interface Box {
  node: GraphNode;
  group: SVGGElement;
  title: SVGTitleElement;
  value: SVGTextElement;
  gradient: SVGTextElement;
}

export interface Elements {
  graph: HTMLElement;
  scroll: HTMLElement;
  svg: SVGSVGElement;
  controls: HTMLElement;
  first: HTMLButtonElement;
  back: HTMLButtonElement;
  play: HTMLButtonElement;
  forward: HTMLButtonElement;
  timeline: HTMLInputElement;
  speed: HTMLInputElement;
  speedText: HTMLElement;
  step: HTMLElement;
  phase: HTMLElement;
  title: HTMLElement;
  count: HTMLElement;
  lines: HTMLElement;
  check: HTMLElement;
  checkTitle: HTMLElement;
  checkBody: HTMLElement;
  close: HTMLButtonElement;
}

export interface Graph {
  elements: Elements;
  data: GraphData;
  /** What makes it another graph: its edges, signs and number of steps. */
  shape: string;
  /** The step that is shown. */
  position: number;
  /** Twice as fast for each 1. */
  speed: number;
  playing: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** The index of the leaf whose check is open. */
  chosen: number | null;
  wires: SVGPathElement[];
  boxes: Box[];
}

export type Component = FrontendRendererArgs<Record<string, never>, GraphData>;
