// Building elements. Text goes in through textContent alone: every string is untrusted.
(() => {
  const CM = (globalThis.ClaimMap ??= {});

  CM.el = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "text") element.textContent = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null && child !== ""));
    return element;
  };

  // Gives an element these children, in this order; those it has already stay as they are.
  CM.arrange = (parent, children) => {
    const wanted = new Set(children);
    for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
    let at = parent.firstChild;
    for (const child of children) {
      if (child === at) at = at.nextSibling;
      else parent.insertBefore(child, at);
    }
  };

  // A link only where the address is one of the web; anything else stays text.
  CM.link = (address, text) => {
    let isWeb = false;
    try {
      isWeb = ["http:", "https:"].includes(new URL(address).protocol);
    } catch {
      isWeb = false;
    }
    return isWeb
      ? CM.el("a", { href: address, rel: "noopener noreferrer", target: "_blank", text })
      : CM.el("span", { text });
  };

  // Pixels of a canvas for each of the page: those of the screen, at most two, more on paper.
  CM.ratio = () => (CM.isPrinted ? 3 : Math.min(2, globalThis.devicePixelRatio || 1));

  // What a list leaves out: a button for more of it; on paper, how much that is.
  CM.more = (left, what, onMore) => {
    const number = `${left.toLocaleString("en")} ${what}`;
    return CM.isPrinted
      ? CM.el("p", { class: "cm-empty", text: `${number} are not on this paper; the map has them.` })
      : CM.el("button", { type: "button", class: "cm-more cm-link", text: `Show more of ${number}`,
        onclick: onMore });
  };

  // A row of buttons of which one is pressed.
  CM.choice = (label, options, chosen, onChoose) => {
    const group = CM.el("div", { class: "cm-choice", role: "group", "aria-label": label });
    const buttons = options.map(([value, text]) => CM.el("button", {
      type: "button", text, "aria-pressed": String(value === chosen), "data-value": value,
      onclick: () => onChoose(value),
    }));
    group.append(...buttons);
    group.choose = (value) => {
      for (const one of buttons) one.setAttribute("aria-pressed", String(one.dataset.value === value));
    };
    return group;
  };

  // Acts once the calls rest: after the least of milliseconds, later where they come at a slow beat
  // that this would fall into.
  CM.rested = (least, most, act) => {
    let [timer, before] = [null, -Infinity];
    return () => {
      const now = performance.now();
      const beat = now - before < most ? 1.5 * (now - before) : 0;
      before = now;
      clearTimeout(timer);
      timer = setTimeout(act, Math.min(most, Math.max(least, beat)));
    };
  };

  CM.debounced = (delay, act) => {
    let timer = null;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => act(...given), delay);
    };
  };
})();
