/** What a network makes of a drawing. */
export interface Answer {
  /** The digit; null where it does not look like one. */
  label: number | null;
  /** Of the ten digits, 0 to 1. */
  probabilities: number[];
  /** Which kind of thing it looks like, 0 for one digit. */
  kind: number;
  /** `(28, 28)`: what the network saw. */
  image: Uint8Array;
}
