/** The cursor channel: the pointer's shape and place (wire.md 9). */

import { ShapeCache } from "../cursor/cache.js";
import { ProtocolError } from "../error.js";
import {
  Hide, Init, InvalAll, InvalOne, Move, Reset, Set as SetShape, Trail,
} from "../protocol/cursor.js";
import { MouseModeFlags } from "../protocol/main.js";
import { Channel } from "./channel.js";

/** @typedef {import("../cursor/shape.js").Shape} Shape */

/** Follows the pointer. */
export class CursorChannel extends Channel {
  /** What it looks like; null until the server says so. @type {Shape | null} */
  shape = null;
  /**
   * Where it points to on the display. While the client places the pointer (`CLIENT`), servers tell
   * its place rarely.
   */
  position = { x: 0, y: 0 };
  isVisible = false;
  #cache = new ShapeCache();
  #isInitialised = false;

  /**
   * @param {import("../shared.js").Shared} shared
   * @param {number} id
   */
  constructor(shared, id) {
    super(shared, "cursor", id);
    this.on(Init, (/** @type {Init} */ { position, visible, cursor }) => {
      this.#forget();
      this.#isInitialised = true;
      this.position = position;
      this.#wear(cursor, visible);
    });
    this.on(Reset, () => this.#forget());
    this.#afterInit(SetShape, (/** @type {SetShape} */ { position, visible, cursor }) => {
      if (this.shared.mouseMode === MouseModeFlags.SERVER) this.position = position;
      this.#wear(cursor, visible);
    });
    this.#afterInit(Move, (/** @type {Move} */ { position }) => {
      this.position = position;
      this.isVisible = true;
      this.#changed();
    });
    this.#afterInit(Hide, () => {
      this.isVisible = false;
      this.#changed();
    });
    this.#afterInit(InvalOne, (/** @type {InvalOne} */ { id: key }) => this.#cache.drop(key));
    this.#afterInit(InvalAll, () => this.#cache.clear());
    this.#afterInit(Trail, () => {}); // the pointer that a client shows leaves none
  }

  /**
   * Let `handler` do what messages of a class say; before INIT they do not count (wire.md 9.3).
   * @param {Function} message
   * @param {(message: any) => void} handler
   */
  #afterInit(message, handler) {
    this.on(message, (value) => {
      if (this.#isInitialised) handler(value);
      else this.drop(message.name, "it came before INIT");
    });
  }

  /**
   * @param {import("../protocol/cursor.js").Cursor} cursor
   * @param {number} visible
   */
  #wear(cursor, visible) {
    this.isVisible = visible !== 0;
    try {
      this.shape = this.#cache.shapeOf(cursor);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.drop("shape", error.message);
    }
    this.#changed();
  }

  #forget() {
    this.#isInitialised = false;
    this.#cache.clear();
    this.shape = null;
    this.position = { x: 0, y: 0 };
    this.isVisible = false;
    this.#changed();
  }

  #changed() {
    this.shared.tell({ type: "cursorChanged", cursor: this.id });
  }
}
