// What this map is made of: the manifest, readable, folded away at the foot of the panel.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;

  // What a reader asks first; the reports with their hashes are long and come after.
  const ORDER = ["review", "publication", "as of", "known on", "query", "conflicts", "licences",
    "versions", "documents root", "documents"];
  const rank = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);

  function valueOf(value) {
    if (Array.isArray(value)) {
      return el("ul", {}, ...value.map((one) => el("li", {}, valueOf(one))));
    }
    if (value && typeof value === "object") {
      return el("dl", {}, ...Object.entries(value)
        .sort(([a], [b]) => rank(a) - rank(b)).flatMap(([name, inner]) => [
        el("dt", { text: name.replaceAll("_", " ") }), el("dd", {}, valueOf(inner)),
      ]));
    }
    return el("span", { text: value ?? "–" });
  }

  CM.aboutPanel = (about) => el("details", { class: "cm-about" },
    el("summary", { text: "About this map, its sources and licences" }),
    el("p", { text: "A claim is what somebody says, not what is so. Colours tell who is said to "
      + "hold a place by the claims in the window, never who holds it." }),
    valueOf(about.manifest));

  // The legend's sample of an uncertain place.
  CM.dashes = (paint) => CM.picture(`dashes|${paint.name}`, 18, (context) => {
    context.setLineDash([2.5, 2.5]);
    context.strokeStyle = paint.soft;
    context.lineWidth = 1.4;
    context.beginPath();
    context.arc(9, 9, 7, 0, 2 * Math.PI);
    context.stroke();
  });
})();
