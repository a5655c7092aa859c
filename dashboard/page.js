// What the browser does for the page that Streamlit cannot: keys of the review, what this browser
// remembers of its reader, the evidence brought into view.
const MEMORY = "claimmap";
const MOST_KEYS = 24; // pressed before the page has answered
const pages = new WeakMap();

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(MEMORY)) ?? {};
  } catch {
    return {};
  }
}

function remember(values) {
  try {
    localStorage.setItem(MEMORY, JSON.stringify({ ...remembered(), ...values }));
  } catch { /* storage may be full or forbidden: then nothing is remembered */ }
}

function isWriting(event) {
  const at = event.composedPath()[0];
  return at.isContentEditable
    || !!at.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox]");
}

function listen(page, parent) {
  const onKey = (event) => {
    if (!parent.isConnected) {
      document.removeEventListener("keydown", onKey, true);
      return;
    }
    const { keys, about } = page.data;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!keys.includes(event.key)) return;
    if (event.key !== "Escape" && isWriting(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit has keys of its own
    page.count += 1;
    page.pressed = [...page.pressed, [page.count, event.key, about]].slice(-MOST_KEYS);
    page.send("keys", page.pressed);
  };
  document.addEventListener("keydown", onKey, true);
}

function scroller(element) {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight) {
      return at;
    }
  }
  return null;
}

// The evidence of a claim is drawn a moment after this is called; only its own box is scrolled.
function showEvidence(id, tries = 30) {
  const mark = document.querySelector(`.st-key-beside .report mark[data-claim="${CSS.escape(id)}"]`);
  const box = mark && scroller(mark);
  if (box && !box.querySelector(".st-key-toolbar")) {
    const offset = mark.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += offset - box.clientHeight / 3;
  } else if (tries) setTimeout(() => showEvidence(id, tries - 1), 60);
}

export default function ({ data, parentElement, setStateValue }) {
  let page = pages.get(parentElement);
  if (!page) {
    page = { count: Date.now(), pressed: [], about: null };
    pages.set(parentElement, page);
    listen(page, parentElement);
    page.isNew = true;
  }
  page.data = data;
  page.send = setStateValue;
  if (page.isNew) {
    page.isNew = false;
    setStateValue("memory", remembered());
  }
  if (data.remember) remember(data.remember);
  if (data.about && data.about !== page.about) {
    page.about = data.about;
    showEvidence(data.about);
  }
}
