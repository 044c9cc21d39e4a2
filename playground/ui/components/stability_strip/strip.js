// The strip of learning rates. Python says what lies where; the marker moves here at once, and Python hears of it.

const SLIP = 4; // pixels to the side that make a finger's touch a drag
const PAUSE = 150; // milliseconds between two picks of a drag
const PATIENCE = 4000; // milliseconds until a pick that Python did not take is given up
const GAP = 6; // pixels between two texts
const STRIPS = new WeakMap();

function mount({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".strip");
  if (!root || !data) return undefined;
  let strip = STRIPS.get(parentElement);
  if (strip?.root !== root) {
    strip?.end();
    strip = new Strip(root);
    STRIPS.set(parentElement, strip);
  }
  strip.update(data, (rate) => setTriggerValue("picked", rate));
  return () => {
    strip.end();
    STRIPS.delete(parentElement);
  };
}

function span(parent, text, name = "") {
  const element = document.createElement("span");
  element.textContent = text;
  element.className = name;
  parent.append(element);
  return element;
}

class Strip {
  constructor(root) {
    this.root = root;
    for (const name of ["value", "hover", "zones", "best", "line", "marker", "names", "numbers"]) {
      this[name] = root.querySelector(`.${name}`);
    }
    this.rate = null; // where the marker stands
    this.sent = null; // what Python knows
    this.awaited = null; // what it has been told and has not yet answered
    this.pressed = null; // where the pointer went down, and whether it picks
    this.timer = null; // of the pick that waits for the pause to end
    this.lastSent = -Infinity;
    this.observer = new ResizeObserver(() => this.data && this.draw());
    this.observer.observe(root);
    root.onpointerdown = (event) => this.press(event);
    root.onpointermove = (event) => this.move(event);
    root.onpointerup = (event) => this.release(event);
    root.onpointercancel = () => this.letGo();
    root.onpointerleave = () => this.showHover(null);
    this.marker.onkeydown = (event) => this.pressKey(event);
  }

  end() {
    this.observer.disconnect();
    clearTimeout(this.timer);
    clearTimeout(this.patience);
  }

  update(data, send) {
    this.data = data;
    this.scale = new Scale(data);
    this.send = send;
    this.settle();
    this.draw();
  }

  // A page that answers an earlier pick must not pull the marker back.
  settle() {
    const busy = this.pressed || this.timer;
    if (!busy && (this.awaited === null || this.awaited === this.data.value)) this.accept();
  }

  accept() {
    clearTimeout(this.patience);
    this.awaited = null;
    this.rate = this.sent = this.data.value;
  }

  rateAt(event) {
    const { left, width } = this.zones.getBoundingClientRect();
    return this.scale.rateAt(event.clientX - left, width);
  }

  // Picks

  pick(rate, last) {
    this.rate = rate;
    this.drawMarker();
    const wait = last ? 0 : PAUSE - (performance.now() - this.lastSent);
    if (wait <= 0) this.tell();
    else this.timer ??= setTimeout(() => this.tell(), wait);
  }

