/** How often the models of a group learn (codecs.md 1.6). */

const SEGMENT = 2048; // columns before the pace slows down
const SLOWEST = 6;

/** Costs from which on a bucket is halved, by pace. */
const TRIGGERS = [110, 550, 900, 800, 550, 400, 350];

/** Pseudo-random waits; of the specification's numbers, the bits that count. */
const WAITS = Uint8Array.from(
  `2 23 19 21 7 18 40 14 12 32 47 44 36 6 18 11 4 19 42 29 16 63 57 51 16 3 5 14 15 30 20 9
  36 45 3 57 61 0 8 5 41 14 43 27 43 59 31 35 39 60 42 38 13 54 62 1 26 3 11 61 52 34 7 48
  4 59 22 12 22 8 50 4 10 6 44 8 11 46 31 51 53 17 1 43 46 60 36 54 10 27 39 44 22 41 23 2
  44 0 40 53 40 48 16 43 32 28 33 12 20 2 56 62 55 58 18 20 13 55 38 29 57 19 49 33 47 63 59 0
  35 61 19 25 46 38 60 4 35 1 26 40 28 10 5 14 25 18 48 49 20 59 62 34 46 7 33 52 34 58 9 29
  8 55 62 60 37 36 37 50 6 3 10 28 48 24 26 61 57 30 11 54 2 6 50 47 7 17 35 53 32 12 23 17
  5 21 49 55 51 45 52 27 39 25 39 63 22 24 42 52 56 38 41 41 56 32 13 24 26 51 27 56 58 37 24 42
  15 28 17 30 31 15 16 23 25 54 33 34 1 29 31 50 53 21 49 15 47 9 0 58 37 45 30 13 9 45 63 21`
    .split(/\s+/)
    .map(Number),
);

/** The pace of a group of channels. */
export class Pace {
  constructor() {
    /** Columns until the models learn again. */
    this.wait = 0;
    this.slowness = 0;
    this.left = SEGMENT;
    this.seed = 0;
  }

  /** The cost from which on a bucket is halved. */
  get trigger() {
    return TRIGGERS[this.slowness];
  }

  /** Return the next wait. */
  draw() {
    const wait = WAITS[this.seed] & ((1 << this.slowness) - 1);
    this.seed = (this.seed + 1) & 0xff;
    return wait;
  }

  /**
   * Return where a segment of constant pace ends that begins at `column`.
   * @param {number} column
   * @param {number} width
   */
  segmentEnd(column, width) {
    return this.slowness < SLOWEST ? Math.min(width, column + this.left) : width;
  }

  /**
   * Pass a segment.
   * @param {number} columns
   */
  pass(columns) {
    if (this.slowness === SLOWEST) return;
    this.left -= columns;
    if (this.left === 0) {
      this.slowness += 1;
      this.left = SEGMENT;
    }
  }
}
