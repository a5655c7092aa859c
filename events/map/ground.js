// The base map: land, lakes, rivers, borders and first-order units, as paths in Web Mercator.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const [CENTER_X, CENTER_Y] = [0.6, 0.34]; // paths are kept relative to this, for precision

  const add = (path, flat, closed) => {
    path.moveTo(flat[0] - CENTER_X, flat[1] - CENTER_Y);
    for (let i = 2; i < flat.length; i += 2) {
      path.lineTo(flat[i] - CENTER_X, flat[i + 1] - CENTER_Y);
    }
    if (closed) path.closePath();
  };

  // Borders without the straight cuts where the coarse world meets the detailed window.
  const addBorder = (path, flat, seams) => {
    let pen = false;
    for (let i = 0; i < flat.length; i += 2) {
      const [x, y] = [flat[i], flat[i + 1]];
      const cut = i > 0 && seams.some(([axis, value, slack]) =>
        Math.abs(flat[i + axis] - value) < slack && Math.abs(flat[i - 2 + axis] - value) < slack);
      if (!pen || cut) path.moveTo(x - CENTER_X, y - CENTER_Y);
      else path.lineTo(x - CENTER_X, y - CENTER_Y);
      pen = true;
    }
  };

  function seamsOf([west, south, east, north]) {
    const [left, bottom] = CM.mercator(west, south);
    const [right, top] = CM.mercator(east, north);
    const slack = 0.08 / 360;
    return [[0, left, slack], [0, right, slack], [1, bottom, slack], [1, top, slack]];
  }

  CM.Ground = class {
    constructor(base, focus) {
      const { world, region, units, waters, towns, water_names: names } = base;
      const seams = seamsOf(world.window);
      this.countries = [];
      this.borders = new Path2D();
      this.outlines = new Map();
      this.names = [];
      for (const layer of [world, region]) {
        for (const country of layer.countries) this._country(country, layer.scale, focus, seams);
      }
      this.open = new Path2D(); // land that no country has in this view
      for (const rings of world.open) {
        for (const ring of rings) add(this.open, CM.unstep(ring, world.scale), true);
      }
      this.units = new Path2D();
      for (const layer of units) this._units(layer);
      this.lakes = new Path2D();
      this.rivers = [];
      this.named = new Map(); // the rivers that bear a name on the map, and their courses
      for (const layer of [region, ...waters]) this._water(layer, names.rivers);
      this.seas = names.seas.map(([name, lon, lat]) => {
        const [x, y] = CM.mercator(lon, lat);
        return { name, x, y };
      });
      this.towns = towns.towns.map(([name, lon, lat, population, capital]) => {
        const [x, y] = CM.mercator(lon, lat);
        return { name, x, y, population, capital: Boolean(capital) };
      });
    }

    _country({ name, iso, rings, label }, scale, focus, seams) {
      const flats = rings.map((ring) => CM.unstep(ring, scale));
      const path = new Path2D();
      for (const flat of flats) {
        add(path, flat, true);
        addBorder(this.borders, flat, seams);
      }
      this.countries.push({ path, inFocus: focus.includes(iso) });
      this._outline(iso, flats);
      if (label) {
        const [x, y] = CM.mercator(...label);
        const across = flats[0].filter((_, i) => i % 2 === 0);
        this.names.push({ name, x, y, width: Math.max(...across) - Math.min(...across) });
      }
    }

    _outline(code, flats) {
      if (!this.outlines.has(code)) this.outlines.set(code, new Path2D());
      for (const flat of flats) add(this.outlines.get(code), flat, true);
    }

    _units({ units, lines, scale }) {
      for (const { iso, rings } of units) {
        this._outline(iso, rings.map((ring) => CM.unstep(ring, scale)));
      }
      for (const line of lines) add(this.units, CM.unstep(line, scale));
    }

    _water({ lakes, rivers, scale }, names) {
      for (const lake of lakes) {
        for (const ring of lake.rings) add(this.lakes, CM.unstep(ring, scale), true);
      }
      for (const river of rivers) {
        const path = new Path2D();
        const lines = river.lines.map((line) => CM.unstep(line, scale));
        for (const line of lines) add(path, line);
        this.rivers.push({ rank: river.rank, path, lines });
        this._name(names[river.name], river.rank, lines);
      }
    }

    // Whether a river of that rank is drawn.
    flows(rank, view) {
      return rank <= view.zoom + 2.5;
    }

    _name(name, rank, lines) {
      if (!name) return;
      const known = this.named.get(name) ?? { rank, lines: [] };
      this.named.set(name, known);
      known.rank = Math.min(known.rank, rank);
      known.lines.push(...lines);
    }

    // Adds a closed ring of points in Web Mercator to a path that is drawn `within`.
    add(path, flat) {
      add(path, flat, true);
    }

    // Draw in units of the world; widths are given in pixels.
    within(context, view, draw) {
      const { scale, ratio } = view;
      context.save();
      context.setTransform(
        scale * ratio, 0, 0, scale * ratio,
        (CENTER_X * scale - view.x) * ratio, (CENTER_Y * scale - view.y) * ratio,
      );
      context.lineJoin = context.lineCap = "round";
      draw((pixels) => (context.lineWidth = pixels / scale), (pixels) => pixels / scale);
      context.restore();
    }

    paint(context, view, colours) {
      context.fillStyle = colours.water;
      context.fillRect(0, 0, view.width, view.height);
      this.within(context, view, (width, length) => {
        for (const { path, inFocus } of this.countries) {
          context.fillStyle = inFocus ? colours.focus : colours.land;
          context.fill(path, "evenodd");
        }
        context.fillStyle = colours.land;
        context.fill(this.open, "evenodd");
        this._paintWater(context, view, colours, width);
        if (view.zoom > 4.5) {
          width(view.zoom < 6.5 ? 0.8 : 1.1);
          context.strokeStyle = colours.unit;
          context.setLineDash([length(5), length(3)]);
          context.stroke(this.units);
          context.setLineDash([]);
        }
        width(view.zoom < 5 ? 0.8 : 1.6);
        context.strokeStyle = colours.border;
        context.stroke(this.borders);
      });
    }

    _paintWater(context, view, colours, width) {
      context.strokeStyle = colours.river;
      for (const { rank, path } of this.rivers) {
        if (!this.flows(rank, view)) continue;
        width(Math.max(0.6, Math.min(2.6, (view.zoom + 5 - rank) * 0.4)));
        context.stroke(path);
      }
      context.fillStyle = colours.water;
      context.fill(this.lakes, "evenodd");
    }
  };
})();
