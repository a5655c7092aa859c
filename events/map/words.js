// The record put into words, for people. Returns plain strings; nobody puts them into markup.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const long = new Intl.DateTimeFormat("en-GB", {
    day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
  const short = new Intl.DateTimeFormat("en-GB", {
    day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
  });
  const month = new Intl.DateTimeFormat("en-GB", {
    month: "long", year: "numeric", timeZone: "UTC",
  });
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" });
  const at = (day) => new Date(day * 86400000);

  CM.longDate = (day) => long.format(at(day));
  CM.shortDate = (day) => short.format(at(day));
  CM.spokenDate = (day) => `${weekday.format(at(day))} ${long.format(at(day))}`;
  // "23–24 Jun 2022", "25 May – 24 Jun 2022", "1 Dec 2021 – 3 Jan 2022"
  CM.daysInWords = (from, to) => {
    const [first, last] = [at(from), at(to)];
    const [a, b] = [CM.shortDate(from), CM.shortDate(to)];
    if (first.getUTCFullYear() !== last.getUTCFullYear()) return `${a} – ${b}`;
    if (first.getUTCMonth() !== last.getUTCMonth()) return `${a.replace(/ \d+$/, "")} – ${b}`;
    return from === to ? b : `${first.getUTCDate()}–${b}`;
  };
  const NUMBER = new Intl.NumberFormat("en"); // made once: toLocaleString makes one each time
  CM.plural = (n, one, many = `${one}s`) => `${NUMBER.format(n)} ${n === 1 ? one : many}`;

  CM.Words = class {
    constructor(model, dictionary) {
      this.model = model;
      this.dictionary = dictionary;
    }

    actor(id) {
      const side = this.model.sides.find((one) => one.id === id);
      if (side) return side.name;
      return id === "contested" ? "both, in part" : id;
    }

    // Who holds a place by its status.
    holder(id) {
      return { unknown: "open", contested: "fought over" }[id] ?? this.actor(id);
    }

    // "claimed by one side only; evidence is recent", or by whose word where one is asked.
    basis({ basis, currency }, voice) {
      const { dictionary } = this;
      const how = voice === "all" || basis === "conceded" ? dictionary.basis[basis]
        : `by the word of ${voice === "third" ? "third parties" : this.actor(voice)}`;
      return `${how}; ${dictionary.currency[currency]}`;
    }

    side(i) {
      const id = this.model.word("side", i);
      return id ? this.actor(id) : "Third party";
    }

    // What is said, in a few words: "Russia took it", "withdrawal ordered".
    phrase(i) {
      const m = this.model;
      const entry = this.dictionary.event_type[m.word("type", i)];
      const mode = m.word("modality", i);
      const actor = m.word("actor1", i);
      const held = m.word("controller", i);
      const share = this.share(i);
      if (mode !== "asserted") return `${entry.noun}${this._by(i)}: ${mode}`;
      const isTaken = m.word("type", i) === "capture" && held && held !== "contested";
      if (m.word("type", i) === "control" || (share && held)) return this.holds(held, share);
      // Of a capture a report may name the loser as the one who acts; its taker is who holds it.
      if (isTaken) return entry.active.replace("{actor}", this.actor(held)) + this._near(i);
      const said = this._act(entry, actor) + this._near(i);
      return held && held !== "contested" && (!actor || m.sideOf(actor) !== m.sideOf(held))
        ? `${said}; ${this.holds(held, "")}` : said;
    }

    _act(entry, actor) {
      return actor ? entry.active.replace("{actor}", this.actor(actor)) : entry.plain;
    }

    // Whose capture it would be is who would hold the place then, else who acts.
    _by(i) {
      const taker = this.model.word("type", i) === "capture" && this.model.word("projected", i);
      const named = taker && taker !== "contested" ? taker : this.model.word("actor1", i);
      return named ? ` by ${this.actor(named)}` : "";
    }

    _near(i) {
      const m = this.model;
      const isNamed = !m.places[m.c.place[i]].key.includes("@");
      return isNamed && m.c.where_prec[i] === 2 ? " (near it)" : "";
    }

    holds(held, share) {
      if (held === "contested") return "fought over";
      if (!held) return "speaks of holding it, names no holder";
      return share ? `${this.actor(held)} holds ${share}` : `${this.actor(held)} holds it`;
    }

    share(i) {
      const share = this.model.c.share[i] / 10;
      if (!share) return "";
      const of = this.model.word("share_of", i);
      return `${share} %${of ? ` of ${of}` : ""}`;
    }

    date(i) {
      const { day, end, date_prec: prec } = this.model.c;
      if (!this.model.isDated(i)) return "date unknown";
      if (day[i] === end[i]) return CM.longDate(day[i]);
      const first = at(day[i]);
      const whole = first.getUTCDate() === 1 && at(end[i] + 1).getUTCDate() === 1;
      if (prec[i] === 4 && whole && end[i] - day[i] < 31) return month.format(first);
      return CM.daysInWords(day[i], end[i]);
    }

    datePrecision(i) {
      const prec = this.model.c.date_prec[i];
      const basis = this.model.word("basis", i);
      const known = prec ? this.dictionary.date_prec[prec] : "";
      const how = basis ? this.dictionary.date_basis[basis] : "";
      return [known, how].filter(Boolean).join(", ");
    }

    whereabouts(i) {
      return this.dictionary.where_prec[this.model.c.where_prec[i]] ?? "place not found";
    }

    via(i) {
      const text = this.model.word("via", i);
      if (!text) return "";
      try {
        return JSON.parse(text).join(" ‹ ");
      } catch {
        return text;
      }
    }

    counts(i) {
      try {
        return JSON.parse(this.model.word("counts", i))
          .map((one) => [one.number?.toLocaleString("en"), one.of, one.what].filter(Boolean).join(" "))
          .join(", ");
      } catch {
        return "";
      }
    }

    claimant(i) {
      return this.model.word("claimant", i) || "Unnamed speaker";
    }
  };
})();
