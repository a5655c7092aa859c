// Hosts the map in the dashboard: one app per place in the page; reruns only bring it up to date.
const mounted = new WeakMap();
const payloads = new Map(); // by digest: what was handed over once is not sent again
const PATIENCE_MS = 3000; // until words that did not come are asked for again
const AT_ONCE = 200; // words of claims asked for together

// The words that claims rest on, which Python has: asked for when a claim is shown.
class Words {
  constructor(root) {
    this.root = root;
    this.known = new Map();
    this.awaited = new Map(); // from id to a promise and what fulfils it
    this.onTold = ({ detail }) => this._take(detail);
    document.addEventListener("claimmap-told", this.onTold);
    this.askSoon = globalThis.ClaimMap.debounced(30, () => this._ask());
  }

  // A promise of the words of a claim by its id; "" where they are not known.
  get(id) {
    if (this.known.has(id)) return Promise.resolve(this.known.get(id));
    const awaited = this.awaited.get(id) ?? Promise.withResolvers();
    this.awaited.set(id, awaited);
    this.askSoon();
    return awaited.promise;
  }

  _ask() {
    clearTimeout(this.timer);
    if (!this.root.isConnected) return this.close();
    const ids = [...this.awaited.keys()].slice(-AT_ONCE); // those shown last
    if (!ids.length) return undefined;
    document.dispatchEvent(new CustomEvent("claimmap-ask", { detail: ids }));
    return (this.timer = setTimeout(() => this._ask(), PATIENCE_MS));
  }

  _take(told) {
    let isNew = false;
    for (const [id, words] of Object.entries(told)) {
      this.known.set(id, words);
      isNew = this.awaited.has(id) || isNew;
      this.awaited.get(id)?.resolve(words);
      this.awaited.delete(id);
    }
    if (isNew) this._ask();
  }

  close() {
    clearTimeout(this.timer);
    document.removeEventListener("claimmap-told", this.onTold);
  }
}

// Tells what the map shows to who listens, and again to who begins to.
function announce(entry, root) {
  let last = null;
  const say = () => last && document.dispatchEvent(new CustomEvent("claimmap-window", { detail: last }));
  const onAsked = () => {
    if (root.isConnected && !entry.gone) say();
    else document.removeEventListener("claimmap-window?", onAsked);
  };
  document.addEventListener("claimmap-window?", onAsked);
  return (state) => {
    if (JSON.stringify(state) === JSON.stringify(last)) return;
    last = state;
    say();
  };
}

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
  const { digest } = component.data;
  const payload = component.data.payload ?? payloads.get(digest);
  if (!payload) {
    entry.say("has", ""); // a page that was opened anew: it is to be sent
    return;
  }
  entry.isBegun = true;
  payloads.clear();
  payloads.set(digest, payload);
  const [claims, basemap, page] = await Promise.all([
    CM.unpack(payload.claims), CM.unpack(payload.basemap), CM.unpack(payload.page),
  ]);
  if (entry.gone) return;
  entry.words = new Words(root);
  entry.app = CM.app = CM.mount(root, { claims, basemap, ...page }, {
    L: globalThis.leaflet, keepsHash: true, filter: entry.filter,
    quoteOf: (id) => entry.words.get(id),
    onState: announce(entry, root),
    onClaim: (id) => {
      entry.tell("claim", id);
      scrollToEvidence(id);
    },
  });
  dress(entry, root);
  entry.say("has", digest);
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
    entry.words?.close();
    entry = null;
  }
  const isNew = !entry;
  entry ??= { digest: data.digest };
  mounted.set(root, entry);
  entry.filter = data.filter;
  entry.tell = setTriggerValue;
  entry.say = setStateValue;
  if (isNew || !entry.isBegun) start(entry, component, root);
  else {
    entry.app?.setFilter(data.filter);
    dress(entry, root);
  }
}
