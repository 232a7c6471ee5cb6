/** The panel of numbers: what travels, how it is coded, how long it takes. */

const EVERY_MS = 1000;

/** Answers of the screen to input that are remembered. */
const MOST_DELAYS = 50;

/** How late a picture may be to count as the answer to input. */
const MOST_DELAY_MS = 1000;

/** @typedef {{ frames: number, pixels: number }} Counts */

/**
 * What the numbers are of.
 * @typedef {object} Subject
 * @property {{ width: number, height: number } | null} screen
 * @property {Counts} counts of the painter
 * @property {{ read: number, written: number }} traffic of all channels
 * @property {ReadonlyMap<string, number>} images by their codings
 * @property {readonly string[]} streams codecs of those that run
 * @property {number} dropped commands that could not be carried out
 */

/** Shows the numbers. */
export class Statistics {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #before = { frames: 0, pixels: 0, read: 0, written: 0, at: 0 };
  #inputAt = 0;
  /** @type {number[]} */
  #delays = [];

  /**
   * @param {Document} document
   * @param {() => Subject} look
   */
  constructor(document, look) {
    this.document = document;
    this.panel = /** @type {HTMLElement} */ (document.getElementById("numbers"));
    this.list = /** @type {HTMLElement} */ (document.getElementById("numbers-list"));
    this.button = /** @type {HTMLElement} */ (document.getElementById("numbers-button"));
    this.look = look;
    this.button.addEventListener("click", () => this.#toggle());
  }

  /** The user did something. */
  acted() {
    if (this.#inputAt === 0) this.#inputAt = performance.now();
  }

  /** A frame was painted. */
  painted() {
    if (this.#inputAt === 0) return;
    const delay = performance.now() - this.#inputAt;
    this.#inputAt = 0;
    if (delay > MOST_DELAY_MS) return;
    this.#delays.push(delay);
    if (this.#delays.length > MOST_DELAYS) this.#delays.shift();
  }

  #toggle() {
    const isOpen = this.panel.hidden;
    this.panel.hidden = !isOpen;
    this.button.setAttribute("aria-pressed", String(isOpen));
    clearInterval(this.#timer);
    if (!isOpen) return;
    this.#before = { ...this.#now() };
    this.#timer = setInterval(() => this.#show(), EVERY_MS);
    this.#show();
  }

  #now() {
    const { counts, traffic } = this.look();
    return { ...counts, ...traffic, at: performance.now() };
  }

  #show() {
    const subject = this.look();
    const now = this.#now();
    const seconds = Math.max(0.001, (now.at - this.#before.at) / 1000);
    const per = (/** @type {"frames" | "pixels" | "read" | "written"} */ what) =>
      growth(this.#before[what], now[what]) / seconds;
    const { screen } = subject;
    const rows = [
      ["Screen", screen === null ? "none" : `${screen.width} \u00d7 ${screen.height}`],
      ["Frames", `${per("frames").toFixed(0)}/s`],
      ["Painted", `${(per("pixels") / 1e6).toFixed(2)} Mpixel/s`],
      ["Received", `${bytes(per("read"))}/s, ${bytes(now.read)}`],
      ["Sent", `${bytes(per("written"))}/s, ${bytes(now.written)}`],
      ["Input to picture", this.#delay()],
      ["Images", listed(subject.images)],
      ["Video", subject.streams.join(", ") || "none"],
      ["Dropped", String(subject.dropped)],
    ];
    this.list.replaceChildren(...rows.flatMap(([name, value]) => this.#row(name, value)));
    this.#before = now;
  }

  #delay() {
    if (this.#delays.length === 0) return "\u2013";
    const sorted = [...this.#delays].sort((one, other) => one - other);
    const at = (/** @type {number} */ part) => sorted[Math.floor((sorted.length - 1) * part)];
    return `${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms`;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #row(name, value) {
    const [term, data] = ["dt", "dd"].map((tag) => this.document.createElement(tag));
    term.textContent = name;
    data.textContent = value;
    return [term, data];
  }
}

/**
 * Return by how much a count has grown; a new session counts from nothing.
 * @param {number} before
 * @param {number} now
 */
export function growth(before, now) {
  return now < before ? now : now - before;
}

/** @param {number} count */
function bytes(count) {
  const units = ["B", "kB", "MB", "GB"];
  let [value, unit] = [count, 0];
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** @param {ReadonlyMap<string, number>} images */
function listed(images) {
  const sorted = [...images].sort(([, one], [, other]) => other - one);
  return sorted.map(([name, count]) => `${name} ${count}`).join(", ") || "none";
}
