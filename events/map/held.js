// Who holds which place as of the window's last day: one mark a place, and cells if asked for.
(() => {
  const CM = (globalThis.ClaimMap ??= {});

  CM.Held = class extends CM.Claims {
    // control: see CM.Control; voice: by whose word.
    constructor(model, ground, control, voice) {
      super(model, ground, voice);
      this.control = control;
      this.voice = voice;
      this.isTold = new Uint8Array(model.places.length);
      for (const place of control.place) this.isTold[place] = 1;
      this.gathering = new CM.Gathering(
        this.dots.filter((spot) => this.isTold[model.spots.place[spot]]), this.x, this.y);
      this.update();
    }

    setVoice(voice) {
      this.voice = voice;
    }

    update() {
      if (!this.control) return;
      const { spots, window } = this.model;
      this.rowOf = this.control.on(window.to, this.voice).slice();
      this.day = window.to;
      this.sum.count.fill(0);
      for (const spot of this.dots) this.sum.count[spot] = +(this.rowOf[spots.place[spot]] >= 0);
    }

    // Regions have no holder of their own: what is claimed of them is shown as claims.
    isShown(spot) {
      return this.sum.count[spot] > 0 && this.model.spots.shape[spot] === "dot";
    }

    statusOf(place) {
      const row = this.rowOf?.[place] ?? -1;
      return row < 0 ? null : this.control.status(row, this.day);
    }

    // The status of one place, or what several have in common: null where they differ.
    sumOf(spots) {
      const told = spots.map((spot) => this.statusOf(this.model.spots.place[spot])).filter(Boolean);
      const same = (name) => {
        const found = new Set(told.map((one) => one[name]));
        return found.size === 1 ? [...found][0] : null;
      };
      const held = [...new Set(told.map((one) => one.slot))].sort((a, b) => a - b);
      return { held, slots: held, basis: same("basis"), currency: same("currency"),
        count: told.length, disputed: told.some((one) => one.basis === "disputed") };
    }

    radiusOf(sum) {
      return sum.count > 1 ? 9 : 7.5;
    }

    drawMark(context, x, y, radius, sum, paint) {
      const key = `status|${radius}|${sum.slots}|${sum.basis}|${sum.currency}`;
      this.sprites.mark(context, x, y, Math.ceil(radius) + 8, key,
        (inner, at, down) => CM.drawStatus(inner, at, down, radius, sum, paint));
    }

    paint(context, view, paint, chosen) {
      if (this.cells) this._paintCells(context, view, paint);
      super.paint(context, view, paint, chosen);
    }

    _paintCells(context, view, paint) {
      this.ground.within(context, view, (width) => {
        for (const [place, path] of this.cells) {
          const status = this.statusOf(place);
          if (!status) continue;
          context.fillStyle = context.strokeStyle = paint.slots[status.slot];
          context.globalAlpha = status.currency === "current" ? 0.24 : 0.1;
          context.fill(path, "evenodd");
          context.globalAlpha = 0.35;
          width(0.6);
          context.stroke(path);
        }
      });
      context.globalAlpha = 1;
    }
  };

  // Cells as sent -> [[place, path], …]; see events/map/cells.py.
  CM.cellsOf = ({ place, rings, ends, steps, scale }, ground) => {
    const found = [];
    let [ring, step] = [0, 0];
    place.forEach((number, i) => {
      const path = new Path2D();
      for (let k = 0; k < rings[i]; k++) {
        ground.add(path, CM.unstep(steps.subarray(step, step + ends[ring]), scale));
        step += ends[ring++];
      }
      found.push([number, path]);
    });
    return found;
  };
})();
