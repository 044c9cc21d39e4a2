import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";

/** What `playground.figures.autograd_graph.graph_data` sends. */
export interface GraphData {
  nodes: GraphNode[];
  /** Neurons or layers; empty where there are none. */
  groups: Group[];
  /** Of the picture, in pixels. */
  size: [number, number];
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
  /** Its symbol in a formula, or its sign. */
  name: string;
  operation: string;
  kind: "input" | "parameter" | "operation" | "loss" | "target" | "constant";
  /** A click shows its check. */
  checked: boolean;
  x: number;
  y: number;
  width: number;
  shape: string;
  /** Short, for the picture. */
  value: string;
  gradient: string;
  /** All of them, in words. */
  values: string;
  gradients: string;
}

/** x, y, width and height. */
export type Frame = [number, number, number, number];

export interface Group {
  label: string;
  where: string;
  who: string;
  formula: string;
  layer: number;
  box: Frame;
  members: number[];
  /** A short name and a node for each number that stands for the group. */
  values: [string, number][];
  /** The node whose gradient does, or -1. */
  slope: number;
}

/** A group from afar. */
export interface Card {
  element: SVGGElement;
  group: Group;
  box: SVGRectElement;
  title: SVGTextElement;
  lines: { node: number; label: string; text: SVGTextElement; slope: boolean }[];
}

/** How a picture that is zoomed in lies in its box. */
export interface View {
  scale: number;
  /** The point of the picture in the middle. */
  center: [number, number];
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
  /** What is named and has the focus. */
  shape: SVGRectElement;
  title: SVGTitleElement;
  value: SVGTSpanElement;
  gradient: SVGTextElement;
}

export interface Elements {
  graph: HTMLElement;
  board: HTMLElement;
  stage: HTMLElement;
  zoom: HTMLElement;
  in: HTMLButtonElement;
  out: HTMLButtonElement;
  whole: HTMLButtonElement;
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
  frames: SVGGElement[];
  cards: Card[];
  cardWires: { from: number; to: number; edges: number[]; path: SVGPathElement }[];
  cardWidth: number;
  layerNames: SVGTextElement[];
  /** What is moved and scaled. */
  world: SVGGElement;
  /** null: the whole picture. */
  view: View | null;
  /** The scale at which the whole picture fits. */
  fit: number;
  /** While a drag moves the picture: its end is no click. */
  dragged: boolean;
}

export type Component = FrontendRendererArgs<Record<string, never>, GraphData>;
