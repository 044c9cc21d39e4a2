import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";
import type { Area, Clock, PageTheme, Size } from "../shared.d.ts";

export type { Area, Size };

/** A point `[x, y]`: of the loss's first two coordinates, or in pixels. */
export type Point = [number, number];
/** The ends `[low, high]` of an axis. */
export type Span = [number, number];

/** What `playground.figures.descent_player.player_data` sends; arrays travel in base64. */
export interface PlayerData {
  coordinates: string[];
  window: [Span, Span];
  landscape: LandscapeData;
  /** Where the map lies in the coordinates that it does not show, such as `x₃ = 6`; empty when it shows all. */
  plane: string;
  minima: Point[];
  fit: Examples | null;
  alt: string;
  paths: PathData[];
  /** The arithmetic of the first descent; null in a race. */
  trace: UpdateTraceData | null;
  /** Whether a visitor may choose the start. */
  pickable: boolean;
  /** Grows with every experiment: its end is shown. */
  experiment: number;
}

export interface Examples {
  inputs: number[];
  targets: number[];
}

export interface LandscapeData {
  /** Rows and columns of the grid. */
  size: number;
  /** uint16, lowest y first; 65535 where the function has no value. */
  heights: string;
  low: number;
  scale: number;
  span: number;
}

export interface PathData {
  name: string;
  label: string;
  /** The last step. */
  last: number;
  /** Steps between two rows; the last row is the last step. */
  stride: number;
  /** float32 `(rows, 2)`; null when the trace's arrays hold them. */
  points: string | null;
  /** float32 `(rows,)`. */
  losses: string;
  /** The first step whose loss is no finite number. */
  diverged_at: number | null;
}

export interface Line {
  name: string;
  symbol: string;
  label: string;
  /** `0.9 · {m} + 0.1 · {g}`; empty where a quantity is given, not computed. */
  template: string;
}

export interface Arrow {
  name: string;
  label: string;
  kind: string;
}

/** Where a quantity of the update is found: a column of an array, or the quotient of two quantities. */
export type Source = { of: string; shift: number; sign: number } | { quotient: [string, string] };

export interface UpdateTraceData {
  lines: Line[];
  arrows: Arrow[];
  numbers: Record<string, Source>;
  arrays: Record<string, { columns: number; values: string }>;
}

/** The arithmetic of each update; `read` gives a quantity at a row, of one coordinate. */
export interface UpdateTrace {
  lines: Line[];
  arrows: Arrow[];
  read: (name: string, row: number, column: number) => number;
  points: (rows: number) => Float32Array;
}

export interface Landscape {
  size: number;
  /** `(size * size,)`, 0 to 1, lowest y first. */
  heights: Float32Array;
  /** 1 where the function has no value. */
  holes: Uint8Array;
  low: number;
  scale: number;
  span: number;
}

/** The descent of one contestant. */
export interface Path {
  name: string;
  label: string;
  last: number;
  stride: number;
  /** The step of each row. */
  steps: Int32Array;
  /** `(rows, 2)`. */
  points: Float32Array;
  losses: Float32Array;
  divergedAt: number | null;
}

export interface Scene {
  coordinates: string[];
  window: [Span, Span];
  landscape: Landscape;
  paths: Path[];
  trace: UpdateTrace | null;
  plane: string;
  minima: Point[];
  fit: Examples | null;
  alt: string;
  pickable: boolean;
  start: Point;
  last: number;
}

export interface Theme extends PageTheme {
  /** `(RAMP_SIZE, 3)`, 0 to 255: the landscape's colour at each height. */
  ramp: Float32Array;
  /** The rim around what lies on the landscape. */
  halo: string;
  /** An isoline: red, green, blue, 0 to 255, and opacity. */
  line: number[];
  relief: number;
}

/** Between the loss's coordinates, the map's share 0 to 1, and pixels. */
export interface MapPlaces {
  area: Area;
  /** Pixels that one unit of each axis takes. */
  pixels: Point;
  x: (value: number) => number;
  y: (value: number) => number;
  across: (x: number) => number;
  up: (y: number) => number;
  valueX: (x: number) => number;
  valueY: (y: number) => number;
  holds: (x: number, y: number) => boolean;
}

