// The names of large rivers, in slanted letters beside a straight stretch of their course, and of seas.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const MARGIN = 16; // pixels of a stretch that its name leaves free
  const BENT = 9; // pixels by which a stretch may leave the straight line, and a tenth of its length
  const OFF = 9; // pixels between a river and the middle of its name
  const LETTER = 12; // pixels: a slanted name is kept apart from others by boxes of this size
  const CHOICE = 10; // stretches that are tried
  const CELL = 4; // pixels: so finely is known where there is water

  // How far the points i to j leave the line from i to j: most to its left and to its right.
  function bends(points, i, j) {
    const [ax, ay] = points[i];
    const [dx, dy] = [points[j][0] - ax, points[j][1] - ay];
    const length = Math.hypot(dx, dy);
    let [least, most] = [0, 0];
    for (let k = i + 1; k < j; k++) {
      const off = (dx * (points[k][1] - ay) - dy * (points[k][0] - ax)) / length;
      least = Math.min(least, off);
      most = Math.max(most, off);
    }
    return [least, most];
  }

  // Where a name of that width may stand along points on the map: its middle, its slope, how bent
  // the river is there.
  function* stretches(points, width) {
    for (let i = 0; i < points.length; i += 3) {
      let j = i + 1;
      while (j < points.length && Math.hypot(points[j][0] - points[i][0],
        points[j][1] - points[i][1]) < width + MARGIN) j++;
      if (j >= points.length) return;
      const [first, last] = points[i][0] <= points[j][0] ? [i, j] : [j, i];
      const [least, most] = bends(points, i, j);
      if (most - least > BENT + width / 10) continue;
      const [ax, ay] = points[first];
      const [bx, by] = points[last];
      const slope = Math.atan2(by - ay, bx - ax);
      const above = (first === i ? -least : most) + OFF;
      yield {
        x: (ax + bx) / 2 + above * Math.sin(slope), y: (ay + by) / 2 - above * Math.cos(slope),
        slope, bent: most - least,
      };
    }
  }

  // The boxes that a name covers, from its middle and its slope.
  function covered({ x, y, slope }, width) {
    const boxes = [];
    for (let at = -width / 2; at <= width / 2; at += LETTER * 0.75) {
      const [left, top] = [x + at * Math.cos(slope), y + at * Math.sin(slope)];
      boxes.push([left - LETTER / 2, top - LETTER / 2, left + LETTER / 2, top + LETTER / 2]);
    }
    return boxes;
  }

  function around(boxes) {
    return [0, 1, 2, 3].map((side) => Math[side < 2 ? "min" : "max"](...boxes.map((b) => b[side])));
  }

  // The cells of the map through which rivers flow.
  class Wet {
    constructor(ground, view) {
      this.cells = new Set();
      for (const { rank, lines } of ground.rivers) {
        if (ground.flows(rank, view)) for (const line of lines) this._add(line, view);
      }
    }

    _add(line, { scale, x, y, width, height }) {
      let [wasX, wasY] = [NaN, NaN];
      for (let i = 0; i < line.length; i += 2) {
        const [nowX, nowY] = [line[i] * scale - x, line[i + 1] * scale - y];
        if (nowX > 0 && nowY > 0 && nowX < width && nowY < height) {
          const far = Math.min(200, Math.hypot(nowX - wasX, nowY - wasY) || 0);
          for (let step = 0; step <= far; step += CELL) {
            const part = far ? step / far : 0;
            this.cells.add(this._key(nowX + (wasX - nowX || 0) * part, nowY + (wasY - nowY || 0) * part));
          }
        }
        [wasX, wasY] = [nowX, nowY];
      }
    }

    _key(x, y) {
      return Math.floor(x / CELL) * 4096 + Math.floor(y / CELL);
    }

    // Whether a river flows through the middle of one of these boxes.
    meets(boxes) {
      return boxes.some(([left, top, right, bottom]) => {
        for (let x = left + 2; x <= right - 2; x += CELL) {
          for (let y = top + 2; y <= bottom - 2; y += CELL) {
            if (this.cells.has(this._key(x, y))) return true;
          }
        }
        return false;
      });
    }
  }

  CM.Waters = class {
    constructor(ground, claims) {
      Object.assign(this, { ground, claims });
    }

    paint(context, view, paint, room) {
      if (view.zoom < 4.5) return;
      const style = { font: `italic 11px ${paint.font}`, ink: paint.waters, paper: paint.halo, halo: 2 };
      for (const { name, x, y } of this.ground.seas) {
        if (view.zoom > 8) break;
        const at = { x: x * view.scale - view.x, y: y * view.scale - view.y };
        if (at.x < 0 || at.y < 0 || at.x > view.width || at.y > view.height) continue;
        CM.placeLabel(this.claims, context, room, name, at,
          { ...style, font: `italic 12px ${paint.font}`, halo: 0, spacing: "1.5px" });
      }
      for (const [name, places] of this._placesIn(context, view, style)) {
        for (const place of places) if (this._written(context, name, place, room, style)) break;
      }
    }

    // The best stretches for each name; looked for once in a view, not in each step of time.
    _placesIn(context, view, style) {
      const key = [view.scale, view.x, view.y, view.width, view.height].join();
      if (this.key === key) return this.places;
      this.key = key;
      this.places = [];
      const wet = new Wet(this.ground, view);
      for (const [name, { rank, lines }] of this.ground.named) {
        if (rank > view.zoom + 2.2) continue;
        const width = this.claims.sprites.width(context, name, style);
        const found = lines.flatMap((line) => this._along(line, view, width));
        found.sort((a, b) => a.cost - b.cost);
        const dry = [];
        for (const one of found) {
          one.boxes = covered(one, width);
          if (dry.length < CHOICE && !wet.meets(one.boxes)) dry.push(one);
        }
        this.places.push([name, dry]);
      }
      return this.places;
    }

    _along(line, view, width) {
      const found = [];
      let points = [];
      const take = () => {
        for (const one of stretches(points, width)) {
          const away = Math.hypot(one.x - view.width / 2, one.y - view.height / 2);
          found.push({ ...one, width, cost: one.bent + Math.abs(one.slope) * 6 + away / 60 });
        }
        points = [];
      };
      const { pad } = view;
      for (let i = 0; i < line.length; i += 2) {
        const [x, y] = [line[i] * view.scale - view.x, line[i + 1] * view.scale - view.y];
        const isSeen = x > pad.x && y > pad.y && x < view.width - pad.x && y < view.height - pad.y;
        if (isSeen) points.push([x, y]);
        else take();
      }
      take();
      return found;
    }

    _written(context, name, { x, y, slope, width, boxes }, room, style) {
      const [west, north, east, south] = room.seen;
      const isIn = ([l, t, r, b]) => l > west && t > north && r < east && b < south;
      if (!boxes.every((box) => isIn(box) && room.isFree(box))) return false;
      boxes.forEach((box) => room.take(box));
      this.claims.names.push({ text: name, box: around(boxes) });
      context.save();
      context.translate(x, y);
      context.rotate(slope);
      this.claims.sprites.name(context, name, -width / 2, 0, style);
      context.restore();
      return true;
    }
  };
})();
