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

  CM.debounced = (delay, act) => {
    let timer = null;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => act(...given), delay);
    };
  };
})();
