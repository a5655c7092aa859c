// The permalink: window, view, place and filters in location.hash.
(() => {
  const CM = (globalThis.ClaimMap ??= {});

  CM.readHash = (isKept) => {
    if (!isKept) return {};
    const found = new URLSearchParams(location.hash.slice(1));
    const state = {};
    const [from, to] = [CM.dayOf(found.get("from")), CM.dayOf(found.get("to"))];
    if (from !== null && to !== null) state.window = [from, to];
    const view = (found.get("map") ?? "").split("/").map(Number);
    if (view.length === 3 && view.every(Number.isFinite)) {
      const [zoom, lat, lon] = view;
      state.view = { zoom, lat, lon };
    }
    if (found.get("according")) state.according = found.get("according");
    if (found.get("show") === "control") state.shows = "control";
    if (found.has("cells")) state.cells = true;
    const sides = (found.get("sides") ?? "").split("/");
    if (sides.length === 2) state.compare = sides;
    if (found.get("hide")) state.hidden = found.get("hide").split(",");
    if (found.has("place")) state.key = found.get("place");
    return state;
  };

  CM.writeHash = (model, state, view) => {
    const parts = new URLSearchParams();
    if (!model.isAll) {
      parts.set("from", CM.isoOf(model.window.from));
      parts.set("to", CM.isoOf(model.window.to));
    }
    parts.set("map", [view.zoom, view.lat.toFixed(4), view.lon.toFixed(4)].join("/"));
    if (state.according !== "all") parts.set("according", state.according);
    if (state.shows !== "claims") parts.set("show", state.shows);
    if (state.cells) parts.set("cells", "on");
    if (state.compare) parts.set("sides", state.compare.join("/"));
    if (state.hidden.length) parts.set("hide", state.hidden.join(","));
    if (state.place !== null && state.place >= 0) {
      parts.set("place", model.places[state.place].key);
    }
    const hash = `#${parts.toString().replaceAll("%2F", "/").replaceAll("%2C", ",")}`;
    if (hash !== location.hash) history.replaceState(history.state, "", hash);
  };

  CM.escape = (text) => {
    const holder = document.createElement("span");
    holder.textContent = text;
    return holder.innerHTML;
  };
})();
