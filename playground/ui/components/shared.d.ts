/** A canvas in CSS pixels, and how many pixels of the screen make one of them. */
export interface Size {
  width: number;
  height: number;
  ratio: number;
}

/** A rectangle in pixels. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The colours of the page. */
export interface PageTheme {
  dark: boolean;
  background: string;
  text: string;
  muted: string;
  faint: string;
  font: string;
  /** Of the charts. */
  colors: string[];
}

/** What frames need of a player. */
export interface Clock {
  playing: boolean;
  /** The requested animation frame; 0 when none is. */
  frame: number;
  /** When the last frame was, in milliseconds; null before the first. */
  before: number | null;
  destroyed: boolean;
  draw: (now: number) => void;
}

/** What a timeline moves. */
export interface Scrubbing {
  /** The step at a place, in CSS pixels from the canvas's left edge. */
  stepAt: (x: number) => number;
  seek: (step: number) => void;
  stepBy: (steps: number) => void;
  pause: () => void;
  playOrPause: () => void;
  range: () => { first: number; last: number; position: number };
}
