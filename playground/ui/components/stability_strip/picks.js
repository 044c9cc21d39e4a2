// @ts-check
// Which rate the marker shows and which one Python knows: the marker moves at once, Python is notified a few times a
// second, and a page that answers an earlier pick does not pull the marker back.

const PAUSE = 150; // milliseconds between two picks of a drag
const PATIENCE = 4000; // milliseconds until a pick that Python did not take is given up

export class Picks {
  /** @param {() => void} redraw - called when the rate changed by itself */
  constructor(redraw) {
    this.redraw = redraw;
    this.rate = NaN; // where the marker is
    this.value = NaN; // what the page's data say
    this.sent = NaN; // what Python knows
    /** @type {number | null} */
    this.awaited = null; // what Python was sent and has not yet answered
    this.held = false; // whether a pointer holds the marker
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined; // of the pick that waits for the pause to end
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.patience = undefined;
    this.lastSent = -Infinity;
    /** @type {(rate: number) => void} */
    this.onSend = () => {};
  }

  /**
   * @param {number} value - of the page's data
   * @param {(rate: number) => void} onSend
   */
  update(value, onSend) {
    this.value = value;
    this.onSend = onSend;
    this.settle();
  }

  /**
   * @param {number} rate
   * @param {boolean} last - of a drag: it goes at once
   */
  pick(rate, last) {
    this.rate = rate;
    const wait = last ? 0 : PAUSE - (performance.now() - this.lastSent);
    if (wait <= 0) this.send();
    else this.timer ??= setTimeout(() => this.send(), wait);
  }

  /** Goes back to what Python knows: the drag was taken away. */
  cancel() {
    this.held = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.rate = this.sent;
    this.settle();
  }

  end() {
    clearTimeout(this.timer);
    clearTimeout(this.patience);
  }

  get busy() {
    return this.held || this.timer !== undefined;
  }

  settle() {
    if (!this.busy && (this.awaited === null || this.awaited === this.value)) this.accept();
  }

  accept() {
    clearTimeout(this.patience);
    this.awaited = null;
    this.rate = this.sent = this.value;
  }

  send() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.rate === this.sent) {
      this.settle();
      return;
    }
    this.lastSent = performance.now();
    this.awaited = this.sent = this.rate;
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      if (this.busy) return;
      this.accept();
      this.redraw();
    }, PATIENCE);
    this.onSend(this.rate);
  }
}
