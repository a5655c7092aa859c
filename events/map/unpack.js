// Payloads: base64 of zlib-packed bytes -> values with typed arrays. No request is made.
(() => {
  const CM = (globalThis.ClaimMap ??= {});

  function bytesOf(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
  }

  async function inflated(text) {
    const packed = new Blob([bytesOf(text)]).stream();
    const plain = packed.pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(plain).arrayBuffer());
  }

  // All lowest bytes, then all second ones, …; even numbers are n / 2, odd ones -(n + 1) / 2.
  function columnOf(bytes, length, width, isSteps) {
    const values = new Int32Array(length);
    let before = 0;
    for (let i = 0; i < length; i++) {
      let zigzag = 0;
      for (let plane = 0; plane < width; plane++) zigzag |= bytes[plane * length + i] << (8 * plane);
      const value = (zigzag >>> 1) ^ -(zigzag & 1);
      before = isSteps ? (before + value) | 0 : value;
      values[i] = before;
    }
    return values;
  }

  function restored(value, store) {
    if (!value || typeof value !== "object") return value;
    if (value.$) {
      const [start, length, width, isSteps] = value.$;
      const bytes = store.subarray(start, start + length * Math.max(1, width));
      return width ? columnOf(bytes, length, width, isSteps) : bytes;
    }
    if (Array.isArray(value)) return value;
    for (const name of Object.keys(value)) value[name] = restored(value[name], store);
    return value;
  }

  CM.unpack = async (text) => {
    const bytes = await inflated(text);
    const start = 4 + new DataView(bytes.buffer).getUint32(0, true);
    const header = new TextDecoder().decode(bytes.subarray(4, start));
    return restored(JSON.parse(header), bytes.subarray(start));
  };

  CM.hexadecimal = (bytes) =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  // The words that claims rest on, in blocks that are unpacked when one of their quotes is read.
  CM.Quotes = class {
    // text: the blocks, joined by full stops; size: how many quotes each has.
    constructor(text, size) {
      this.blocks = text ? text.split(".") : [];
      this.size = size;
      this.read = new Map();
    }

    // A promise of a quote by its number; "" for the number 0, a quote that was left out.
    async get(number) {
      if (!number) return "";
      const block = Math.floor(number / this.size);
      if (!this.read.has(block)) {
        this.read.set(block, inflated(this.blocks[block])
          .then((bytes) => JSON.parse(new TextDecoder().decode(bytes))));
      }
      return (await this.read.get(block))[number % this.size] ?? "";
    }
  };

  // Degrees -> [x, y] in Web Mercator, 0..1 from north-west.
  CM.mercator = (lon, lat) => {
    const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  };

  // Steps of whole numbers -> flat [x, y, …] in Web Mercator.
  CM.unstep = (steps, scale) => {
    const flat = new Float64Array(steps.length);
    let across = 0;
    let up = 0;
    for (let i = 0; i < steps.length; i += 2) {
      across += steps[i];
      up += steps[i + 1];
      [flat[i], flat[i + 1]] = CM.mercator(across / scale, up / scale);
    }
    return flat;
  };
})();