  tell() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.rate === this.sent) {
      this.settle();
      return;
    }
    this.lastSent = performance.now();
    this.awaited = this.sent = this.rate;
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      if (this.pressed || this.timer) return;
      this.accept();
      this.draw();
    }, PATIENCE);
    this.send(this.rate);
  }

  press(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    // A finger may have come to scroll: it picks where it moves sideways or lifts.
    this.pressed = { x: event.clientX, y: event.clientY, picks: event.pointerType !== "touch" };
    this.showHover(null);
    this.root.setPointerCapture(event.pointerId);
    this.marker.focus({ preventScroll: true });
    event.preventDefault();
    if (this.pressed.picks) this.pick(this.rateAt(event), false);
  }

  move(event) {
    if (!this.pressed) {
      if (event.pointerType !== "touch") this.showHover(event);
      return;
    }
    if (!event.isPrimary) return;
    const [across, along] = [event.clientX - this.pressed.x, event.clientY - this.pressed.y].map(Math.abs);
    if (across > Math.max(SLIP, along)) this.pressed.picks = true;
    if (this.pressed.picks) this.pick(this.rateAt(event), false);
  }

  release(event) {
    if (!this.pressed || !event.isPrimary) return;
    this.pressed = null;
    this.pick(this.rateAt(event), true);
  }

  letGo() {
    if (!this.pressed) return;
    this.pressed = null;
    clearTimeout(this.timer);
    this.timer = null;
    this.rate = this.sent;
    this.settle();
    this.drawMarker();
  }

  pressKey(event) {
    const moves = {
      ArrowLeft: "next", ArrowDown: "next", ArrowRight: "next", ArrowUp: "next",
      PageUp: "round", PageDown: "round", Home: "landmark", End: "landmark",
    };
    const move = moves[event.key];
    const up = ["ArrowRight", "ArrowUp", "PageUp", "End"].includes(event.key);
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const { high, least } = this.scale;
    const rate = Math.min(Math.max(high, this.rate), Math.max(least, this.scale[move](this.rate, up)));
    this.pick(rate > 0 ? rate : this.rate, false);
  }

  // Drawing

  draw() {
    this.width = this.root.clientWidth;
    if (!this.width) return;
    this.drawZones();
    this.drawNumbers();
    this.drawMarker();
  }

  drawZones() {
    this.zones.replaceChildren();
    this.names.replaceChildren();
    for (const region of this.data.regions) {
      const [left, right] = [region.low, region.high].map((rate) => this.placeOf(rate));
      const zone = document.createElement("div");
      zone.className = `zone ${region.name}`;
      zone.style.left = `${left}px`;
      zone.style.width = `${right - left}px`;
      this.zones.append(zone);
      const name = span(this.names, region.label);
      if (name.offsetWidth + GAP <= right - left) {
        this.centre(name, (left + right) / 2);
      } else {
        name.remove();
        zone.title = region.label;
      }
    }
    const { best } = this.data;
    this.best.hidden = best === null;
    if (best !== null) this.best.style.left = `${this.placeOf(best)}px`;
  }

  // The numbers under the strip, the best and the limit first; one that would touch another is left out.
  drawNumbers() {
    this.numbers.replaceChildren();
    const taken = [];
    for (const { rate, text, best } of this.scale.landmarks()) {
      const middle = this.placeOf(rate);
      const number = span(this.numbers, text, best ? "best-number" : "");
      const [left, right] = this.centre(number, middle);
      if (taken.some((other) => left < other[1] + GAP && right > other[0] - GAP)) number.remove();
      else taken.push([left, right]);
      if (this.data.scale === "log") {
        const tick = document.createElement("div");
        tick.className = "tick";
        tick.style.left = `${middle}px`;
        this.zones.append(tick);
      }
    }
  }

  drawMarker() {
    const { label, best_label } = this.data;
    const { high, least } = this.scale;
    const text = textOf(this.rate);
    const best = this.scale.isBest(this.rate);
    const region = this.scale.regionOf(this.rate);
    const middle = this.placeOf(this.rate);
    this.marker.style.left = `${middle}px`;
    this.value.textContent = this.rate > high ? `${text} →` : this.rate < least ? `← ${text}` : best ? `${text} best` : text;
    this.valueEnds = this.centre(this.value, middle);
    const words = [text, best ? best_label : region?.label].filter(Boolean).join(", ");
    for (const [name, value] of Object.entries({
      label, valuemin: least, valuemax: high, valuenow: Math.min(high, Math.max(least, this.rate)), valuetext: words,
    })) {
      this.marker.setAttribute(`aria-${name}`, value);
    }
  }

  showHover(event) {
    this.hover.hidden = this.line.hidden = !event;
    let covered = false;
    if (event) {
      const rate = this.rateAt(event);
      const middle = this.placeOf(rate);
      const word = this.scale.isBest(rate) ? "best" : this.scale.regionOf(rate)?.label;
      this.hover.textContent = [textOf(rate), word].filter(Boolean).join(" ");
      this.line.style.left = `${middle}px`;
      const [left, right] = this.centre(this.hover, middle);
      covered = left < this.valueEnds[1] + GAP && right > this.valueEnds[0] - GAP;
    }
    this.value.style.visibility = covered ? "hidden" : "visible";
  }

  placeOf(rate) {
    return this.scale.share(rate) * this.width;
  }

  // Puts a text's middle at a place, but within the strip; returns its ends.
  centre(element, middle) {
    const left = Math.max(0, Math.min(this.width - element.offsetWidth, middle - element.offsetWidth / 2));
    element.style.left = `${left}px`;
    return [left, left + element.offsetWidth];
  }
}
