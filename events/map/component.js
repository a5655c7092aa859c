// Hosts the map in the dashboard: one app per place in the page; reruns only bring it up to date.
const mounted = new WeakMap();

function isDark(host) {
  const colour = getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = colour || "#fff";
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  return red * 0.3 + green * 0.59 + blue * 0.11 < 128;
}

function dress(entry, root) {
  const dark = isDark(root);
  if (!entry.app || entry.dark === dark) return;
  entry.dark = dark;
  entry.app.element.classList.toggle("cm-dark", dark);
  entry.app.element.classList.toggle("cm-light", !dark);
  entry.app.restyle();
}

// The report is drawn by a rerun, a moment later, elsewhere on the page.
function scrollToEvidence(id, tries = 20) {
  const mark = document.querySelector(`.report mark[data-claim="${CSS.escape(id)}"]`);
  if (mark) mark.scrollIntoView({ behavior: "smooth", block: "center" });
  else if (tries) setTimeout(() => scrollToEvidence(id, tries - 1), 200);
}

async function start(entry, component, root) {
  const CM = globalThis.ClaimMap;
  const { payload } = component.data;
  const [claims, basemap, page] = await Promise.all([
    CM.unpack(payload.claims), CM.unpack(payload.basemap), CM.unpack(payload.page),
  ]);
  if (entry.gone) return;
  entry.app = CM.mount(root, { claims, basemap, ...page }, {
    L: globalThis.leaflet, keepsHash: true, filter: entry.filter,
    onState: (state) => entry.send("window", state),
    onClaim: (id) => {
      entry.tell("claim", id);
      scrollToEvidence(id);
    },
  });
  dress(entry, root);
  const rest = await CM.unpack(payload.more);
  if (!entry.gone) entry.app.take(rest, payload.quotes);
}

export default function (component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  const root = parentElement.querySelector(".cm-root");
  let entry = mounted.get(root);
  if (entry && entry.digest !== data.digest) {
    entry.gone = true;
    entry.app?.destroy();
    entry = null;
  }
  const isNew = !entry;
  entry ??= { digest: data.digest, last: "" };
  mounted.set(root, entry);
  entry.filter = data.filter;
  entry.tell = setTriggerValue;
  entry.send = (name, value) => {
    const text = JSON.stringify(value);
    if (text === entry.last) return;
    entry.last = text;
    setStateValue(name, value);
  };
  if (isNew) start(entry, component, root);
  else {
    entry.app?.setFilter(data.filter);
    dress(entry, root);
  }
}
