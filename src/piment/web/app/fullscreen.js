/** Full screen, in which the browser leaves us more keys. */

/** Goes to full screen and back. */
export class FullScreen {
  /**
   * @param {Document} document
   * @param {() => void} changed
   */
  constructor(document, changed) {
    this.document = document;
    this.button = /** @type {HTMLButtonElement} */ (document.getElementById("full-button"));
    this.button.hidden = !document.fullscreenEnabled;
    this.button.addEventListener("click", () => void this.toggle());
    document.addEventListener("fullscreenchange", () => {
      this.button.setAttribute("aria-pressed", String(this.isOn));
      if (!this.isOn) keyboard()?.unlock?.();
      changed();
    });
  }

  /** Whether the page fills the display. */
  get isOn() {
    return this.document.fullscreenElement !== null;
  }

  /** Change between both; a browser may refuse. */
  async toggle() {
    if (this.isOn) {
      await this.document.exitFullscreen();
      return;
    }
    try {
      await this.document.documentElement.requestFullscreen({ navigationUI: "hide" });
      // Escape, Alt-Tab and the like are the machine's then; holding Escape still leads back.
      await keyboard()?.lock?.();
    } catch (error) {
      console.warn(`full screen: ${/** @type {Error} */ (error).message}`);
    }
  }
}

/**
 * Return what locks keys, where the browser has that.
 * @returns {{ lock?: () => Promise<void>, unlock?: () => void } | undefined}
 */
function keyboard() {
  return /** @type {any} */ (navigator).keyboard;
}
