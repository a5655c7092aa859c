// The marks of the map, one drawing for map, list and legend. Colour is who holds it by claim,
// shape is the modality: filled circle asserted, hollow diamond not (yet) so, cross denied.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const bitsOf = (mask) => {
    const slots = [];
    for (let slot = 0; mask >> slot; slot++) if ((mask >> slot) & 1) slots.push(slot);
    return slots;
  };
  CM.bitsOf = bitsOf;

  function disc(context, x, y, radius, colours) {
    const step = (2 * Math.PI) / colours.length;
    colours.forEach((colour, i) => {
      context.fillStyle = colour;
      context.beginPath();
      context.moveTo(x, y);
      context.arc(x, y, radius, i * step - Math.PI / 2, (i + 1) * step - Math.PI / 2);
      context.fill();
    });
  }

  function circle(context, x, y, radius, colour, width) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }

  CM.drawDiamond = (context, x, y, radius, colour, paper) => {
    const r = radius * 1.2;
    context.beginPath();
    context.moveTo(x, y - r);
    context.lineTo(x + r, y);
    context.lineTo(x, y + r);
    context.lineTo(x - r, y);
    context.closePath();
    context.fillStyle = paper;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = Math.max(1.6, radius * 0.24);
    context.stroke();
  };

  CM.drawCross = (context, x, y, radius, colour, paper) => {
    for (const [stroke, width] of [[paper, radius * 0.8 + 2.5], [colour, radius * 0.45 + 0.6]]) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x - radius * 0.75, y - radius * 0.75);
      context.lineTo(x + radius * 0.75, y + radius * 0.75);
      context.moveTo(x + radius * 0.75, y - radius * 0.75);
      context.lineTo(x - radius * 0.75, y + radius * 0.75);
      context.stroke();
    }
  };

  // One symbol for all claims at a spot: {held, plain, hollow, denied, disputed}.
  // Its size tells how much is said; how many claims that are, the list tells.
  CM.drawSymbol = (context, x, y, radius, sum, paint) => {
    const { slots, paper, ink } = paint;
    const held = sum.held.map((slot) => slots[slot]);
    const hollow = bitsOf(sum.hollow);
    const denied = bitsOf(sum.denied);
    const main = held.length || sum.plain ? "disc" : hollow.length ? "diamond" : "cross";
    if (main === "disc") {
      circle(context, x, y, radius + 1, paper, 2.5);
      disc(context, x, y, radius, held.length ? held : [slots[0]]);
      if (sum.disputed) {
        circle(context, x, y, radius + 3.2, paper, 4);
        circle(context, x, y, radius + 3.4, ink, 1.6);
      }
    } else if (main === "diamond") {
      CM.drawDiamond(context, x, y, radius, slots[hollow.at(-1)], paper);
    } else {
      CM.drawCross(context, x, y, radius * 0.8, slots[denied.at(-1) ?? 0], paper);
    }
    const small = Math.max(3.6, radius * 0.4);
    const off = radius * 0.74 + small * 0.7 + (sum.disputed ? 2 : 0);
    if (main === "disc" && hollow.length) {
      CM.drawDiamond(context, x + off, y - off, small, slots[hollow.at(-1)], paper);
    }
    if (main !== "cross" && denied.length) {
      CM.drawCross(context, x + off, y + off, small, slots[denied.at(-1)], paper);
    }
  };

  // A place by who holds it: the disc's form tells the basis, its strength the currency.
  // status: {slots, basis, currency}; basis null where several places share the mark.
  CM.drawStatus = (context, x, y, radius, status, paint) => {
    const { paper, ink } = paint;
    const colours = status.slots.map((slot) => paint.slots[slot]);
    const [first] = colours;
    const isGone = status.currency === "no coverage";
    circle(context, x, y, radius + 1, paper, 2.5);
    disc(context, x, y, radius, [paper]);
    context.globalAlpha = { stale: 0.5, "no coverage": 0.2 }[status.currency] ?? 1;
    disc(context, x, y, radius, colours);
    context.globalAlpha = 1;
    if (status.basis === "third party" || status.basis === "none") disc(context, x, y, radius * 0.62, [paper]);
    if (status.basis === "conceded") disc(context, x, y, radius * 0.3, [paper]);
    if (isGone) {
      context.setLineDash([3, 2.5]);
      circle(context, x, y, radius - 0.5, first, 1.2);
      context.setLineDash([]);
    } else if (status.currency === "stale") circle(context, x, y, radius - 0.6, first, 1.2);
    if (status.basis === "agreed") circle(context, x, y, radius + 3, first, 1.8);
    if (status.basis === "disputed") {
      circle(context, x, y, radius + 3.2, paper, 4);
      circle(context, x, y, radius + 3.4, ink, 1.6);
    }
  };

  CM.radiusOf = (count) => Math.min(13, 6 + 1.5 * Math.log2(1 + count));

  CM.markOfClaim = (model, i) => {
    const none = { held: [], plain: 0, hollow: 0, denied: 0, count: 1, disputed: false };
    const [said, slot] = [model.mark[i], model.mark[i] & 31];
    if (said & CM.DENIED) return { ...none, denied: 1 << slot };
    if (said & CM.HOLLOW) return { ...none, hollow: 1 << slot };
    return said & CM.HELD ? { ...none, held: [slot] } : { ...none, plain: 1 };
  };
})();
