import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";
import type { PageTheme } from "../shared.d.ts";

/** What a network makes of a drawing. */
export interface Answer {
  /** The digit; null where it does not look like one, or the canvas is blank. */
  label: number | null;
  /** Of the ten digits, 0 to 1. */
  probabilities: number[];
  /** Which kind of thing it looks like, 0 for one digit; -1 for a blank canvas. */
  kind: number;
  /** `(28, 28)`: what the network saw. */
  image: Uint8Array;
}

/** Something that a drawing can look like: its name, and how many outputs of the refusing network are of it. */
export interface Kind {
  name: string;
  size: number;
}

/** What `digit_reading` in `component.py` sends. */
export interface ReadingData {
  /** The key of the container with the canvas. */
  canvas: string;
  /** The key of the container that shows the answer. */
  place: string;
  /** The keys of the networks; null where the browser cannot evaluate the chosen one. */
  networks: { reader: string; judge: string } | null;
  /** Why it cannot, in a sentence. */
  why: string;
  /** The first one is one digit. */
  kinds: Kind[];
  /** Which drawing this is: a new one with every Undo, Redo and Clear. */
  version: number;
  /** How many strokes it has. */
  strokes: number;
  /** The server's answer; null where the page shows something else, such as several digits. */
  answer: (Omit<Answer, "image"> & { image: string }) | null;
  /** Whether it stands alone at its place: anything else there is of an earlier run of the page. */
  alone: boolean;
  /** Whether the photograph that the digit is from stands above it. */
  photographed: boolean;
  /** What the bars show, in a sentence. */
  alt: string;
}

/** One reading while the pen was down. */
export interface Moment {
  stroke: number;
  label: number | null;
  probabilities: number[];
}

/** The readings of a drawing, from its first stroke on. */
export interface Course {
  moments: Moment[];
  /** How many strokes the drawing has. */
  strokes: number;
  /** Which drawing it is of. */
  version: number;
}

export interface Elements {
  reading: HTMLElement;
  answer: HTMLElement;
  digit: HTMLElement;
  confidence: HTMLElement;
  refusal: HTMLElement;
  title: HTMLElement;
  reason: HTMLElement;
  image: HTMLCanvasElement;
  bars: HTMLElement;
  course: HTMLElement;
  courseCanvas: HTMLCanvasElement;
  sentence: HTMLElement;
}

export interface State {
  elements: Elements;
  data: ReadingData;
  theme: PageTheme;
  course: Course;
  /** Whether the pen is down. */
  down: boolean;
  /** Whether what is shown was read here, and the server has not answered yet. */
  live: boolean;
  /** Whether the pen moved since the last reading. */
  moved: boolean;
  /** The requested animation frame; 0 when none is. */
  frame: number;
  /** Frames to read on for after the pen was lifted: the canvas takes the stroke over in one of them. */
  left: number;
  /** How many strokes an answer must know. */
  strokes: number;
  /** Counts the strokes as the server does, when it does not answer the last one. */
  timer: ReturnType<typeof setTimeout> | undefined;
  shown: Answer | null;
  scratch: CanvasRenderingContext2D | null;
  stop: () => void;
}

export type Component = FrontendRendererArgs<Record<string, never>, ReadingData | null>;
