// Marks that would overlap at a zoom become one: which ones, found once a zoom for all days.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const APART = (CM.APART = 22); // pixels between two marks, below which they become one
  const MOST_SCALES = 24;

  CM.Gathering = class {
    // dots: spots with the weightiest first, so that marks gather round these and none jumps in
    // time; x, y: their places in Web Mercator.
    constructor(dots, x, y) {
      Object.assign(this, { dots, x, y });
      this.byScale = new Map();
    }

    // Marks at a scale (pixels of the world): the spot each stands at, and its spots.
    at(scale) {
      if (!this.byScale.has(scale)) {
        if (this.byScale.size >= MOST_SCALES) this.byScale.clear();
        this.byScale.set(scale, this._gathered(scale));
      }
      return this.byScale.get(scale);
    }

    _gathered(scale) {
      const cells = new Map();
      const marks = [];
      for (const spot of this.dots) {
        const [x, y] = [this.x[spot] * scale, this.y[spot] * scale];
        const home = this._home(cells, x, y);
        if (home) home.spots.push(spot);
        else {
          const mark = { spot, x, y, spots: [spot] };
          marks.push(mark);
          const key = Math.floor(x / APART) * 1e8 + Math.floor(y / APART);
          if (cells.has(key)) cells.get(key).push(mark);
          else cells.set(key, [mark]);
        }
      }
      return marks;
    }

    _home(cells, x, y) {
      const [column, row] = [Math.floor(x / APART), Math.floor(y / APART)];
      for (let c = column - 1; c <= column + 1; c++) {
        for (let r = row - 1; r <= row + 1; r++) {
          for (const mark of cells.get(c * 1e8 + r) ?? []) {
            if ((mark.x - x) ** 2 + (mark.y - y) ** 2 < APART * APART) return mark;
          }
        }
      }
      return null;
    }
  };
})();
