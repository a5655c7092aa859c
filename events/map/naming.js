// The names on the map, the more telling first: claimed places, areas, towns, countries.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const GAPS = [0, 14, 32, 54]; // how far from its middle an area may be named, in pixels

  CM.Naming = class {
    constructor(claims, context, view, paint, room) {
      Object.assign(this, { claims, context, view, paint, room });
    }

    symbols(symbols) {
      const { context, paint, room } = this;
      const places = this.claims.model.places;
      for (const { x, y, radius, spots, sum } of symbols.slice().reverse()) {
        const names = [...new Set(spots.map((spot) => this.claims.model.spots.place[spot]))];
        const extra = names.length > 1 ? ` + ${names.length - 1}` : "";
        CM.placeLabel(context, room, places[names[0]].name + extra,
          { x, y, gap: radius + (sum.disputed ? 8 : 5) },
          { font: `600 13px ${paint.font}`, ink: paint.ink, paper: paint.halo, halo: 3.5, height: 16,
            must: names.includes(this.claims.chosen) });
      }
    }

    // A region's or loose area's name is its handle: there is no dot to click.
    areas(areas) {
      const { context, view, paint, room } = this;
      for (const spot of areas) {
        const { shape, place } = this.claims.model.spots;
        const at = {
          x: this.claims.x[spot] * view.scale - view.x, y: this.claims.y[spot] * view.scale - view.y,
        };
        if (shape[spot] === "circle" && this._isNear(spot)) continue;
        const sum = this.claims.sumOf([spot]);
        const text = this.claims.model.places[place[spot]].name;
        const style = {
          font: `italic 600 13px ${paint.font}`, ink: this.claims.colourOf(sum, paint),
          paper: paint.halo, halo: 3.5, height: 16,
        };
        if (at.x < 0 || at.y < 0 || at.x > view.width || at.y > view.height) continue;
        for (const gap of GAPS) {
          const box = CM.placeLabel(context, room, text, { ...at, gap }, style);
          if (!box) continue;
          this.claims.hits.push({ box, spots: [spot] });
          break;
        }
      }
    }

    // "Near X" needs no name of its own where X itself is on the map.
    _isNear(spot) {
      const { place, shape } = this.claims.model.spots;
      return this.claims.dots.some((dot) =>
        place[dot] === place[spot] && this.claims.sum.count[dot] && shape[dot] === "dot");
    }

    ground() {
      const { context, view, paint, room } = this;
      const fewest = CM.populationFor(view.zoom);
      const shown = new Set(this.claims.model.places.map((place) => place.name));
      for (const town of this.claims.ground.towns) {
        if (town.population < fewest && !(town.capital && view.zoom >= 4.5)) continue;
        const [x, y] = [town.x * view.scale - view.x, town.y * view.scale - view.y];
        if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
        if (shown.has(town.name) || !room.isFree([x - 3, y - 3, x + 3, y + 3])) continue;
        const large = town.population > 4e5 || town.capital;
        const size = large ? 12 : 11;
        const box = CM.placeLabel(context, room, town.name, { x, y, gap: 6 },
          { font: `${large ? 500 : 400} ${size}px ${paint.font}`, ink: paint.town,
            paper: paint.halo, halo: 2.5 });
        if (box) this._paintTown(x, y, town);
      }
      if (view.zoom > 8) return;
      for (const { name, x, y } of this.claims.ground.names) {
        const at = { x: x * view.scale - view.x, y: y * view.scale - view.y };
        if (at.x < 0 || at.y < 0 || at.x > view.width || at.y > view.height) continue;
        CM.placeLabel(context, room, name.toUpperCase(), at,
          { font: `500 11px ${paint.font}`, ink: paint.country, paper: paint.halo, halo: 2,
            spacing: "2.5px" });
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
