// Marks and names are drawn once and then copied: a frame that shows hundreds costs little.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const MOST = 3000; // sprites kept; more are forgotten all at once

  // A small canvas in pixels of the screen, with its size in those of the page.
  function canvasOf(width, height, draw) {
    const ratio = CM.ratio();
    const canvas = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(height * ratio));
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    draw(context);
    return { canvas, width: canvas.width / ratio, height: canvas.height / ratio };
  }

  CM.Sprites = class {
    constructor(paint) {
      this.paint = paint;
      this.kept = new Map();
    }

    _get(key, make) {
      let sprite = this.kept.get(key);
      if (!sprite) {
        if (this.kept.size > MOST) this.kept.clear();
        sprite = make();
        if (sprite.canvas) sprite.canvas = sprite.canvas.transferToImageBitmap();
        this.kept.set(key, sprite);
      }
      return sprite;
    }

    // Draws a mark about a point: key names it, draw(context, x, y) makes it.
    mark(context, x, y, reach, key, draw) {
      const sprite = this._get(`${key}|${reach}`, () =>
        canvasOf(2 * reach, 2 * reach, (inner) => draw(inner, reach, reach)));
      context.drawImage(sprite.canvas, x - reach, y - reach, sprite.width, sprite.height);
    }

    // Writes a name with its halo, its left end and its middle line at a point.
    name(context, text, x, y, style) {
      const { font, spacing = "0px", ink, paper, halo = 3 } = style;
      const sprite = this._get(`${font}|${ink}|${spacing}|${text}`, () => {
        const wide = this.width(context, text, style) + 2 * halo + 2;
        return canvasOf(wide, 24, (inner) => {
          Object.assign(inner, { font, letterSpacing: spacing, textBaseline: "middle",
            lineJoin: "round", lineWidth: halo, strokeStyle: paper, fillStyle: ink });
          inner.strokeText(text, halo, 12.5);
          inner.fillText(text, halo, 12.5);
        });
      });
      context.drawImage(sprite.canvas, x - halo, y - 12, sprite.width, sprite.height);
    }

    width(context, text, { font, spacing = "0px" }) {
      return this._get(`w|${font}|${spacing}|${text}`, () => {
        context.font = font;
        context.letterSpacing = spacing;
        const { width } = context.measureText(text);
        context.letterSpacing = "0px";
        return width;
      });
    }
  };

  const drawn = new Map();

  // A little picture of a mark, for lists and the legend; equal marks share one.
  CM.picture = (name, size, draw) => {
    const key = `${name}|${CM.ratio()}`;
    if (!drawn.has(key)) {
      const { canvas } = canvasOf(size, size, draw);
      const page = document.createElement("canvas");
      [page.width, page.height] = [canvas.width, canvas.height];
      page.getContext("2d").drawImage(canvas, 0, 0);
      drawn.set(key, page.toDataURL());
    }
    const image = document.createElement("img");
    image.src = drawn.get(key);
    image.width = image.height = size;
    image.alt = "";
    image.className = "cm-glyph";
    return image;
  };

  CM.glyph = (sum, paint, size = 18) => {
    const radius = size * (sum.disputed ? 0.24 : 0.31);
    return CM.picture(`${CM.keyOf(sum)}|${paint.name}|${size}`, size, (context) =>
      CM.drawSymbol(context, size / 2, size / 2, radius, sum, paint));
  };

  CM.statusGlyph = (status, paint, size = 18) => {
    const key = `${status.slots}|${status.basis}|${status.currency}|${paint.name}|${size}`;
    return CM.picture(key, size, (context) =>
      CM.drawStatus(context, size / 2, size / 2, size * 0.28, status, paint));
  };

  CM.keyOf = (sum) =>
    `${sum.held}|${sum.plain}|${sum.hollow}|${sum.denied}|${sum.disputed}`;
})();
