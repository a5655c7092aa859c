// Events per day stacked by claimed controller, the days with reports beneath, and the axis.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const AXIS = 15;
  const BAND = 5;
  const NARROWEST = 3;

  function binned(model, events, days) {
    const bins = new Map();
    for (const [day, slot] of events) {
      const bin = Math.floor((day - model.first) / days);
      if (!bins.has(bin)) bins.set(bin, new Uint32Array(model.slotNames.length));
      bins.get(bin)[slot]++;
    }
    return bins;
  }

  const monthName = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });

  // Ticks at whole days, months or years, as many as there is room for.
  function ticks(first, last, most) {
    const days = last - first;
    const found = [];
    const step = [1, 2, 7, 14].find((one) => days / one <= most);
    if (step && days < 62) {
      for (let day = first; day <= last; day += step) {
        const date = new Date(day * 864e5);
        found.push([day, `${date.getUTCDate()} ${monthName.format(date)}`]);
      }
      return found;
    }
    const months = [1, 2, 3, 6, 12, 24, 60, 120].find((one) => days / 30.4 / one <= most) ?? 240;
    const date = new Date(first * 864e5);
    date.setUTCDate(1);
    date.setUTCMonth(Math.floor(date.getUTCMonth() / months) * (months < 12 ? months : 12));
    for (; date.getTime() / 864e5 <= last; date.setUTCMonth(date.getUTCMonth() + months)) {
      const day = date.getTime() / 864e5;
      const year = date.getUTCMonth() === 0 || months >= 12;
      if (day >= first) found.push([day, year ? String(date.getUTCFullYear()) : monthName.format(date)]);
    }
    return found;
  }

  CM.drawHistogram = (context, box, model, events, paint) => {
    const { width, height, inset } = box;
    const { first, last, window } = model;
    const room = width - 2 * inset;
    const x = (day) => inset + (room * (day - first)) / Math.max(1, last - first);
    const base = height - AXIS - BAND - 2;
    const days = Math.max(1, Math.ceil((NARROWEST * (last - first)) / room));
    const bins = binned(model, events, days);
    const top = Math.max(1, ...[...bins.values()].map((bin) => bin.reduce((a, b) => a + b, 0)));
    const bar = Math.max(2, Math.min(16, (room / Math.max(1, last - first)) * days - 1));

    context.fillStyle = paint.window;
    context.fillRect(x(window.from) - bar / 2, 0, x(window.to) - x(window.from) + bar, height - AXIS);
    for (const [bin, slots] of bins) {
      const day = first + bin * days;
      context.globalAlpha = day + days > window.from && day <= window.to ? 1 : 0.28;
      let y = base;
      slots.forEach((count, slot) => {
        const tall = (count / top) * (base - 4);
        context.fillStyle = paint.slots[slot];
        context.fillRect(x(day) - bar / 2, y - tall, bar, tall);
        y -= tall;
      });
    }
    context.globalAlpha = 1;
    context.font = `11px ${paint.font}`;
    context.fillStyle = paint.soft;
    context.textAlign = "left";
    context.textBaseline = "top";
    const caption = `events ${days > 1 ? `per ${days} days` : "a day"}; beneath, reports`;
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = paint.halo;
    if (width > 400) {
      context.strokeText(caption, inset + bar + 4, 3);
      context.fillText(caption, inset + bar + 4, 3);
    }
    drawCoverage(context, { x, y: base + 2, bar, room, inset }, model.coverage, paint);
    drawAxis(context, { x, y: height - 3, width }, ticks(first, last, room / 62), paint);
  };

  function drawCoverage(context, { x, y, bar, room, inset }, coverage, paint) {
    const most = Math.max(1, ...coverage.map(([, reports]) => reports));
    context.fillStyle = paint.silence;
    context.fillRect(inset - bar / 2, y, room + bar, BAND);
    context.fillStyle = paint.ink;
    for (const [day, reports] of coverage) {
      context.globalAlpha = 0.35 + (0.65 * reports) / most;
      context.fillRect(x(day) - bar / 2, y, bar, BAND);
    }
    context.globalAlpha = 1;
  }

  function drawAxis(context, { x, y, width }, marks, paint) {
    context.font = `11px ${paint.font}`;
    context.fillStyle = paint.soft;
    context.textBaseline = "alphabetic";
    let free = 0;
    for (const [day, text] of marks) {
      const wide = context.measureText(text).width;
      const left = Math.min(width - wide, Math.max(0, x(day) - wide / 2));
      if (left < free) continue;
      context.textAlign = "left";
      context.fillText(text, left, y);
      free = left + wide + 10;
    }
  }
})();
