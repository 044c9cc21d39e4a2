/** `(height, width)` pixels of 0 to 255, row by row. */
export interface Gray {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A weight for each input pixel that an output pixel is made of. */
export interface Coefficients {
  /** The first input pixel of each output pixel. */
  starts: Int32Array;
  /** How many there are. */
  counts: Int32Array;
  /** `size` numbers an output pixel: weights in units of 2⁻²². */
  weights: Int32Array;
  size: number;
}

/** A kernel of Pillow's: its reach on either side, in input pixels, and its value. */
export interface Kernel {
  reach: number;
  value: (x: number) => number;
}
