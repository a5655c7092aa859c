// The claims in a window of days: typed columns sorted by day, cut out by binary search.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const UNKNOWN = (CM.UNKNOWN = 2 ** 31 - 1);
  const DAY_MS = 86400000;
  const STRAY = 0.03; // share of the claims, at least two, that may lie before the bulk
  const SHRUNK = 1 / 3; // the bulk is looked for only where it is shorter than this share of all

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

  // What a claim says, in one number: the kind and, in the lower bits, whose colour it has.
  CM.PLAIN = 0;
  CM.HELD = 32;
  CM.HOLLOW = 64;
  CM.DENIED = 128;

  CM.Model = class {
    constructor(first) {
      Object.assign(this, first);
      this.c = first.columns;
      this.passes = new Uint8Array(this.n).fill(1);
      this.filter = {};
      this.version = 0;
      this._slots();
      this._derive();
      this._span();
      this.window = { from: this.first, to: this.last };
    }

    // What claims say beside who holds what: read after the first picture.
    take(rest) {
      Object.assign(this.c, rest.columns);
      Object.assign(this.tables, rest.tables, { source: rest.reports.sources });
      this.reports = rest.reports;
      this.ids = rest.ids;
      this.c.source = this.c.report.map((report) => rest.reports.source[report]);
      this.setFilter(this.filter);
    }

    sideOf(actor) {
      return this.actors[actor] ?? actor;
    }

    // Slot 0 is no controller, 1.. the sides, the last one "contested". Slots are what is coloured.
    _slots() {
      this.slotNames = ["", ...this.sides.map((side) => side.id), "contested"];
      this.contested = this.slotNames.length - 1;
      this.slotOf = (actor) => (actor === "contested" ? this.contested
        : Math.max(0, this.slotNames.indexOf(this.sideOf(actor))));
      const slotOfSide = (side) => Math.max(0, this.slotNames.indexOf(side)); // of the claim's day
      this.heldSlot = Uint8Array.from(this.fought_for.controller, slotOfSide);
      this.hollowSlot = Uint8Array.from(this.fought_for.projected, slotOfSide);
      this.sideSlot = Uint8Array.from(this.tables.side, this.slotOf);
      this.asserted = this.tables.modality.indexOf("asserted");
      this.denied = this.tables.modality.indexOf("denied");
    }

    _derive() {
      const { n, c } = this;
      c.end = new Int32Array(n);
      c.place = new Int32Array(n);
      this.mark = new Uint8Array(n);
      this.voice = new Uint8Array(n); // the slot of who speaks
      this.isRegion = Uint8Array.from(this.spots.shape, (shape) => +(shape === "outline"));
      for (let i = 0; i < n; i++) {
        c.end[i] = c.day[i] + c.days[i];
        c.place[i] = this.spots.place[c.spot[i]];
        this.voice[i] = this.sideSlot[c.side[i]];
        this.mark[i] = this._markOf(i);
      }
    }

    _markOf(i) {
      const { modality, controller, projected } = this.c;
      if (modality[i] === this.asserted) {
        const held = this.heldSlot[controller[i]];
        return held ? CM.HELD | held : CM.PLAIN;
      }
      const kind = modality[i] === this.denied ? CM.DENIED : CM.HOLLOW;
      return kind | this.hollowSlot[projected[i]];
    }

    // The days that the time control spans. It begins with the bulk of the claims, so that one
    // dated decades before the rest, or wrongly, leaves room for these.
    _span() {
      const { day } = this.c;
      const published = this.coverage.map(([reported]) => reported);
      let last = Math.max(...published.slice(-1), -Infinity);
      this.longest = 0;
      this.lastTold = -Infinity;
      for (let i = 0; i < this.dated; i++) {
        this.longest = Math.max(this.longest, this.c.days[i]);
        this.lastTold = Math.max(this.lastTold, this.c.end[i]);
      }
      last = Math.max(last, this.lastTold);
      this.hasDays = Number.isFinite(last);
      this.last = this.hasDays ? last : 0;
      this.begin = Math.min(this.dated ? day[0] : this.last, ...published.slice(0, 1), this.last);
      const stray = Math.max(2, Math.floor(this.dated * STRAY));
      const bulk = this.dated > 4 * stray
        ? Math.min(day[stray], ...published.slice(0, 1)) : this.begin;
      const isShort = this.last - bulk < SHRUNK * (this.last - this.begin);
      this.first = isShort ? this._firstAfterGap(stray) : this.begin;
      if (this.first === this.last) this.first -= 1;
    }

    // The day after the widest gap among the first few claims.
    _firstAfterGap(stray) {
      const { day } = this.c;
      let [widest, first] = [0, this.begin];
      for (let i = 0; i < stray; i++) {
        const gap = day[i + 1] - day[i];
        if (gap > widest) [widest, first] = [gap, day[i + 1]];
      }
      return Math.min(first, ...this.coverage.slice(0, 1).map(([reported]) => reported));
    }

    isDated(i) {
      return this.c.day[i] !== UNKNOWN;
    }

    // Filters are {column: [words]}; an empty list or a missing column lets everything pass.
    setFilter(filter) {
      this.filter = filter;
      this.version++;
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

    // [first index, index after the last, first day that counts] of the dated claims that may touch
    // the window. A window from the first day on has all that is earlier, too.
    range() {
      const { from, to } = this.window;
      const since = from <= this.first ? -UNKNOWN : from;
      const start = since < 0 ? 0 : lowerBound(this.c.day, since - this.longest, this.dated);
      return [start, lowerBound(this.c.day, to + 1, this.dated), since];
    }

    isIn(i) {
      const { from, to } = this.window;
      if (!this.passes[i]) return false;
      if (i >= this.dated) return this.isAll;
      return this.c.day[i] <= to && (this.c.end[i] >= from || from <= this.first);
    }

    // Claims of a place in the window, or of all days, in order of day.
    claimsOf(place, isEver = false) {
      if (!this.byPlace) this._index();
      const found = [];
      for (let k = this.placeStart[place]; k < this.placeStart[place + 1]; k++) {
        const i = this.byPlace[k];
        if (isEver ? this.passes[i] : this.isIn(i)) found.push(i);
      }
      return found;
    }

    _index() {
      const { place } = this.c;
      this.placeStart = new Uint32Array(this.places.length + 1);
      for (let i = 0; i < this.n; i++) this.placeStart[place[i] + 1]++;
      for (let p = 0; p < this.places.length; p++) this.placeStart[p + 1] += this.placeStart[p];
      const next = this.placeStart.slice();
      this.byPlace = new Uint32Array(this.n);
      for (let i = 0; i < this.n; i++) this.byPlace[next[place[i]]++] = i;
    }

    // Claims without a day, and those dated before the time control begins.
    astray() {
      const [undated, early] = [[], []];
      const stop = lowerBound(this.c.day, this.first, this.dated);
      for (let i = 0; i < stop; i++) if (this.passes[i]) early.push(i);
      for (let i = this.dated; i < this.n; i++) if (this.passes[i]) undated.push(i);
      return { undated, early };
    }

    // How many claims, events and reports the window has.
    counts() {
      const [start, stop, since] = this.range();
      if (since > -UNKNOWN) return this._count(start, stop, since);
      const [shown, events, reports] = this._running().map((sums) => sums[this.isAll ? this.n : stop]);
      return { shown, events, reports };
    }

    _count(start, stop, since) {
      const { event, report, end } = this.c;
      this.seenEvent ??= new Uint32Array(this.n);
      this.seenReport ??= new Uint32Array(this.n);
      const round = (this.round = (this.round ?? 0) + 1);
      const found = { shown: 0, events: 0, reports: 0 };
      for (let i = start; i < stop; i++) {
        if (end[i] < since || !this.passes[i]) continue;
        found.shown++;
        if (this.seenEvent[event[i]] !== round) found.events++;
        this.seenEvent[event[i]] = round;
        if (this.seenReport[report[i]] !== round) found.reports++;
        this.seenReport[report[i]] = round;
      }
      return found;
    }

    // The counts of the claims before each, so that a window from the first day on is looked up.
    _running() {
      if (this.runningFor === this.version) return this.running;
      const { event, report } = this.c;
      const [events, reports] = [new Uint8Array(this.n), new Uint8Array(this.n)];
      const sums = [0, 1, 2].map(() => new Uint32Array(this.n + 1));
      for (let i = 0; i < this.n; i++) {
        const passes = this.passes[i];
        sums[0][i + 1] = sums[0][i] + passes;
        sums[1][i + 1] = sums[1][i] + (passes && !events[event[i]] ? 1 : 0);
        sums[2][i + 1] = sums[2][i] + (passes && !reports[report[i]] ? 1 : 0);
        events[event[i]] |= passes;
        reports[report[i]] |= passes;
      }
      Object.assign(this, { running: sums, runningFor: this.version });
      return sums;
    }

    word(name, i) {
      if (name === "id") {
        return Array.isArray(this.ids) ? this.ids[i] : CM.hexadecimal(this.ids.subarray(8 * i, 8 * i + 8));
      }
      const ofReport = this.reports && name !== "source" && this.reports[name];
      return ofReport ? ofReport[this.c.report[i]] : this.tables[name][this.c[name][i]];
    }
  };
})();
