// Carries to Python what the map tells by one event, and back to the map, by another, what Python has.
const carriers = new WeakMap();

function listen(carrier, parent, hears) {
  const onTell = (event) => {
    if (!parent.isConnected) {
      document.removeEventListener(hears, onTell);
      return;
    }
    carrier.send("heard", event.detail);
  };
  document.addEventListener(hears, onTell);
  document.dispatchEvent(new CustomEvent(`${hears}?`)); // what was told before anybody listened
}

export default function ({ data, parentElement, setStateValue }) {
  const { hears, tells, told } = data;
  let carrier = carriers.get(parentElement);
  const isNew = !carrier;
  carrier ??= {};
  carriers.set(parentElement, carrier);
  carrier.send = setStateValue;
  if (isNew) listen(carrier, parentElement, hears);
  if (tells) document.dispatchEvent(new CustomEvent(tells, { detail: told }));
}