/** A path in pixels; `leftAt` is the first row of the last stretch outside of the map. */
export interface MapPath {
  xs: Float32Array;
  ys: Float32Array;
  leftAt: number | null;
}

export interface TimelinePlaces {
  area: Area;
  low: number;
  high: number;
  logarithmic: boolean;
  x: (step: number) => number;
  y: (loss: number) => number;
  step: (x: number) => number;
}

export interface PlacedArrow {
  kind: string;
  index: number;
  from: Point;
  to: Point;
}

export interface View {
  mode: "map" | "3d";
  /** Radians; null until the surface is shown. */
  yaw: number | null;
  pitch: number;
  zoom: number;
  turning: boolean;
}

export interface Camera {
  /** Pixels of a place of the unit landscape. */
  place: (across: number, up: number, level: number) => Point;
  /** The direction to the eye. */
  eye: [number, number, number];
  farRight: boolean;
  farUp: boolean;
  quads: number;
}

export interface SpaceSpot {
  at: Point;
  hidden: boolean;
}

/** A path on the surface; `ends[row]` is the spot of a row. */
export interface SpacePath {
  spots: SpaceSpot[];
  ends: number[];
}

export interface Elements {
  player: HTMLElement;
  picture: HTMLElement;
  canvas: HTMLCanvasElement;
  fit: HTMLCanvasElement;
  timeline: HTMLCanvasElement;
  handle: HTMLElement;
  tip: HTMLElement;
  legend: HTMLElement;
  fitPanel: HTMLElement;
  fitTitle: HTMLElement;
  viewMap: HTMLButtonElement;
  viewSpace: HTMLButtonElement;
  first: HTMLButtonElement;
  back: HTMLButtonElement;
  play: HTMLButtonElement;
  forward: HTMLButtonElement;
  speed: HTMLInputElement;
  speedText: HTMLElement;
  step: HTMLElement;
  loss: HTMLElement;
  trace: HTMLElement;
  heading: HTMLElement;
  numbers: HTMLElement;
}

export interface UpdateTraceCell {
  line: Line;
  column: number;
  how: HTMLElement;
  result: HTMLElement;
}

export interface RankRow {
  row: HTMLElement;
  place: HTMLElement;
  loss: HTMLElement;
}

/** What the clock needs of a player. */
export interface Playback extends Clock {
  scene: Scene;
  /** The step that is shown, between 0 and `scene.last`; while it plays also between two steps. */
  position: number;
  /** A visitor chose this step: new data keep it. */
  touched: boolean;
  /** Twice as fast for each 1. */
  speed: number;
}

/** What choosing a start needs of a player. */
export interface StartPick {
  /** Where the visitor holds the start; null when it is where the data say. */
  startDrag: Point | null;
  dragging: boolean;
  unsent: Point | null;
  sentAt: number;
  answered: boolean;
  pickTimer: ReturnType<typeof setTimeout> | undefined;
  send: (point: Point) => void;
}

export interface Player extends Playback, StartPick {
  elements: Elements;
  data: PlayerData;
  theme: Theme;
  view: View;
  /** How much of the way to the next point is shown, by the share of the time to it. */
  eased: (share: number) => number;
  textsAt: number;
  observer: ResizeObserver;
  sizes: { map: Size | null; timeline: Size | null; fit: Size | null } | null;
  /** What must be painted again: all, or what depends on the view. */
  stale: "all" | "view" | null;
  places: MapPlaces;
  timelinePlaces: TimelinePlaces;
  timelineBackdrops: HTMLCanvasElement[];
  onMap: MapPath[];
  inSpace: SpacePath[];
  camera: Camera;
  stageBackdrop: HTMLCanvasElement;
  landscape: HTMLCanvasElement;
  landscapeKey: string;
  traceShape: string;
  cells: UpdateTraceCell[];
  ranks: RankRow[];
}

export type Component = FrontendRendererArgs<{ picked: Point }, PlayerData>;
