import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";
import type { ActivationData, ActivationFunction, Theme } from "../network_player/types.d.ts";
import type { Clock, Size } from "../shared.d.ts";

export type { ActivationData, ActivationFunction, Size, Theme };
/** `[x1, x2]` of the plane. */
export type Point = [number, number];

/** The neuron, and the point that is read. */
export interface State {
  w1: number;
  w2: number;
  b: number;
  x1: number;
  x2: number;
}

/** What `path_data` of Python gives. */
export interface PathData {
  number: number;
  /** `(steps + 1, 3)`, base64 of float32. */
  weights: string;
  losses: number[];
  diverged: boolean;
}

/** What `neuron_data` of Python gives. */
export interface PlaneData {
  /** Both weights, the bias and the point, with commas. */
  state: string;
  extent: number;
  activation: ActivationData;
  points: Point[];
  classes: number[];
  exercise: string;
  /** How many points a line has right at best. */
  best: number;
  /** Why not all; empty where one has. */
  whyNot: string;
  path: PathData | null;
}

/** The part of the line z = 0 within the picture. */
export interface Line {
  first: Point;
  second: Point;
  middle: Point;
  /** Of length 1, to where z grows. */
  normal: Point;
  /** The length of the weights. */
  length: number;
}

export interface Path {
  number: number;
  weights: Float32Array;
  losses: number[];
  diverged: boolean;
  /** What is shown. */
  step: number;
  /** How far it has played, in steps. */
  position: number;
}

export type Grip = "move" | "first" | "second" | "tip" | "point";

/** What a pointer holds, and how everything was when it took hold. */
export interface Held {
  grip: Grip;
  from: Point;
  state: State;
  line: Line | null;
}

export interface Elements {
  root: HTMLElement;
  picture: HTMLElement;
  field: HTMLElement;
  map: HTMLCanvasElement;
  handles: Record<Grip, HTMLButtonElement>;
  low: HTMLElement;
  high: HTMLElement;
  where: HTMLElement;
  sum: HTMLElement;
  sumResult: HTMLElement;
  outputRule: HTMLElement;
  output: HTMLElement;
  fields: HTMLElement;
  verdict: HTMLElement;
  count: HTMLElement;
  why: HTMLElement;
  learning: HTMLElement;
  learn: HTMLButtonElement;
  step: HTMLButtonElement;
  undo: HTMLButtonElement;
  track: HTMLElement;
  scrub: HTMLInputElement;
  loss: HTMLElement;
  outside: HTMLElement;
  bring: HTMLButtonElement;
  status: HTMLElement;
}

/** The two inputs of one number. */
export interface Field {
  name: "w1" | "w2" | "b";
  slider: HTMLInputElement;
  number: HTMLInputElement;
}

export interface Plane extends Clock {
  elements: Elements;
  fields: Field[];
  data: PlaneData;
  theme: Theme;
  size: Size | null;
  state: State;
  activation: ActivationFunction;
  picture: HTMLCanvasElement;
  pixels: ImageData;
  held: Held | null;
  /** The field that is being typed into. */
  typed: HTMLInputElement | null;
  /** What the page was sent and has not answered. */
  unanswered: string[];
  restTimer: ReturnType<typeof setTimeout> | undefined;
  path: Path | null;
  /** What is to be done with the path that was asked for. */
  awaited: "play" | "step" | null;
  /** When the last exercise was solved, in milliseconds; null while it is not. */
  solvedAt: number | null;
  /** How many changes ended without a solution. */
  tries: number;
  send: (name: "rest" | "learn", value: string) => void;
  observer: ResizeObserver;
}

export type Component = FrontendRendererArgs<{ rest: string; learn: string }, PlaneData>;
