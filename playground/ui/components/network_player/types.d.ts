import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";
import type { ActivationData, ActivationFunction, Outputs } from "../evaluation/types.d.ts";
import type { Clock, PageTheme, Size } from "../shared.d.ts";

export type { ActivationData, ActivationFunction, Outputs, Size };
/** A point `[x1, x2]` of the plane, or `[x, y]` in pixels. */
export type Point = [number, number];

/** What `network_player` sends; arrays travel as base64 of little-endian float32. */
export interface PlayerData {
  /** Which data, network and settings: with a new one the known epochs are forgotten. */
  branch: string;
  network: NetworkData;
  points: PointsData;
  typed: TypedData | null;
  /** Rows and columns of the plane. */
  grid: number;
  /** The plane is shown from `-extent` to `extent` either way. */
  extent: number;
  /** The branch's first epoch; the first one that comes when it is left out. */
  first?: number;
  /** Whether the page's settings are others than the branch's: what goes on is another branch. */
  pending?: boolean;
  /** Which epoch a branch is shown at that was not shown before: the latest that was seen; its first one when left out. */
  epoch?: number;
  epochs: EpochsData;
  /** Why no further epochs come. */
  ended: string | null;
  /** Where playing stops, to go on from there when asked to. */
  stop?: Stop | null;
  /** Of the branch itself. */
  about: About;
  others: OtherBranch[];
  /** How many branches the page keeps. */
  kept: number;
  saved: Saved;
  /** Whether a visitor may draw points. */
  editable: boolean;
}

export interface NetworkData {
  /** Keys of the features. */
  features: string[];
  /** What the features are called. */
  labels: string[];
  /** What the classes are called; empty or left out where the target is a number. */
  classes?: string[];
  sizes: number[];
  /** Of each hidden layer. */
  activations: ActivationData[];
  target: "two classes" | "three classes" | "number";
  /** How one output becomes a shade. */
  shown: "probability" | "number";
}

export interface PointsData {
  train: string;
  train_targets: number[];
  test: string;
  test_targets: number[];
}

export interface TypedData {
  text: string;
  /** Of the middle of every cell, the first row on top. */
  grid: string;
  train: string;
  test: string;
}

export interface EpochsData {
  from: number;
  /** `(k, parameters)`. */
  weights: string;
  train: (number | null)[];
  /** Null where a loss is no finite number, as JSON has none. */
  test: (number | null)[];
}

export interface Stop {
  epoch: number;
  /** Why, in sentences. */
  text: string;
}

/** What is said of a branch. */
export interface About {
  name: string;
  /** Its first epoch. */
  from: number;
  /** The branch that it grew from; null for the first one. */
  of: string | null;
  /** What is other than there, in words. */
  changed: string;
  /** Its settings, as they are saved. */
  training: Record<string, unknown>;
}

export interface OtherBranch extends About {
  train: (number | null)[];
  test: (number | null)[];
}

/** What a saved network has beside weights and losses. */
export interface Saved {
  /** Plain PyTorch that reads the file. */
  program: string;
  data: Record<string, unknown>;
  network: Record<string, unknown>;
}

export interface Plane {
  grid: number;
  extent: number;
}

export type TypedFeature = (x1: number, x2: number) => number;
/** Of each layer, the inputs first. */
export type Values = Outputs[];

/** Where a layer's parameters lie in the vector of all. */
export interface LayerShape {
  fanIn: number;
  fanOut: number;
  weights: number;
  biases: number;
}

/** The epochs of a branch that have arrived. */
export interface Known {
  branch: string;
  parameters: number;
  first: number;
  count: number;
  /** `(capacity, parameters)`. */
  weights: Float32Array;
  train: number[];
  test: number[];
}

/** Points with what they are labelled with. */
export interface Points {
  xy: number[];
  targets: number[];
}

/** From a value to a colour: entry `value * scale + half` of `colors`, which are little-endian RGBA. */
export interface Ramp {
  colors: Uint32Array;
  scale: number;
  half: number;
}

export interface Theme extends PageTheme {
  /** The colours of the classes, red, green and blue; of one output: below and above the middle. */
  tones: number[][];
  toneColors: string[];
  paper: number[];
}

/** A neuron: 0 are the inputs, the last layer the outputs. */
export interface Neuron {
  layer: number;
  index: number;
}

/** A weight, from a neuron of the layer before; `from` is -1 for the bias. */
export interface Link extends Neuron {
  from: number;
}

/** Where the picture's parts lie, in pixels. */
export interface NetworkPlaces {
  width: number;
  height: number;
  tile: number;
  /** From layer to layer. */
  stride: number;
  /** The left upper corner of each neuron's tile, by layer. */
  corners: Point[][];
}

export interface TimelinePlaces {
  left: number;
  top: number;
  width: number;
  height: number;
  low: number;
  high: number;
  first: number;
  last: number;
  logarithmic: boolean;
  x: (epoch: number) => number;
  y: (loss: number) => number;
  epoch: (x: number) => number;
}

