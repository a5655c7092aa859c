// The claims in a window of days: typed columns sorted by day, cut out by binary search.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const UNKNOWN = 2 ** 31 - 1;
  const DAY_MS = 86400000;

  CM.isoOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
  CM.dayOf = (iso) => {
    const ms = Date.parse(`${iso}T00:00:00Z`);
    return Number.isNaN(ms) ? null : Math.round(ms / DAY_MS);
  };

  // First index whose value is >= wanted, among the first n.
  function lowerBound(values, wanted, n) {
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  CM.Model = class {
    constructor(payload) {
      Object.assign(this, payload);
      this.c = payload.columns;
      this.passes = new Uint8Array(this.n).fill(1);
      this.filter = {};
      this._slots();
      this._span();
      this.window = { from: this.first, to: this.last };
    }

    sideOf(actor) {
      return this.actors[actor] ?? actor;
    }

    // Slot 0 is no controller, 1.. the sides, the last one "contested". Slots are what is coloured.
    _slots() {
      this.slotNames = ["", ...this.sides.map((side) => side.id), "contested"];
      this.contested = this.slotNames.length - 1;
      const slotOf = (actor) => {
        if (actor === "contested") return this.contested;
        return Math.max(0, this.slotNames.indexOf(this.sideOf(actor)));
      };
      this.heldSlot = Uint8Array.from(this.tables.controller, slotOf);
      this.hollowSlot = Uint8Array.from(this.tables.projected, slotOf);
      this.sideSlot = Uint8Array.from(this.tables.side, slotOf);
      this.asserted = this.tables.modality.indexOf("asserted");
      this.denied = this.tables.modality.indexOf("denied");
    }

    _span() {
      const { day, day_end: end } = this.c;
      const published = this.coverage.map(([reported]) => reported);
      const starts = this.dated ? [day[0], day[this.dated - 1]] : [];
      let last = Math.max(...starts, ...published, -Infinity);
      this.longest = 0;
      for (let i = 0; i < this.dated; i++) {
        this.longest = Math.max(this.longest, end[i] - day[i]);
        last = Math.max(last, end[i]);
      }
      this.hasDays = Number.isFinite(last);
      this.last = this.hasDays ? last : 0;
      this.first = Math.min(...starts, ...published, this.last);
      if (this.first === this.last) this.first -= 1;
    }

    isDated(i) {
      return this.c.day[i] !== UNKNOWN;
    }

    // Filters are {column: [words]}; an empty list or a missing column lets everything pass.
    setFilter(filter) {
      this.filter = filter;
      this.passes.fill(1);
      for (const [name, words] of Object.entries(filter)) {
        if (!words || !words.length || !this.tables[name]) continue;
        const allowed = Uint8Array.from(this.tables[name], (word) => +words.includes(word));
        const column = this.c[name];
        for (let i = 0; i < this.n; i++) this.passes[i] &= allowed[column[i]];
      }
    }

    setWindow(from, to) {
      const clamp = (day) => Math.min(this.last, Math.max(this.first, Math.round(day)));
      const [a, b] = [clamp(from), clamp(to)];
      this.window = { from: Math.min(a, b), to: Math.max(a, b) };
    }

    get isAll() {
      return this.window.from <= this.first && this.window.to >= this.last;
    }

    // Calls back with each claim that touches the window and passes the filter, in order of day.
    // Claims without a day belong to no window; they show while the window is "all so far".
    each(callback) {
      const { day, day_end: end } = this.c;
      const { from, to } = this.window;
      const start = lowerBound(day, from - this.longest, this.dated);
      const stop = lowerBound(day, to + 1, this.dated);
      for (let i = start; i < stop; i++) if (end[i] >= from && this.passes[i]) callback(i);
      if (this.isAll) this.eachUndated(callback);
    }

    eachUndated(callback) {
      for (let i = this.dated; i < this.n; i++) if (this.passes[i]) callback(i);
    }

    // Per spot: how many claims, each side's last word on the holder, and what else was said.
    bySpot() {
      const spots = this.spots.lon.length;
      const width = this.slotNames.length;
      const sum = {
        count: new Uint32Array(spots),
        word: new Uint8Array(spots * width), // [spot, speaking slot] -> held slot
        plain: new Uint8Array(spots), // asserted, but of no holder
        hollow: new Uint32Array(spots), // bits of projected slots, bit 0 for none
        denied: new Uint32Array(spots),
        share: new Uint16Array(spots), // thousandths of a region last said to be held, 0 for none
      };
      const { spot, modality, controller, projected, side } = this.c;
      const sharedOn = new Map();
      this.each((i) => {
        const at = spot[i];
        sum.count[at]++;
        if (modality[i] === this.asserted) {
          const held = this.heldSlot[controller[i]];
          if (held) {
            sum.word[at * width + this.sideSlot[side[i]]] = held;
            this._share(sum, sharedOn, i);
          } else sum.plain[at] = 1;
        } else if (modality[i] === this.denied) {
          sum.denied[at] |= 1 << this.hollowSlot[projected[i]];
        } else {
          sum.hollow[at] |= 1 << this.hollowSlot[projected[i]];
        }
      });
      return sum;
    }

    // The share of the last day that tells one, the lower where two are told of one day.
    _share(sum, sharedOn, i) {
      const at = this.c.spot[i];
      const told = this.c.share[i] || 1000;
      const isSameDay = sharedOn.get(at) === this.c.day[i];
      sum.share[at] = isSameDay ? Math.min(told, sum.share[at]) : told;
      sharedOn.set(at, this.c.day[i]);
    }

    // Per place: its claims in order of day.
    byPlace() {
      const found = new Map();
      this.each((i) => {
        const place = this.c.place[i];
        if (!found.has(place)) found.set(place, []);
        found.get(place).push(i);
      });
      return found;
    }

    // [day, slot, events]: happenings, not claims, so that the loudest does not win.
    histogram() {
      const seen = new Map();
      for (let i = 0; i < this.dated; i++) {
        if (!this.passes[i]) continue;
        const key = this.c.event[i];
        const held = this.heldSlot[this.c.controller[i]];
        const before = seen.get(key);
        if (!before) seen.set(key, [this.c.day[i], held]);
        else if (held && before[1] && before[1] !== held) before[1] = this.contested;
        else if (held) before[1] = held;
      }
      return [...seen.values()];
    }

    counts() {
      let shown = 0;
      const events = new Set();
      const reports = new Set();
      this.each((i) => {
        shown++;
        events.add(this.c.event[i]);
        reports.add(this.c.document[i]);
      });
      let undated = 0;
      this.eachUndated(() => undated++);
      return { shown, events: events.size, reports: reports.size, undated };
    }

    word(name, i) {
      return this.tables[name][this.c[name][i]];
    }
  };
})();
