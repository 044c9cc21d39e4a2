export interface ActivationData {
  name: string;
  /** What it is called; its key when left out. */
  label?: string;
  parameters?: Record<string, number>;
}

export type ActivationFunction = (x: number) => number;

/** One buffer for each neuron or channel: its value at every point, or at every pixel of a map row by row. */
export type Outputs = Float32Array[];

/** What one layer gives to the next: maps of `height * width` pixels, or single numbers, which are maps of one. */
export interface Signal {
  maps: Outputs;
  height: number;
  width: number;
}

export type Pair = [number, number];

/** Height and width of each. */
export interface Window {
  kernel: Pair;
  stride: Pair;
  padding: Pair;
  dilation: Pair;
}

/** Where numbers lie in a network's weights: the first one and how many. */
export type Place = [number, number];

/** A layer as `playground/digits/layer_description.py` describes it. */
export type Layer =
  | { kind: "scale"; scale: number; shift: number }
  | { kind: "linear"; weight: Place; bias: Place | null }
  | ({ kind: "convolution"; groups: number; weight: Place; bias: Place | null } & Window)
  | { kind: "normalisation"; scale: Place; shift: Place }
  | ({ kind: "maximum" } & Window)
  | ({ kind: "average" } & Window)
  | { kind: "mean" }
  | { kind: "flatten" }
  | { kind: "rim"; rim: [number, number, number, number]; value: number }
  | { kind: "resize"; height: number; width: number }
  | { kind: "activation"; name: string; parameters: Record<string, number> };

/** Numbers of 0 to 1, `(28, 28)`, to the network's outputs. */
export type Network = (image: Float32Array) => Float32Array;

export type Step = (signal: Signal) => Signal;
