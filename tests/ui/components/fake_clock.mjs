// @ts-check
// A clock that only moves when a test says so: `setTimeout`, `performance.now` and animation frames.

/** @typedef {{ due: number, call: (now: number) => void }} Timer */

export class FakeClock {
  constructor() {
    this.now = 0;
    this.count = 0;
    /** @type {Map<number, Timer>} */
    this.timers = new Map();
    const plan = (/** @type {Timer["call"]} */ call, /** @type {number} */ wait) => {
      this.timers.set(++this.count, { due: this.now + wait, call });
      return this.count;
    };
    Object.assign(globalThis, {
      setTimeout: plan,
      clearTimeout: (/** @type {number} */ id) => this.timers.delete(id),
      requestAnimationFrame: (/** @type {Timer["call"]} */ call) => plan(call, 1),
    });
    Object.defineProperty(performance, "now", { value: () => this.now, configurable: true });
  }

  /**
   * Moves on without calling anything, as a hidden tab does: what was due comes later.
   *
   * @param {number} milliseconds
   */
  freeze(milliseconds) {
    this.now += milliseconds;
    for (const timer of this.timers.values()) timer.due += milliseconds;
  }

  /**
   * Moves on, calling what is due in order.
   *
   * @param {number} milliseconds
   */
  pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.due <= end).sort((one, other) => one[1].due - other[1].due);
      if (!due.length) break;
      const [id, timer] = due[0];
      this.timers.delete(id);
      this.now = timer.due;
      timer.call(this.now);
    }
    this.now = end;
  }
}
