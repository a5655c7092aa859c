// Who holds which place on a day, looked up in what control said of every day; nothing is decided
// here.
(() => {
  const CM = (globalThis.ClaimMap ??= {});

  CM.Control = class {
    // turns: rows by place, then by day: from a day on, by one voice, the holder stands as told.
    constructor(model, turns) {
      Object.assign(this, turns.columns, {
        model, voices: turns.voices, holders: turns.holders, bases: turns.bases,
        limits: [turns.current, turns.stale], n: turns.columns.day.length,
      });
      this.holderSlot = Uint8Array.from(turns.holders, model.slotOf);
      this.rowOf = new Int32Array(model.places.length);
    }

    // The row that counts on a day for each place by number, -1 where nobody had said anything.
    // It is good until another day or voice is asked for.
    on(day, voice) {
      if (this.asked === `${day}|${voice}`) return this.rowOf;
      this.asked = `${day}|${voice}`;
      const wanted = this.voices.indexOf(voice);
      this.rowOf.fill(-1);
      for (let row = 0; row < this.n; row++) {
        if (this.voice[row] === wanted && this.day[row] <= day) this.rowOf[this.place[row]] = row;
      }
      return this.rowOf;
    }

    // The rows of one place by one voice, in order of day.
    of(place, voice) {
      const wanted = this.voices.indexOf(voice);
      const rows = [];
      for (let row = 0; row < this.n; row++) {
        if (this.place[row] === place && this.voice[row] === wanted) rows.push(row);
      }
      return rows;
    }

    // {holder, slot, basis, currency, last} of a row on a day.
    status(row, day) {
      const last = Math.min(day, this.day[row] + this.lag[row]);
      const step = this.limits.findIndex((limit) => day - last <= limit);
      return {
        holder: this.holders[this.holder[row]], slot: this.holderSlot[this.holder[row]],
        basis: this.bases[this.basis[row]], last,
        currency: ["no coverage", "current", "stale"][step + 1],
      };
    }
  };
})();
