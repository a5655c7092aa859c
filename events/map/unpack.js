// Payloads: base64 of zlib-packed JSON -> values with typed arrays. No request is made.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const ARRAYS = { u8: Uint8Array, u16: Uint16Array, i32: Int32Array };

  function bytesOf(text) {
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
  }

  // A copy, because a view needs an aligned buffer. Columns are little-endian, as browsers are.
  function columnOf({ type, data }) {
    return new ARRAYS[type](bytesOf(data).buffer);
  }

  CM.unpack = async (text) => {
    const packed = new Blob([bytesOf(text)]).stream();
    const plain = packed.pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(plain).text());
  };

  CM.unpackClaims = async (text) => {
    const value = await CM.unpack(text);
    for (const name of Object.keys(value.columns)) {
      value.columns[name] = columnOf(value.columns[name]);
    }
    return value;
  };

  // Steps of whole numbers -> flat [x, y, …] in Web Mercator, 0..1 from north-west.
  CM.mercator = (lon, lat) => {
    const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  };
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
