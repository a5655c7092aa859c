// Events per day stacked by claimed controller, the days with reports beneath, and the axis.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const AXIS = 15;
  const BAND = 5;
  const NARROWEST = 3;

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

  const acrossOf = ({ width, inset }, { first, last }) => (day) =>
    inset + ((width - 2 * inset) * (day - first)) / Math.max(1, last - first);

  // All days, in a canvas of its own: {canvas, bar}, of which bar is the width of one.
  CM.histogram = (box, model, events, paint) => {
    const { width, height, inset, ratio } = box;
    const { first, last } = model;
    const canvas = new OffscreenCanvas(width * ratio, height * ratio);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const room = width - 2 * inset;
    const x = acrossOf(box, model);
    const base = height - AXIS - BAND - 2;
    const days = Math.max(1, Math.ceil((NARROWEST * (last - first)) / room));
    const bar = Math.max(2, Math.min(16, (room / Math.max(1, last - first)) * days - 1));
    drawBars(context, { x, base, bar, days }, model, events, paint);
    drawCoverage(context, { x, y: base + 2, bar, room, inset }, model.coverage, paint);
    return { canvas: canvas.transferToImageBitmap(), bar, days };
  };

  function drawBars(context, { x, base, bar, days }, { first, last, slotNames }, events, paint) {
    const slots = slotNames.length;
    const bins = new Uint32Array(Math.ceil((last - first + 1) / days) * slots);
    for (let at = 0; at < events.length; at++) {
      bins[Math.floor(Math.floor(at / slots) / days) * slots + (at % slots)] += events[at];
    }
    let top = 1;
    for (let bin = 0; bin < bins.length; bin += slots) {
      top = Math.max(top, bins.subarray(bin, bin + slots).reduce((a, b) => a + b, 0));
    }
    for (let bin = 0; bin < bins.length; bin += slots) {
      let y = base;
      for (let slot = 0; slot < slots; slot++) {
        const tall = (bins[bin + slot] / top) * (base - 4);
        context.fillStyle = paint.slots[slot];
        context.fillRect(x(first + (bin / slots) * days) - bar / 2, y - tall, bar, tall);
        y -= tall;
      }
    }
  }

  // The chart, pale outside the window, with the axis and what its bars are.
  CM.drawWindow = (context, box, model, { canvas, bar, days }, paint) => {
    const { width, height, inset } = box;
    const { first, last, window } = model;
    const x = acrossOf(box, model);
    const [from, to] = [x(window.from) - bar / 2, x(window.to) + bar / 2];
    context.clearRect(0, 0, width, height);
    context.fillStyle = paint.window;
    context.fillRect(from, 0, to - from, height - AXIS);
    context.globalAlpha = 0.28;
    context.drawImage(canvas, 0, 0, width, height);
    context.globalAlpha = 1;
    context.save();
    context.beginPath();
    context.rect(from, 0, to - from, height);
    context.clip();
    context.drawImage(canvas, 0, 0, width, height);
    context.restore();
    if (width > 400) caption(context, days, inset + bar + 4, paint);
    drawAxis(context, { x, y: height - 3, width }, ticks(first, last, (width - 2 * inset) / 62), paint);
  };

  function caption(context, days, x, paint) {
    context.font = `11px ${paint.font}`;
    context.fillStyle = paint.soft;
    context.textAlign = "left";
    context.textBaseline = "top";
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = paint.halo;
    const text = `events ${days > 1 ? `per ${days} days` : "a day"}; beneath, reports`;
    context.strokeText(text, x, 3);
    context.fillText(text, x, 3);
  }

  function drawCoverage(context, { x, y, bar, room, inset }, coverage, paint) {
    const most = coverage.reduce((top, [, reports]) => Math.max(top, reports), 1);
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
