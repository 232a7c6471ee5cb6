/**
 * Fingers on the screen, as a mouse: a tap clicks, a long press clicks the right button, one finger
 * drags, two scroll, and a tap of two or three is the right or the middle button.
 */

const LONG_PRESS_MS = 500;

/** How far a finger may slip and still rest, in pixels of the page. */
const SLIP = 10;

/** How far two fingers go for a step of the wheel, in pixels of the page. */
const SCROLL_STEP = 24;

const [LEFT, MIDDLE, RIGHT] = [0, 1, 2];

/** What a tap of so many fingers clicks. @type {readonly (number | undefined)[]} */
const TAPS = [undefined, LEFT, RIGHT, MIDDLE];

/** What the fingers do. */
const State = Object.freeze({
  /** None is down. */
  IDLE: "idle",
  /** They rest where they came down, which may become anything. */
  RESTING: "resting",
  /** One moves, with the left button held. */
  DRAGGING: "dragging",
  /** One rests long enough, with the right button held. */
  PRESSING: "pressing",
  /** Two move. */
  SCROLLING: "scrolling",
  /** What they did is done, and one is still down. */
  OVER: "over",
});

/** @typedef {{ x: number, y: number }} Place in pixels of the page */

/**
 * What gestures act on.
 * @typedef {object} Target
 * @property {(place: Place) => void} place
 * @property {(button: number, isPressed: boolean) => void} button as `MouseEvent.button` has it
 * @property {(parts: number) => void} scroll parts of a step of the wheel, down is positive
 */

/** Follows the fingers. */
export class Touch {
  /**
   * Where each finger came down, and where it is.
   * @type {Map<number, { from: Place, at: Place }>}
   */
  #fingers = new Map();
  #state = /** @type {string} */ (State.IDLE);
  #most = 0; // fingers that were down at once in this gesture
  /** @type {() => void} */
  #forget = () => {};

  /**
   * @param {Target} target
   * @param {(act: () => void, ms: number) => () => void} later calls after some time; returns what
   *   keeps it from that
   */
  constructor(target, later) {
    this.target = target;
    this.later = later;
  }

  /**
   * A finger comes down.
   * @param {number} id
   * @param {Place} place
   */
  start(id, place) {
    this.#fingers.set(id, { from: place, at: place });
    this.#most = Math.max(this.#most, this.#fingers.size);
    if (this.#state === State.IDLE) {
      this.#state = State.RESTING;
      this.target.place(place);
      this.#forget = this.later(() => this.#pressLong(), LONG_PRESS_MS);
    } else {
      this.#forget();
    }
  }

  /**
   * A finger is somewhere else.
   * @param {number} id
   * @param {Place} place
   */
  move(id, place) {
    const finger = this.#fingers.get(id);
    if (finger === undefined) return;
    const dy = place.y - finger.at.y;
    finger.at = place;
    if (this.#state === State.RESTING && distance(finger.from, place) > SLIP) this.#begin(finger);
    else if (this.#state === State.SCROLLING) this.#scroll(dy);
    if (this.#state === State.DRAGGING) this.target.place(place);
  }

  /**
   * A finger leaves.
   * @param {number} id
   */
  end(id) {
    if (!this.#fingers.delete(id)) return;
    if (this.#state === State.DRAGGING) this.#finish(LEFT);
    else if (this.#state === State.PRESSING) this.#finish(RIGHT);
    if (this.#fingers.size > 0) return;
    if (this.#state === State.RESTING) this.#tap(TAPS[this.#most]);
    this.#settle();
  }

  /** All fingers are somebody else's now. */
  cancel() {
    if (this.#state === State.DRAGGING) this.target.button(LEFT, false);
    if (this.#state === State.PRESSING) this.target.button(RIGHT, false);
    this.#fingers.clear();
    this.#settle();
  }

  #pressLong() {
    if (this.#state !== State.RESTING || this.#fingers.size !== 1) return;
    this.#state = State.PRESSING;
    this.target.button(RIGHT, true);
  }

  /** Begin what a finger that moves means. @param {{ from: Place }} finger */
  #begin({ from }) {
    this.#forget();
    this.#state = this.#fingers.size > 1 ? State.SCROLLING : State.DRAGGING;
    if (this.#state === State.DRAGGING) {
      this.target.place(from);
      this.target.button(LEFT, true);
    }
  }

  /** Scroll with the content under the fingers, of which each does its part. @param {number} dy */
  #scroll(dy) {
    this.target.scroll(-dy / SCROLL_STEP / this.#fingers.size);
  }

  /** @param {number} button */
  #finish(button) {
    this.target.button(button, false);
    this.#state = State.OVER;
  }

  /** @param {number | undefined} button */
  #tap(button) {
    if (button === undefined) return;
    this.target.button(button, true);
    this.target.button(button, false);
  }

  #settle() {
    this.#forget();
    this.#state = State.IDLE;
    this.#most = 0;
  }
}

/**
 * @param {Place} one
 * @param {Place} other
 */
function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
