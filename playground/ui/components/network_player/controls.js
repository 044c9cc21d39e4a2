// @ts-check
// The buttons, the switches, and what is written beside them.

import { setText } from "../dom.js";
import { countText } from "../number_text.js";
import { watchScrubber } from "../scrubber.js";
import { lastKnown } from "./known.js";
import { RATES, goOn, isEdited, isOther, pause, playOrPause, requestFrame, seek, stepBy } from "./playback.js";
import { clearPoints } from "./points.js";
import { standText } from "./reading.js";
import { saveLosses, saveNetwork } from "./saving.js";

/** @import { Player } from "./types.d.ts" */

const SAID_AFTER = 600; // milliseconds of rest, so that a screen reader hears no flood

/** @param {Player} player */
export function watchControls(player) {
  const { elements } = player;
  const redraw = () => requestFrame(player);
  elements.play.onclick = () => playOrPause(player);
  elements.first.onclick = () => (pause(player), seek(player, player.known.first));
  elements.back.onclick = () => stepBy(player, -1);
  elements.forward.onclick = () => stepBy(player, 1);
  elements.goOn.onclick = () => goOn(player);
  elements.speed.oninput = () => {
    player.rate = RATES[+elements.speed.value];
    redraw();
  };
  elements.showTest.onchange = redraw;
  elements.discretised.onchange = redraw;
  elements.scale.onclick = () => {
    player.logarithmic = !player.logarithmic;
    elements.scale.setAttribute("aria-pressed", String(player.logarithmic));
    redraw();
  };
  elements.saveNetwork.onclick = () => saveNetwork(player);
  elements.saveLosses.onclick = () => saveLosses(player);
  elements.clear.onclick = () => clearPoints(player);
  watchPens(player);
  watchScrubber(elements.timeline, {
    stepAt: (x) => player.timelinePlaces.epoch(x),
    seek: (epoch) => seek(player, epoch),
    stepBy: (epochs) => stepBy(player, epochs),
    pause: () => pause(player),
    playOrPause: () => playOrPause(player),
    range: () => ({ first: player.known.first, last: player.reached, position: player.position }),
  });
}

/** @param {Player} player */
function watchPens(player) {
  const { elements } = player;
  const buttons = [...elements.pens.querySelectorAll("button")];
  for (const button of buttons) {
    button.onclick = () => {
      player.mode = /** @type {Player["mode"]} */ (button.dataset.mode);
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      elements.player.classList.toggle("drawing", player.mode !== "look");
    };
  }
}

/** @param {Player} player */
export function showControls(player) {
  const { elements, known, position, playing, rate, reached } = player;
  const epoch = Math.floor(position + 1e-9);
  const last = lastKnown(known);
  const place = `epoch ${countText(epoch)}`;
  const stand = isEdited(player) ? "weights changed" : standText(player).join(" · ");
  setText(elements.epoch, place);
  setText(elements.losses, known.count ? stand : "");
  setText(elements.speedText, `${rate} ${rate > 1 ? "epochs" : "epoch"}/s`);
  elements.speed.setAttribute("aria-valuetext", `${rate} epochs a second`);
  elements.player.classList.toggle("playing", playing);
  elements.play.setAttribute("aria-label", playing ? "Pause" : "Play");
  elements.back.disabled = elements.first.disabled = epoch <= known.first;
  elements.forward.disabled = player.ended !== null && epoch >= last && !isOther(player);
  elements.goOn.hidden = playing || (epoch >= reached && !isOther(player));
  setText(elements.goOn, player.pending ? "Go on with the new settings" : "Go on from here");
  const halt = (epoch >= last ? player.ended : null) ?? (epoch === player.stop?.epoch && !isEdited(player) ? player.stop.text : null);
  elements.ended.hidden = halt === null || playing;
  setText(elements.ended, halt ?? "");
  const { timeline } = elements;
  timeline.setAttribute("aria-valuemin", String(known.first));
  timeline.setAttribute("aria-valuemax", String(reached));
  timeline.setAttribute("aria-valuenow", String(epoch));
  timeline.setAttribute("aria-valuetext", `${place}, ${stand}`);
  sayLater(player, `${playing ? "Learning" : "Paused"} at ${place}: ${stand}. ${halt ?? ""} ${elements.reading.textContent}`);
}

/**
 * The state in a sentence, once it has come to rest; the page, too, hears of an epoch that was not seen before.
 *
 * @param {Player} player
 * @param {string} sentence
 */
function sayLater(player, sentence) {
  clearTimeout(player.statusTimer);
  player.statusTimer = setTimeout(() => {
    setText(player.elements.status, sentence);
    if (player.playing || player.reached <= player.told) return;
    player.told = player.reached;
    player.send("reached", { branch: player.known.branch, epoch: player.reached });
  }, SAID_AFTER);
}
