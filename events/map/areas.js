// Places that are not known to the point: a circle as wide as what is not known, or the outline of
// the region that is spoken of. Never an exact dot.
(() => {
  const CM = (globalThis.ClaimMap ??= {});

  const COVERED = 9; // pixels of radius up to which a mark covers a circle
  const MOST_COPIED = 80; // pixels of radius up to which a circle is drawn once and copied

  CM.pixelsOfMetre = (claims, view, spot) => {
    const { lat } = claims.model.spots;
    return view.scale / (40075016.7 * Math.cos((lat[spot] * Math.PI) / 180));
  };

  CM.paintArea = (claims, context, view, paint, spot) => {
    const { shape, unit, place } = claims.model.spots;
    const isChosen = place[spot] === claims.chosen;
    if (shape[spot] === "circle") return paintCircle(claims, context, view, paint, { spot, isChosen });
    const sum = claims.sumOf([spot]);
    const sure = Boolean(sum.held.length || sum.plain);
    context.save();
    context.strokeStyle = context.fillStyle = claims.colourOf(sum, paint);
    paintOutline(claims.ground, context, view, unit[spot],
      { isChosen, sure, share: claims.shareOf(spot) });
    context.restore();
  };

  // A circle that a mark of the same place would cover is not drawn; small ones are drawn once.
  function paintCircle(claims, context, view, paint, { spot, isChosen }) {
    const { radius } = claims.model.spots;
    const exact = radius[spot] * CM.pixelsOfMetre(claims, view, spot);
    const [x, y] = [claims.x[spot] * view.scale - view.x, claims.y[spot] * view.scale - view.y];
    const r = Math.max(6, exact);
    if (x + r < 0 || y + r < 0 || x - r > view.width || y - r > view.height) return;
    if (exact < COVERED && claims.hasDot(spot)) return;
    const colour = claims.colourOf(claims.sumOf([spot]), paint);
    const style = { colour, isChosen, isSmall: radius[spot] < CM.WIDE };
    if (r > MOST_COPIED) return circle(context, x, y, r, style);
    const size = Math.round(r);
    claims.sprites.mark(context, x, y, size + 3, `${colour}|${isChosen}|${style.isSmall}`,
      (inner, across, down) => circle(inner, across, down, size, style));
  }

  function circle(context, x, y, r, { colour, isChosen, isSmall }) {
    context.save();
    context.strokeStyle = context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.globalAlpha = isChosen ? 0.16 : 0.08;
    if (isSmall) context.fill();
    context.globalAlpha = isChosen ? 1 : isSmall ? 0.75 : 0.5;
    context.lineWidth = isChosen ? 2 : 1.2;
    context.setLineDash([3, 4]);
    context.stroke();
    context.restore();
  }

  // The outline of a region, with a soft band inside it, both the fainter the less of it is held;
  // dashed where nothing is asserted.
  function paintOutline(ground, context, view, unit, { isChosen, sure, share }) {
    const outline = ground.outlines.get(unit);
    ground.within(context, view, (width, length) => {
      if (sure) {
        context.save();
        context.clip(outline, "evenodd");
        width((isChosen ? 30 : 18) * share);
        context.globalAlpha = (isChosen ? 0.32 : 0.18) * share;
        context.stroke(outline);
        context.restore();
      }
      width((isChosen ? 1.6 : 0.7) + 0.9 * share);
      context.globalAlpha = 0.3 + 0.6 * share * share;
      if (!sure) context.setLineDash([length(7), length(6)]);
      context.stroke(outline);
    });
  }
})();
