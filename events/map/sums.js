// What is said in the window, by spot and by day: counted in one pass over the claims.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const PARTS = ["count", "word", "plain", "hollow", "denied", "share", "sharedOn"];
  const MOST_KEPT = 32; // sums kept of earlier days, at most
  const ROOM = 2 ** 24; // bytes that these may take
  const FEWEST = 20000; // claims between two of them, at least

  // Per spot: how many claims, each side's last word on the holder, and what else was said, by one
  // voice ("all", a side, or "third").
  CM.Sum = class {
    constructor(model, voice = "all") {
      this.model = model;
      const spots = model.spots.lon.length;
      this.width = model.slotNames.length;
      this.count = new Uint32Array(spots);
      this.word = new Uint8Array(spots * this.width); // [spot, speaking slot] -> held slot
      this.plain = new Uint8Array(spots); // asserted, but of no holder
      this.hollow = new Uint32Array(spots); // bits of projected slots, bit 0 for none
      this.denied = new Uint32Array(spots);
      this.share = new Uint16Array(spots); // thousandths of a region last said to be held
      this.sharedOn = new Int32Array(spots);
      this.setVoice(voice);
    }

    setVoice(voice) {
      this.voice = voice;
      const slot = voice === "third" ? 0 : this.model.slotNames.indexOf(voice);
      this.slot = voice === "all" ? -1 : slot;
      this._forget();
    }

    // Brings the sums up to the window. One from the first day on is continued from the nearest
    // sum that is kept of an earlier last day, so that a step back or on needs but some claims.
    refresh() {
      const { model } = this;
      const [start, stop, since] = model.range();
      if (this.version !== model.version) this._forget();
      if (since > -CM.UNKNOWN) {
        this._clear();
        this._add(start, stop, since);
        this.to = null;
      } else this._reach(stop);
      if (model.isAll) {
        this._add(model.dated, model.n, -CM.UNKNOWN);
        this.to = null;
      }
    }

    _forget() {
      Object.assign(this, { version: this.model.version, to: null, kept: [] });
      const bytes = PARTS.reduce((sum, part) => sum + this[part].byteLength, 0);
      const most = Math.max(1, Math.min(MOST_KEPT, Math.floor(ROOM / bytes)));
      this.pace = Math.max(FEWEST, Math.ceil(this.model.dated / most));
    }

    // All claims up to an index, from what is nearest: what is here, or what was kept.
    _reach(stop) {
      const whole = Math.min(this.kept.length, Math.floor(stop / this.pace));
      if (this.to === null || this.to > stop || this.to < whole * this.pace) this._restore(whole);
      while (this.to < stop) {
        const next = Math.min(stop, (Math.floor(this.to / this.pace) + 1) * this.pace);
        this._add(this.to, next, -CM.UNKNOWN);
        this.to = next;
        if (next === (this.kept.length + 1) * this.pace) {
          this.kept.push(PARTS.map((part) => this[part].slice()));
        }
      }
    }

    // The sum of the first blocks of claims.
    _restore(blocks) {
      if (blocks) PARTS.forEach((part, i) => this[part].set(this.kept[blocks - 1][i]));
      else this._clear();
      this.to = blocks * this.pace;
    }

    _clear() {
      for (const part of PARTS) this[part].fill(0);
    }

    _add(start, stop, since) {
      const { model, count, word, plain, hollow, denied, width, slot } = this;
      const { passes, mark, voice, isRegion, c: { spot, end } } = model;
      for (let i = start; i < stop; i++) {
        if (end[i] < since || !passes[i] || (slot >= 0 && voice[i] !== slot)) continue;
        const [at, said] = [spot[i], mark[i]];
        count[at]++;
        if (said & CM.DENIED) denied[at] |= 1 << (said & 31);
        else if (said & CM.HOLLOW) hollow[at] |= 1 << (said & 31);
        else if (said & CM.HELD) {
          word[at * width + voice[i]] = said & 31;
          if (isRegion[at]) this._share(at, i);
        } else plain[at] = 1;
      }
    }

    // The share of the last day that tells one, the lower where two are told of one day.
    _share(at, i) {
      const { share, day } = this.model.c;
      const told = share[i] || 1000;
      const isSameDay = this.share[at] && this.sharedOn[at] === day[i];
      this.share[at] = isSameDay ? Math.min(told, this.share[at]) : told;
      this.sharedOn[at] = day[i];
    }

    fresh() {
      this.refresh();
      return this;
    }

    // Which sides say of a spot who holds it, as bits; bit 0 for third parties.
    telling(spot) {
      let bits = 0;
      for (let side = 0; side < this.width; side++) {
        if (this.word[spot * this.width + side]) bits |= 1 << side;
      }
      return bits;
    }

    // The holders last told of at a spot, as bits.
    heldAt(spot) {
      let bits = 0;
      for (let side = 0; side < this.width; side++) {
        const held = this.word[spot * this.width + side];
        if (held) bits |= 1 << held;
      }
      return bits;
    }
  };

  // Happenings, not claims, so that the loudest does not win: events of each day by held slot, as
  // one array of [day from the first, slot].
  CM.eventsByDay = (model) => {
    const { dated, passes, mark, c: { event, day }, contested, first, last } = model;
    const width = model.slotNames.length;
    const began = new Int32Array(model.n).fill(CM.UNKNOWN);
    const slots = new Uint8Array(model.n);
    for (let i = 0; i < dated; i++) {
      if (!passes[i]) continue;
      const one = event[i];
      const held = mark[i] & CM.HELD ? mark[i] & 31 : 0;
      if (began[one] === CM.UNKNOWN) began[one] = day[i];
      if (held && slots[one] && slots[one] !== held) slots[one] = contested;
      else if (held) slots[one] = held;
    }
    const found = new Uint32Array((last - first + 1) * width);
    for (let one = 0; one < model.n; one++) {
      const at = began[one] - first;
      if (at >= 0 && began[one] <= last) found[at * width + slots[one]]++;
    }
    return found;
  };
})();
