// Starts the map in a snapshot: unpacks what the page carries and hands over Folium's map.
(() => {
  const CM = globalThis.ClaimMap;
  const carried = (id) => document.getElementById(id).textContent.trim();

  CM.startSnapshot = async (map, L) => {
    const [claims, basemap, page] = await Promise.all([
      CM.unpackClaims(carried("claimmap-claims")),
      CM.unpack(carried("claimmap-basemap")),
      CM.unpack(carried("claimmap-page")),
    ]);
    const root = document.querySelector(".snapshot");
    CM.app = CM.mount(root, { claims, basemap, ...page },
      { L, map, mapElement: map.getContainer(), keepsHash: true });
    document.documentElement.dataset.ready = "yes";
  };
})();
