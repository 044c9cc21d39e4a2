import type { FrontendRendererArgs } from "@streamlit/component-v2-lib";

/** `Tile` in `component.py`. */
export interface Tile {
  id: number;
  place: number;
  name: string;
  value: string;
  level: number;
  silent: boolean;
  title: string;
}

/** `playground.figures.inside.Sprite`: all pictures in one. */
export interface Sprite {
  url: string;
  across: number;
  down: number;
  width: number;
  height: number;
}

/** What `tile_grid` in `component.py` sends. */
export interface GridData {
  tiles: Tile[];
  sprite: Sprite;
  chosen: number;
  label: string;
  /** A tile's least width, in pixels. */
  tile: number;
  /** Of the box, in pixels. */
  height: number;
}

export type Component = FrontendRendererArgs<{ picked: number }, GridData | null>;
