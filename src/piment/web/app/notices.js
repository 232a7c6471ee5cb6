/** What the machine's server has to say, for a while. */

const SHOWN_MS = 8000;

/** Notices at the same time. */
const MOST_SHOWN = 4;

/** Shows notices. */
export class Notices {
  /** @param {Document} document */
  constructor(document) {
    this.document = document;
    this.area = /** @type {HTMLElement} */ (document.getElementById("notices"));
  }

  /**
   * Show a text.
   * @param {string} text
   * @param {string} [severity] info, warn or error
   */
  show(text, severity = "info") {
    const notice = this.document.createElement("p");
    notice.textContent = text;
    notice.dataset.severity = severity;
    this.area.append(notice);
    while (this.area.childElementCount > MOST_SHOWN) this.area.firstElementChild?.remove();
    setTimeout(() => notice.remove(), SHOWN_MS);
  }
}
