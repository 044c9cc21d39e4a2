// The scale of learning rates: which rate lies where, and which one comes next.

const SNAP = 6; // pixels to the best mark

function textOf(rate, digits = 4) {
  return String(+rate.toPrecision(digits));
}

class Scale {
  constructor({ low, high, scale, regions, best }) {
    Object.assign(this, { low, high, scale, regions, best });
    this.least = scale === "log" ? low : 0;
  }

  share(rate) {
    const { low, high, scale } = this;
    const share = scale === "log" ? Math.log(rate / low) / Math.log(high / low) : (rate - low) / (high - low);
    return Math.min(1, Math.max(0, share));
  }

  // The rate under a pixel, in two or three digits: as many as the pixel can tell apart.
  rateAt(place, width) {
    const { low, high, scale, best } = this;
    const pixel = Math.min(width, Math.max(0, place));
    if (best !== null && Math.abs(pixel - this.share(best) * width) <= SNAP) return +best.toPrecision(3);
    const share = Math.max(pixel, 0.5) / width; // half a pixel is more than 0
    const rate = scale === "log" ? low * (high / low) ** share : low + (high - low) * share;
    const perPixel = (scale === "log" ? rate * Math.log(high / low) : high - low) / width;
    const short = +rate.toPrecision(2);
    return Math.abs(short - rate) <= perPixel / 2 ? short : +rate.toPrecision(3);
  }

  regionOf(rate) {
    return this.regions.findLast((region) => region.low <= rate);
  }

  isBest(rate) {
    return this.best !== null && +rate.toPrecision(3) === +this.best.toPrecision(3);
  }

  // One more or less in the second digit: 1.5, 1.6; 0.01, 0.0099.
  next(current, up) {
    let unit = 10 ** (Math.floor(Math.log10(current) + 1e-9) - 1);
    if (!up && current <= 10 * unit * (1 + 1e-9)) unit /= 10;
    return +((Math.round(current / unit) + (up ? 1 : -1)) * unit).toPrecision(2);
  }

  // To the next of 1, 2, 5 times a power of ten.
  round(current, up) {
    const power = Math.floor(Math.log10(current));
    const numbers = [power - 1, power, power + 1].flatMap((each) => [1, 2, 5].map((digit) => +`${digit}e${each}`));
    return this.nearest(numbers, current, up);
  }

  // To the next border, the best rate or, without regions, power of ten.
  landmark(current, up) {
    return this.nearest(this.landmarks().map((each) => +each.rate.toPrecision(3)), current, up);
  }

  nearest(numbers, current, up) {
    const beyond = numbers.filter((each) => (up ? each > current * (1 + 1e-9) : each < current * (1 - 1e-9)));
    if (!beyond.length) return current;
    return up ? Math.min(...beyond) : Math.max(...beyond);
  }

  // The rates that have a name, the weightiest first.
  landmarks() {
    const { low, high, scale, regions, best } = this;
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
}
