// Labels that do not collide: each asks for room, the more important first.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const CELL = 64;
  const EDGE = 3; // pixels between a label and the edge of the map

  CM.Room = class {
    // view: what of the canvas is seen, so that no label is cut off while there is a better place.
    // covered: boxes of it that buttons and the like hide.
    constructor({ width, height, pad, covered = [] }) {
      this.cells = new Map();
      this.seen = [pad.x, pad.y, width - pad.x, height - pad.y];
      covered.forEach((box) => this.take(box));
    }

    // The point itself where it is seen, else the nearest one that is.
    nearest({ x, y }) {
      const [west, north, east, south] = this.seen;
      return { x: Math.max(west, Math.min(east, x)), y: Math.max(north, Math.min(south, y)) };
    }

    // Whole boxes for what is seen, and none that reaches into view for what is not: a box that
    // the edge would cut is moved inwards, or is null.
    fitted([left, top, right, bottom], { x, y }) {
      const [west, north, east, south] = this.seen;
      const seen = this.nearest({ x, y });
      const isSeen = seen.x === x && seen.y === y;
      const isOutside = right < west || left > east || bottom < north || top > south;
      if (!isSeen) return isOutside ? [left, top, right, bottom] : null;
      const across = Math.max(west + EDGE - left, Math.min(0, east - EDGE - right));
      const down = Math.max(north + EDGE - top, Math.min(0, south - EDGE - bottom));
      return [left + across, top + down, right + across, bottom + down];
    }

    _keys([left, top, right, bottom]) {
      const keys = [];
      for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
        for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) {
          keys.push(x * 4096 + y);
        }
      }
      return keys;
    }

    isFree(box) {
      return this._keys(box).every((key) => (this.cells.get(key) ?? []).every((taken) =>
        taken[0] >= box[2] || taken[2] <= box[0] || taken[1] >= box[3] || taken[3] <= box[1]));
    }

    take(box) {
      for (const key of this._keys(box)) {
        if (!this.cells.has(key)) this.cells.set(key, []);
        this.cells.get(key).push(box);
      }
    }
  };

  // Where a label may stand beside a mark: right, left, above, below, and the corners on the right.
  function boxesBeside(x, y, gap, width, height) {
    const half = height / 2;
    return [
      [x + gap, y - half], [x - gap - width, y - half],
      [x - width / 2, y - gap - height], [x - width / 2, y + gap],
      [x + gap * 0.75, y - gap * 0.75 - height], [x + gap * 0.75, y + gap * 0.75],
    ].map(([left, top]) => [left, top, left + width, top + height]);
  }

  // Returns the box that was taken, or null where there was no room.
  CM.placeLabel = (claims, context, room, text, at, style) => {
    const width = claims.sprites.width(context, text, style);
    const height = style.height ?? 14;
    const boxes = at.gap
      ? boxesBeside(at.x, at.y, at.gap, width, height)
      : [[at.x - width / 2, at.y - height / 2, at.x + width / 2, at.y + height / 2]];
    const free = fitting(room, boxes, at);
    const box = free ?? (style.must ? room.fitted(boxes[0], at) : null);
    if (box) {
      if (!free) plate(context, box, style.paper);
      room.take([box[0] - 3, box[1] - 1, box[2] + 3, box[3] + 1]);
      claims.sprites.name(context, text, box[0], (box[1] + box[3]) / 2, style);
      claims.names.push({ text, box });
    }
    return box;
  };

  // What lies beneath a name that must be told where there is no room is covered.
  function plate(context, [left, top, right, bottom], paper) {
    context.fillStyle = paper;
    context.beginPath();
    context.roundRect(left - 4, top - 3, right - left + 8, bottom - top + 6, 4);
    context.fill();
  }

  // The first box that is free as it is, else the first that is when moved into view.
  function fitting(room, boxes, at) {
    let moved = null;
    for (const box of boxes) {
      const fitted = room.fitted(box, at);
      if (!fitted || !room.isFree(fitted)) continue;
      if (fitted[0] === box[0] && fitted[1] === box[1]) return fitted;
      if (!hides(fitted, at)) moved ??= fitted;
    }
    return moved;
  }

  // Whether a label beside a mark would lie on it.
  function hides([left, top, right, bottom], { x, y, gap = 0 }) {
    const near = Math.min(gap, 8) / 2;
    return left < x + near && right > x - near && top < y + near && bottom > y - near;
  }

  // Fewest inhabitants a town needs to be named, by zoom.
  const SHOWN_FROM = [[3, 8e6], [4, 4e6], [5, 1.2e6], [6, 4e5], [7, 1.6e5], [8, 6e4], [9, 2e4]];
  CM.populationFor = (zoom) => SHOWN_FROM.find(([limit]) => zoom < limit)?.[1] ?? 0;
})();
