// The time control: a window of days with two native sliders over a histogram of events.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const THUMB = 14; // width of a slider's thumb, as in the style sheet
  const PRESETS = [["7", "1 week"], ["30", "1 month"], ["91", "3 months"], ["all", "All so far"]];
  const SPEEDS = [["1", "1 day/s"], ["4", "4 days/s"], ["15", "15 days/s"], ["60", "60 days/s"]];

  CM.Timeline = class {
    // onWindow(from, to) is called with days since 1970 for every change the reader makes,
    // onPlaces(places) when the claims astray are to be listed.
    constructor(model, onWindow, onPlaces) {
      this.model = model;
      this.onWindow = onWindow;
      this._build(onPlaces);
      this.refresh();
    }

    _build(onPlaces) {
      const { first, last } = this.model;
      const slider = (end, label) => el("input", {
        type: "range", class: `cm-range cm-range-${end}`, min: first, max: last, step: 1,
        "aria-label": label,
        oninput: () => this._slid(end), onkeydown: (event) => this._pressed(event, end),
      });
      this.from = slider("from", "First day shown");
      this.to = slider("to", "Last day shown");
      this.chart = el("canvas", { class: "cm-chart", role: "img",
        "aria-label": "Events per day by claimed controller, and reports per day beneath" });
      this.range = el("output", { class: "cm-range-text", "aria-live": "off" });
      this.count = el("span", { class: "cm-count", role: "status" });
      const link = (place) => el("button", { type: "button", class: "cm-link",
        onclick: () => onPlaces([place]) });
      this.undated = link(CM.UNDATED);
      this.early = link(CM.EARLY);
      this.play = el("button", { type: "button", class: "cm-play", "aria-label": "Play",
        onclick: () => this._toggle() });
      const step = (days, text, label) => el("button", { type: "button", class: "cm-step", text,
        "aria-label": label, onclick: () => this._step(days) });
      this.speed = el("select", { class: "cm-speed", "aria-label": "Speed of play" },
        ...SPEEDS.map(([value, text]) => el("option", { value, text })));
      this.speed.value = this._fittingSpeed();
      this.presets = CM.choice("Window", PRESETS, "all", (value) => this._preset(value));
      this.track = el("div", { class: "cm-track" }, this.chart, this.from, this.to);
      this._listenToDrags();
      this.element = el("section", { class: "cm-time", "aria-label": "Time" },
        el("div", { class: "cm-time-head" }, this.range, this.count, this.early,
          this.undated, this.presets),
        el("div", { class: "cm-time-body", hidden: !this.model.hasDays },
          el("div", { class: "cm-time-keys" }, this.play,
            el("div", { class: "cm-steps" }, step(-1, "‹", "One day back"),
              step(1, "›", "One day on")), this.speed),
          this.track));
    }

    _fittingSpeed() {
      const days = this.model.last - this.model.first;
      return (SPEEDS.find(([value]) => days / value <= 15) ?? SPEEDS.at(-1))[0];
    }

    _slid(end) {
      let [from, to] = [this.from.valueAsNumber, this.to.valueAsNumber];
      if (from > to) [from, to] = end === "from" ? [to, to] : [from, from];
      this.stop();
      this.onWindow(from, to);
    }

    // Arrows, Home and End are the browser's; a page is a week.
    _pressed(event, end) {
      const week = { PageUp: 7, PageDown: -7 }[event.key];
      if (!week) return;
      event.preventDefault();
      this[end].value = this[end].valueAsNumber + week;
      this._slid(end);
    }

    _preset(value) {
      this.stop();
      const { first, last, window } = this.model;
      if (value === "all") return this.onWindow(first, last);
      const to = window.to <= first + 1 ? last : window.to;
      this.onWindow(to - Number(value) + 1, to);
    }

    _step(days) {
      this.stop();
      this._move(days);
    }

    // Moves the window; one that begins with the first day grows instead, so nothing is lost.
    _move(days) {
      const { first, last, window } = this.model;
      const to = Math.min(last, Math.max(first, window.to + days));
      const from = window.from <= first ? first : window.from + (to - window.to);
      this.onWindow(from, to);
    }

    _toggle() {
      if (this.playing) return this.stop();
      const { first, last, window } = this.model;
      const length = window.from > first ? window.to - window.from : 0;
      if (window.to >= last) this.onWindow(first, first + length);
      this.playing = true;
      this._label();
      this.left = 0;
      this.before = performance.now();
      this.frame = requestAnimationFrame((now) => this._tick(now));
    }

    _tick(now) {
      if (!this.playing) return;
      this.left += ((now - this.before) / 1000) * Number(this.speed.value);
      this.before = now;
      if (this.left >= 1) {
        this._move(Math.floor(this.left));
        this.left %= 1;
      }
      if (this.model.window.to >= this.model.last) return this.stop();
      this.frame = requestAnimationFrame((next) => this._tick(next));
    }

    stop() {
      this.playing = false;
      cancelAnimationFrame(this.frame);
      this._label();
    }

    _label() {
      this.play.setAttribute("aria-label", this.playing ? "Pause" : "Play");
      this.play.classList.toggle("cm-playing", Boolean(this.playing));
    }

    // Dragging inside the window moves it; a press outside brings the nearer end there.
    _listenToDrags() {
      const dayAt = (event) => {
        const box = this.chart.getBoundingClientRect();
        const part = (event.clientX - box.left - THUMB / 2) / (box.width - THUMB);
        return this.model.first + part * (this.model.last - this.model.first);
      };
      this.chart.addEventListener("pointerdown", (event) => {
        const { from, to } = this.model.window;
        const day = dayAt(event);
        this.stop();
        this.chart.setPointerCapture(event.pointerId);
        if (day >= from && day <= to && !this.model.isAll) this.drag = { day, from, to };
        else if (Math.abs(day - from) < Math.abs(day - to)) this.onWindow(day, to);
        else this.onWindow(from, day);
      });
      this.chart.addEventListener("pointermove", (event) => {
        if (!this.drag) return;
        const { first, last } = this.model;
        const { day, from, to } = this.drag;
        const by = Math.max(first - from, Math.min(last - to, Math.round(dayAt(event) - day)));
        this.onWindow(from + by, to + by);
      });
      for (const end of ["pointerup", "pointercancel"]) {
        this.chart.addEventListener(end, () => (this.drag = null));
      }
    }

    // After the window changed.
    show() {
      const { from, to } = this.model.window;
      for (const [input, day] of [[this.from, from], [this.to, to]]) {
        input.value = day;
        input.setAttribute("aria-valuetext", CM.spokenDate(day));
      }
      const { shown, events, reports } = this.model.counts();
      this.range.textContent = this.model.hasDays ? CM.daysInWords(from, to) : "No dates yet";
      this.count.textContent = [CM.plural(shown, "claim"), CM.plural(events, "event"),
        CM.plural(reports, "report")].join(" · ");
      this.presets.choose(this.model.isAll ? "all" : String(to - from + 1));
      this.draw();
    }

    // After the filter changed.
    refresh() {
      this.events = CM.eventsByDay(this.model);
      this.chartKey = null;
      const { undated, early } = this.model.astray();
      this.undated.hidden = !undated.length;
      this.undated.textContent = `${undated.length} without a date`;
      this.early.hidden = !early.length;
      this.early.textContent = `${early.length} before ${CM.shortDate(this.model.first)}`;
      this.show();
    }

    // The chart of all days is drawn when filter, size or colours change; a step only copies it,
    // pale outside the window.
    draw() {
      const { clientWidth: width, clientHeight: height } = this.chart;
      if (!width || !this.paint) return;
      const ratio = CM.ratio();
      const box = { width, height, inset: THUMB / 2, ratio };
      const key = `${width}|${height}|${ratio}|${this.paint.name}`;
      if (this.chartKey !== key) {
        this.whole = CM.histogram(box, this.model, this.events, this.paint);
        this.chartKey = key;
        this.chart.width = width * ratio;
        this.chart.height = height * ratio;
      }
      const context = this.chart.getContext("2d");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      CM.drawWindow(context, box, this.model, this.whole, this.paint);
    }
  };
})();
