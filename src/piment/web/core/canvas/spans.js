/** Sets of pixels as runs of rows: where drawing may happen. */

/** @typedef {import("./types.js").Rect} Rect */
/** @typedef {import("./types.js").Image} Image */

/**
 * Rows that have the same runs of columns: first column and column after the last of each in turn.
 * @typedef {{ top: number, bottom: number, runs: number[] }} Band
 */

/** @typedef {(y: number, left: number, right: number) => void} Visit */

/**
 * Return what both cover; may be empty.
 * @param {Rect} one
 * @param {Rect} other
 * @returns {Rect}
 */
export function intersection(one, other) {
  return {
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  };
}

/** @param {Rect} rect */
export function isEmpty(rect) {
  return rect.left >= rect.right || rect.top >= rect.bottom;
}

/** Pixels of a surface; bands lie one below the other, runs one beside the other, none overlap. */
export class Spans {
  /** @param {Band[]} bands */
  constructor(bands = []) {
    this.bands = bands;
  }

  /**
   * Return the pixels that lie in `area`, and in any of `rects` if there is a list.
   *
   * Takes time linear in the number of rectangles and pixels, however they overlap.
   * @param {Rect} area within the surface
   * @param {null | readonly Rect[]} rects
   * @returns {Spans}
   */
  static inside(area, rects) {
    if (rects === null) return new Spans(isEmpty(area) ? [] : [bandOf(area)]);
    if (rects.length === 1) return Spans.inside(intersection(area, rects[0]), null);
    return new Spans(isEmpty(area) ? [] : swept(area, rects));
  }

  /**
   * Return the pixels (x, y) for which `mask` has a one at (x - left, y - top), or a zero if
   * `isInverted`; what lies outside the mask does not belong to it either way.
   * @param {Image} mask
   * @param {number} left
   * @param {number} top
   * @param {boolean} isInverted
   */
  masked(mask, left, top, isInverted) {
    const { width, height, pixels } = mask;
    const wanted = isInverted ? 0 : 1;
    /** @type {Band[]} */
    const bands = [];
    this.each({ left, top, right: left + width, bottom: top + height }, (y, from, to) => {
      const row = (y - top) * width - left;
      const last = bands[bands.length - 1];
      const runs = last?.top === y ? last.runs : [];
      for (let x = from; x < to; ) {
        while (x < to && pixels[row + x] !== wanted) x += 1;
        const start = x;
        while (x < to && pixels[row + x] === wanted) x += 1;
        if (start < x) runs.push(start, x);
      }
      if (runs.length > 0 && last?.runs !== runs) bands.push({ top: y, bottom: y + 1, runs });
    });
    return new Spans(bands);
  }

  /**
   * Return the smallest rectangle around all pixels; null if there are none.
   * @returns {Rect | null}
   */
  bounds() {
    const { bands } = this;
    if (bands.length === 0) return null;
    let [left, right] = [Infinity, 0];
    for (const { runs } of bands) {
      left = Math.min(left, runs[0]);
      right = Math.max(right, runs[runs.length - 1]);
    }
    return { left, top: bands[0].top, right, bottom: bands[bands.length - 1].bottom };
  }

  /**
   * Return the pixels as rectangles, or their bounds when there are more than `most`.
   * @param {number} most
   * @returns {Rect[]}
   */
  rects(most) {
    const rects = [];
    for (const { top, bottom, runs } of this.bands) {
      if (rects.length + runs.length / 2 > most) return [/** @type {Rect} */ (this.bounds())];
      for (let at = 0; at < runs.length; at += 2) {
        rects.push({ left: runs[at], top, right: runs[at + 1], bottom });
      }
    }
    return rects;
  }

  /**
   * Visit the runs that lie inside `limit`, rows from the top.
   * @param {Rect} limit
   * @param {Visit} visit
   */
  each(limit, visit) {
    for (const band of this.bands) {
      const end = Math.min(band.bottom, limit.bottom);
      for (let y = Math.max(band.top, limit.top); y < end; y += 1) {
        for (let at = 0; at < band.runs.length; at += 2) visitRun(band, at, y, limit, visit);
      }
    }
  }

  /**
   * As `each`, but the last run first.
   * @param {Rect} limit
   * @param {Visit} visit
   */
  eachBackwards(limit, visit) {
    for (let index = this.bands.length - 1; index >= 0; index -= 1) {
      const band = this.bands[index];
      const first = Math.max(band.top, limit.top);
      for (let y = Math.min(band.bottom, limit.bottom) - 1; y >= first; y -= 1) {
        for (let at = band.runs.length - 2; at >= 0; at -= 2) visitRun(band, at, y, limit, visit);
      }
    }
  }

  /**
   * Visit the runs of row `y` between two columns.
   * @param {number} y
   * @param {number} left
   * @param {number} right
   * @param {Visit} visit
   */
  eachOfRow(y, left, right, visit) {
    let [low, high] = [0, this.bands.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.bands[middle].bottom <= y) low = middle + 1;
      else high = middle;
    }
    const band = this.bands[low];
    if (band === undefined || band.top > y) return;
    for (let at = 0; at < band.runs.length; at += 2) {
      const [from, to] = [Math.max(band.runs[at], left), Math.min(band.runs[at + 1], right)];
      if (from < to) visit(y, from, to);
    }
  }
}

/**
 * @param {Band} band
 * @param {number} at
 * @param {number} y
 * @param {Rect} limit
 * @param {Visit} visit
 */
function visitRun(band, at, y, limit, visit) {
  const left = Math.max(band.runs[at], limit.left);
  const right = Math.min(band.runs[at + 1], limit.right);
  if (left < right) visit(y, left, right);
}

/**
 * @param {Rect} area
 * @returns {Band}
 */
function bandOf({ left, top, right, bottom }) {
  return { top, bottom, runs: [left, right] };
}

/**
 * Return the union of rectangles within an area: walk down over their edges, and count how many
 * cover a column by what begins and ends there.
 * @param {Rect} area
 * @param {readonly Rect[]} rects
 */
function swept(area, rects) {
  const inside = rects.map((rect) => intersection(rect, area)).filter((rect) => !isEmpty(rect));
  const edges = inside.flatMap((rect) => [
    { rect, y: rect.top, change: 1 },
    { rect, y: rect.bottom, change: -1 },
  ]);
  edges.sort((one, other) => one.y - other.y);
  const changes = new Int32Array(area.right - area.left + 1);
  /** @type {Band[]} */
  const bands = [];
  edges.forEach(({ rect, y, change }, index) => {
    changes[rect.left - area.left] += change;
    changes[rect.right - area.left] -= change;
    const bottom = edges[index + 1]?.y ?? y;
    if (bottom === y) return;
    const runs = covered(changes, area.left);
    if (runs.length > 0) bands.push({ top: y, bottom, runs });
  });
  return bands;
}

/**
 * Return the runs of columns that something covers; `changes` says how the number of covers changes
 * at each column from `first` on.
 * @param {Int32Array} changes
 * @param {number} first
 */
function covered(changes, first) {
  const runs = [];
  let depth = 0;
  for (let at = 0; at < changes.length; at += 1) {
    if (changes[at] === 0) continue;
    const before = depth;
    depth += changes[at];
    if (before === 0 || depth === 0) runs.push(first + at);
  }
  return runs;
}
