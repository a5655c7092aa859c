// What a printer gets: light paper, the map as wide as the page, all of the panel, and the manifest
// open. Nothing is drawn later, since a printer does not wait.
(() => {
  const CM = (globalThis.ClaimMap ??= {});

  // Returns what to call when the app goes.
  CM.preparePrint = (app) => {
    let kept = null;
    const before = () => {
      const { map } = app.panes[0];
      const about = app.element.querySelector(".cm-about");
      const bounds = map.getBounds();
      kept ??= { center: map.getCenter(), zoom: map.getZoom(), isOpen: about.open,
        isDark: app.element.classList.contains("cm-dark"),
        isLight: app.element.classList.contains("cm-light") };
      dress(app, { isDark: false, isLight: true, isPrinted: true });
      about.open = true;
      app.panes.forEach((pane) => pane.resize());
      map.fitBounds(bounds, { animate: false });
      app.panes.forEach((pane) => pane.marks.redraw());
      app.panel.showNow();
    };
    const after = () => {
      if (!kept) return;
      const { center, zoom, isOpen, ...looks } = kept;
      kept = null;
      dress(app, { ...looks, isPrinted: false });
      app.element.querySelector(".cm-about").open = isOpen;
      app.panes.forEach((pane) => pane.resize());
      app.panes[0].map.setView(center, zoom, { animate: false });
      app.panel.showNow();
    };
    globalThis.addEventListener("beforeprint", before);
    globalThis.addEventListener("afterprint", after);
    return () => {
      globalThis.removeEventListener("beforeprint", before);
      globalThis.removeEventListener("afterprint", after);
    };
  };

  function dress(app, { isDark, isLight, isPrinted }) {
    CM.isPrinted = isPrinted;
    app.element.classList.toggle("cm-printing", isPrinted);
    app.element.classList.toggle("cm-dark", isDark);
    app.element.classList.toggle("cm-light", isLight);
    app.restyle();
    app.timeline.draw();
  }
})();
