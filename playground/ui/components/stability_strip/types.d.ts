import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";

/** The learning rates of one behaviour near the minimum. */
export interface Region {
  name: string;
  label: string;
  low: number;
  high: number;
}

/** What `strip_data` in `component.py` sends. */
export interface StripData {
  /** The learning rate now. */
  value: number;
  /** What the slider is called. */
  label: string;
  low: number;
  high: number;
  scale: "linear" | "log";
  /** Side by side, from `low` to `high`; empty where they are not known. */
  regions: Region[];
  best: number | null;
  best_label: string;
}

/** A rate that has a name, and what is written under it. */
export interface Landmark {
  rate: number;
  text: string;
  best?: boolean;
}

export interface Elements {
  root: HTMLElement;
  value: HTMLElement;
  hover: HTMLElement;
  zones: HTMLElement;
  best: HTMLElement;
  line: HTMLElement;
  marker: HTMLElement;
  names: HTMLElement;
  numbers: HTMLElement;
}

export type Component = FrontendRendererArgs<{ picked: number }, StripData | null>;
