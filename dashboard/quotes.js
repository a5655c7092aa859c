// Carries words of claims from Python to the map: it asks for them by the ids of claims.
const carriers = new WeakMap();

function listen(carrier, parent) {
  const onAsk = (event) => {
    if (!parent.isConnected) {
      document.removeEventListener("claimmap-ask", onAsk);
      return;
    }
    carrier.send("asked", event.detail);
  };
  document.addEventListener("claimmap-ask", onAsk);
}

export default function ({ data, parentElement, setStateValue }) {
  let carrier = carriers.get(parentElement);
  if (!carrier) {
    carrier = {};
    carriers.set(parentElement, carrier);
    listen(carrier, parentElement);
  }
  carrier.send = setStateValue;
  document.dispatchEvent(new CustomEvent("claimmap-told", { detail: data.quotes }));
}