export interface Elements {
  player: HTMLElement;
  /** The plane with its head and its legend, which stays in sight on a phone; no other part has a box there. */
  seen: HTMLElement;
  output: HTMLElement;
  network: HTMLElement;
  scroll: HTMLElement;
  links: HTMLCanvasElement;
  neurons: HTMLElement;
  layers: HTMLElement;
  tip: HTMLElement;
  plane: HTMLCanvasElement;
  planeTitle: HTMLElement;
  reading: HTMLElement;
  legendLow: HTMLElement;
  legendHigh: HTMLElement;
  legendBar: HTMLCanvasElement;
  showTest: HTMLInputElement;
  discretised: HTMLInputElement;
  testSwitch: HTMLElement;
  pens: HTMLElement;
  tools: HTMLElement;
  classes: HTMLElement;
  clear: HTMLButtonElement;
  editor: HTMLElement;
  editorTitle: HTMLElement;
  editorRows: HTMLElement;
  editorBack: HTMLButtonElement;
  editorClose: HTMLButtonElement;
  timeline: HTMLCanvasElement;
  scale: HTMLButtonElement;
  branches: HTMLElement;
  branchesHead: HTMLElement;
  others: HTMLElement;
  saveNetwork: HTMLButtonElement;
  saveLosses: HTMLButtonElement;
  first: HTMLButtonElement;
  back: HTMLButtonElement;
  play: HTMLButtonElement;
  forward: HTMLButtonElement;
  speed: HTMLInputElement;
  speedText: HTMLElement;
  goOn: HTMLButtonElement;
  epoch: HTMLElement;
  losses: HTMLElement;
  ended: HTMLElement;
  status: HTMLElement;
}

export interface Edited {
  epoch: number;
  weights: Float32Array;
}

/** What the clock needs of a player. */
export interface Playback extends Clock {
  known: Known;
  /** The epoch that is shown; while it plays also between two epochs. */
  position: number;
  /** The epoch that the picture is of; null where something else of it changed. */
  drawn: number | null;
  /** The latest epoch that was shown: the timeline ends with it. */
  reached: number;
  /** An epoch that is not known yet, to be shown when it is; null when none is. */
  wanted: number | null;
  /** Epochs a second. */
  rate: number;
  ended: string | null;
  /** Where playing stops; null: nowhere that is known. */
  stop: Stop | null;
  /** The epoch from which it was played on after a stop; -1: it was not. */
  past: number;
  /** Whether going on asks for a branch with other settings. */
  pending: boolean;
  /** Whether the picture is in sight. */
  visible: boolean;
  /** The first epoch that was asked for and has not arrived; null when none is. */
  asked: number | null;
  askedAt: number;
  retry: ReturnType<typeof setTimeout> | undefined;
  more: (from: number, playing: boolean) => void;
  /** Weights that a visitor changed, of one epoch. */
  edited: Edited | null;
  /** When a new branch was asked for, in milliseconds; null when none is awaited. */
  leaving: number | null;
  leave: (epoch: number, edited: Edited | null) => void;
}

export interface Player extends Playback {
  elements: Elements;
  data: PlayerData;
  theme: Theme;
  /** The latest epoch that the page knows to have been seen. */
  told: number;
  send: (name: "more" | "edit" | "branch" | "points" | "return" | "reached", value: unknown) => void;
  observer: ResizeObserver;
  watcher: IntersectionObserver;
  sizes: { plane: Size | null; timeline: Size | null; links: Size | null };
  values: Values;
  pointValues: Values;
  /** Which network and features the inputs of `values` are of. */
  inputsKey: string;
  /** The shares of the classes on the grid; empty with one output. */
  shares: Outputs;
  enlarged: Float32Array[];
  /** Which weights `values` are of: their epoch, and how often they were edited. */
  shownKey: string;
  edits: number;
  /** Which neuron the large picture is of. */
  largeKey: string;
  /** Of each neuron, by layer. */
  ramps: Ramp[][];
  /** The same in two colours alone. */
  flatRamps: Ramp[][];
  places: NetworkPlaces;
  placesKey: string;
  tiles: HTMLCanvasElement;
  tilePixels: ImageData;
  large: HTMLCanvasElement;
  largePixels: ImageData;
  buttons: HTMLButtonElement[][];
  /** Whether the visitor changed points since they came. */
  ownPoints: boolean;
  /** The points that came last, as they travel. */
  cameAs: string;
  /** Grows with every change of the points. */
  pointsVersion: number;
  /** What `pointsPicture` shows. */
  pointsKey: string;
  pointsPicture: HTMLCanvasElement;
  train: Points;
  test: Points;
  /** The neuron under the pointer or with the focus. */
  hovered: Neuron | null;
  hoveredLink: Link | null;
  /** What the editor shows. */
  opened: Neuron | null;
  /** The point of the plane whose numbers flow through the network. */
  cross: Point | null;
  mode: "look" | "add" | "brush" | "remove";
  pen: number;
  /** The training point that is moved. */
  held: { points: Points; index: number } | null;
  pointsTimer: ReturnType<typeof setTimeout> | undefined;
  /** The points that were there when new ones were sent, and when. */
  sentPoints: { before: string; at: number } | null;
  logarithmic: boolean;
  /** The branch whose curve is brought out. */
  brought: string;
  timelinePlaces: TimelinePlaces;
  textsAt: number;
  /** Whether the texts are of an earlier frame. */
  textsLag: boolean;
  statusTimer: ReturnType<typeof setTimeout> | undefined;
}

export type Component = FrontendRendererArgs<
  Record<"more" | "edit" | "branch" | "points" | "return" | "reached", unknown>,
  PlayerData
>;
