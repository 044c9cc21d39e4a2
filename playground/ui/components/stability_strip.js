// The strip of learning rates. Python says what lies where; the marker moves here at once, and Python hears of it.

const SNAP = 6; // pixels to the best mark
const SLIP = 4; // pixels to the side that make a finger's touch a drag
const PAUSE = 150; // milliseconds between two picks of a drag
const PATIENCE = 4000; // milliseconds until a pick that Python did not take is given up
const GAP = 6; // pixels between two texts
const STRIPS = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
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

function textOf(rate, digits = 4) {
  return String(+rate.toPrecision(digits));
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

  // The scale

  share(rate) {
    const { low, high, scale } = this.data;
    const share = scale === "log" ? Math.log(rate / low) / Math.log(high / low) : (rate - low) / (high - low);
    return Math.min(1, Math.max(0, share));
  }

  rateAt(event) {
    const { low, high, scale, best } = this.data;
    const { left, width } = this.zones.getBoundingClientRect();
    const pixel = Math.min(width, Math.max(0, event.clientX - left));
    if (best !== null && Math.abs(pixel - this.share(best) * width) <= SNAP) return +best.toPrecision(3);
    const share = Math.max(pixel, 0.5) / width; // half a pixel is more than 0
    const rate = scale === "log" ? low * (high / low) ** share : low + (high - low) * share;
    const perPixel = (scale === "log" ? rate * Math.log(high / low) : high - low) / width;
    const short = +rate.toPrecision(2);
    return Math.abs(short - rate) <= perPixel / 2 ? short : +rate.toPrecision(3);
  }

  regionOf(rate) {
    return this.data.regions.findLast((region) => region.low <= rate);
  }

  isBest(rate) {
    return this.data.best !== null && +rate.toPrecision(3) === +this.data.best.toPrecision(3);
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
    const [across, along] = [event.clientX - this.pressed.x, event.clientY - this.pressed.y].map(Math.abs);
    if (across > Math.max(SLIP, along)) this.pressed.picks = true;
    if (this.pressed.picks) this.pick(this.rateAt(event), false);
  }

  release(event) {
    if (!this.pressed) return;
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
    const { low, high, scale } = this.data;
    const least = scale === "log" ? low : 0;
    const rate = Math.min(Math.max(high, this.rate), Math.max(least, this[move](up)));
    this.pick(rate > 0 ? rate : this.rate, false);
  }

  // One more or less in the second digit: 1.5, 1.6; 0.01, 0.0099.
  next(up) {
    let unit = 10 ** (Math.floor(Math.log10(this.rate) + 1e-9) - 1);
    if (!up && this.rate <= 10 * unit * (1 + 1e-9)) unit /= 10;
    return +((Math.round(this.rate / unit) + (up ? 1 : -1)) * unit).toPrecision(2);
  }

  // To the next of 1, 2, 5 times a power of ten.
  round(up) {
    const power = Math.floor(Math.log10(this.rate));
    const numbers = [power - 1, power, power + 1].flatMap((each) => [1, 2, 5].map((digit) => +`${digit}e${each}`));
    return this.nearest(numbers, up);
  }

  // To the next border, the best rate or, without regions, power of ten.
  landmark(up) {
    return this.nearest(this.landmarks().map((each) => +each.rate.toPrecision(3)), up);
  }

  nearest(numbers, up) {
    const beyond = numbers.filter((each) => (up ? each > this.rate * (1 + 1e-9) : each < this.rate * (1 - 1e-9)));
    if (!beyond.length) return this.rate;
    return up ? Math.min(...beyond) : Math.max(...beyond);
  }

  // The rates that have a name, the weightiest first.
  landmarks() {
    const { low, high, scale, regions, best } = this.data;
    if (scale === "log") {
      const powers = [];
      for (let power = Math.ceil(Math.log10(low) - 1e-9); 10 ** power <= high * (1 + 1e-9); power++) {
        powers.push({ rate: +`1e${power}`, text: String(+`1e${power}`) });
      }
      return powers;
    }
    const borders = regions.map((region) => ({ rate: region.low, text: textOf(region.low, 3) })).reverse();
    return best === null ? borders : [{ rate: best, text: `best ${textOf(best, 3)}`, best: true }, ...borders];
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
      const [left, right] = [this.share(region.low), this.share(region.high)].map((share) => share * this.width);
      const zone = document.createElement("div");
      zone.className = `zone ${region.name}`;
      zone.style.left = `${left}px`;
      zone.style.width = `${right - left}px`;
      this.zones.append(zone);
      const name = span(this.names, region.label);
      if (name.offsetWidth + GAP <= right - left) this.centre(name, (left + right) / 2);
      else name.remove();
      if (!name.isConnected) zone.title = region.label;
    }
    const { best } = this.data;
    this.best.hidden = best === null;
    if (best !== null) this.best.style.left = `${this.share(best) * this.width}px`;
  }

  // The numbers under the strip, the best and the limit first; one that would touch another is left out.
  drawNumbers() {
    this.numbers.replaceChildren();
    const taken = [];
    for (const { rate, text, best } of this.landmarks()) {
      const middle = this.share(rate) * this.width;
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
    const { low, high, scale, label, best_label } = this.data;
    const text = textOf(this.rate);
    const least = scale === "log" ? low : 0;
    const best = this.isBest(this.rate);
    const region = this.regionOf(this.rate);
    const middle = this.share(this.rate) * this.width;
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
      const middle = this.share(rate) * this.width;
      this.hover.textContent = [textOf(rate), this.isBest(rate) ? "best" : this.regionOf(rate)?.label].filter(Boolean).join(" ");
      this.line.style.left = `${middle}px`;
      const [left, right] = this.centre(this.hover, middle);
      covered = left < this.valueEnds[1] + GAP && right > this.valueEnds[0] - GAP;
    }
    this.value.style.visibility = covered ? "hidden" : "visible";
  }

  // Puts a text's middle at a place, but within the strip; returns its ends.
  centre(element, middle) {
    const left = Math.max(0, Math.min(this.width - element.offsetWidth, middle - element.offsetWidth / 2));
    element.style.left = `${left}px`;
    return [left, left + element.offsetWidth];
  }
}
