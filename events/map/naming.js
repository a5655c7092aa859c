// The names on the map, the more telling first: claimed places, areas, towns, countries.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const GAPS = [0, 14, 32, 54]; // how far from its middle an area may be named, in pixels
  const STEPS = Array.from({ length: 17 }, (_, i) => (i - 8) * 25);
  const AROUND = STEPS.flatMap((x) => STEPS.map((y) => [x, y])) // nearest first, in pixels
    .sort(([a, b], [c, d]) => Math.hypot(a, b) - Math.hypot(c, d));
  const AIRY = 44; // pixels of height that keep a region's name apart from those of its places
  const FITS = 0.9; // of its name a country must be wide to bear it
  const LONGEST = { wide: 40, narrow: 26, far: 18 }; // characters of an area's name

  // A name of at most so many characters: without what it has in brackets, then cut after a word.
  function shortened(name, most) {
    if (name.length <= most) return name;
    const plain = name.replace(/\s*\([^)]*\)/g, "");
    if (plain.length <= most) return plain;
    const cut = plain.slice(0, most);
    return `${cut.replace(/\s+\S*$/, "") || cut.slice(0, -1)}…`;
  }

  CM.Naming = class {
    constructor(claims, context, view, paint, room) {
      Object.assign(this, { claims, context, view, paint, room });
    }

    marks(symbols) {
      const { context, paint, room } = this;
      for (const { x, y, radius, spots, sum } of symbols.slice().reverse()) {
        const names = [...new Set(spots.map((spot) => this.claims.model.spots.place[spot]))];
        CM.placeLabel(this.claims, context, room, this._symbolName(spots, names, sum),
          { x, y, gap: radius + (sum.disputed ? 8 : 5) },
          { font: `600 13px ${paint.font}`, ink: paint.ink, paper: paint.halo, halo: 3.5, height: 16,
            must: names.includes(this.claims.chosen) });
      }
    }

    // A mark of several places bears the name of the first only where its colour is true of each.
    _symbolName(spots, names, sum) {
      const { places } = this.claims.model;
      if (names.length === 1) return places[names[0]].name;
      const isAlike = sum.held.length < 2 && spots.every((spot) =>
        String(this.claims.sumOf([spot]).held) === String(sum.held));
      return isAlike ? `${places[names[0]].name} + ${names.length - 1}` : `${names.length} places`;
    }

    // A region's or loose area's name is its handle: there is no dot to click.
    areas(areas) {
      const { context, view, paint, room } = this;
      const { shape } = this.claims.model.spots;
      const isRegion = (spot) => shape[spot] === "outline";
      for (const spot of areas.slice().sort((a, b) => isRegion(b) - isRegion(a))) {
        const at = {
          x: this.claims.x[spot] * view.scale - view.x, y: this.claims.y[spot] * view.scale - view.y,
        };
        // "Near X" needs no name of its own where X itself is on the map.
        if (shape[spot] === "circle" && this.claims.hasDot(spot)) continue;
        const sum = this.claims.sumOf([spot]);
        const text = this._areaName(spot);
        const style = {
          font: `italic ${isRegion(spot) ? "600 13px" : "500 12px"} ${paint.font}`,
          ink: this.claims.colourOf(sum, paint),
          paper: paint.halo, halo: 3.5, height: 16,
        };
        const isOff = at.x < 0 || at.y < 0 || at.x > view.width || at.y > view.height;
        if (isOff && !isRegion(spot)) continue;
        const box = isRegion(spot) ? this._inside(spot, text, at, style)
          : this._first(GAPS.map((gap) => ({ ...at, gap })), text, style);
        if (box) this.claims.hits.push({ box, spots: [spot] });
      }
    }

    // A region is named within its outline, in what is seen of it, as near to its middle as there
    // is room.
    _inside(spot, text, at, style) {
      const { context, view, room } = this;
      const outline = this.claims.ground.outlines.get(this.claims.model.spots.unit[spot]);
      const half = this.claims.sprites.width(context, text, style) / 2;
      const near = room.nearest(at);
      const isSeen = near.x === at.x && near.y === at.y;
      let within = [];
      this.claims.ground.within(context, view, () => {
        const has = (x, y) =>
          context.isPointInPath(outline, x * view.ratio, y * view.ratio, "evenodd");
        within = AROUND.map(([x, y]) => ({ x: near.x + x, y: near.y + y }))
          .filter(({ x, y }) => has(x - half, y) && has(x, y) && has(x + half, y));
      });
      return this._first(within, text, { ...style, height: AIRY }) ?? this._first(within, text, style)
        ?? this._first(isSeen ? GAPS.slice(1).map((gap) => ({ ...at, gap })) : [], text, style);
    }

    // The box of the first of several points at which there is room, or null.
    _first(points, text, style) {
      for (const at of points) {
        const box = CM.placeLabel(this.claims, this.context, this.room, text, at, style);
        if (box) return box;
      }
      return null;
    }

    // "Donetsk Oblast ~50 %"; a place told by many words is cut short.
    _areaName(spot) {
      const { name } = this.claims.model.places[this.claims.model.spots.place[spot]];
      const isWide = this.view.width - 2 * this.view.pad.x > CM.NARROW;
      const isFar = this.view.zoom < 6.5 && this.claims.model.spots.shape[spot] === "circle";
      const most = isFar ? LONGEST.far : isWide ? LONGEST.wide : LONGEST.narrow;
      const short = shortened(name, most);
      const share = this.claims.shareOf(spot);
      return share < 1 ? `${short} ~${Math.round(share * 100)} %` : short;
    }

    ground() {
      const { context, view, paint, room } = this;
      const fewest = CM.populationFor(view.zoom);
      const shown = (this.claims.placeNames ??=
        new Set(this.claims.model.places.map((place) => place.name)));
      for (const town of this.claims.ground.towns) {
        if (town.population < fewest && !(town.capital && view.zoom >= 4.5)) continue;
        const [x, y] = [town.x * view.scale - view.x, town.y * view.scale - view.y];
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        if (shown.has(town.name) || !room.isFree([x - 3, y - 3, x + 3, y + 3])) continue;
        const large = town.population > 4e5 || town.capital;
        const size = large ? 12 : 11;
        const box = CM.placeLabel(this.claims, context, room, town.name, { x, y, gap: 6 },
          { font: `${large ? 500 : 400} ${size}px ${paint.font}`, ink: paint.town,
            paper: paint.halo, halo: 2.5 });
        if (box) this._paintTown(x, y, town);
      }
      (this.claims.waters ??= new CM.Waters(this.claims.ground, this.claims))
        .paint(context, view, paint, room);
      if (view.zoom > 8) return;
      const style = { font: `500 11px ${paint.font}`, ink: paint.country, paper: paint.halo, halo: 2,
        spacing: "2.5px" };
      for (const { name, x, y, width } of this.claims.ground.names) {
        const text = name.toUpperCase();
        if (width * view.scale < FITS * this.claims.sprites.width(context, text, style)) continue;
        const at = { x: x * view.scale - view.x, y: y * view.scale - view.y };
        if (at.x < 0 || at.y < 0 || at.x > view.width || at.y > view.height) continue;
        CM.placeLabel(this.claims, context, room, text, at, style);
      }
    }

    _paintTown(x, y, town) {
      const { context, paint, room } = this;
      context.beginPath();
      context.arc(x, y, town.capital ? 3 : 2, 0, 2 * Math.PI);
      context.fillStyle = town.capital ? paint.halo : paint.town;
      context.fill();
      context.strokeStyle = paint.town;
      context.lineWidth = 1.2;
      if (town.capital) context.stroke();
      room.take([x - 3, y - 3, x + 3, y + 3]);
    }
  };
})();
