// Starts the map in a snapshot: unpacks what the page carries and hands over Folium's map.
(() => {
  const CM = globalThis.ClaimMap;
  const carried = (id) => document.getElementById(id).textContent.trim();
  const whole = () => new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", () => resolve());
  });
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  // The map is drawn from what stands before the scripts; the rest is read when it is seen.
  CM.startSnapshot = async (map, L) => {
    const [claims, basemap, page] = await Promise.all([
      CM.unpack(carried("claimmap-claims")),
      CM.unpack(carried("claimmap-basemap")),
      CM.unpack(carried("claimmap-page")),
    ]);
    const root = document.querySelector(".snapshot");
    CM.app = CM.mount(root, { claims, basemap, ...page },
      { L, map, mapElement: map.getContainer(), keepsHash: true });
    await painted();
    performance.mark("claimmap-painted");
    await whole();
    CM.app.take(await CM.unpack(carried("claimmap-more")), carried("claimmap-quotes"));
    await painted();
    performance.mark("claimmap-whole");
    document.documentElement.dataset.ready = "yes";
  };
})();
