// @ts-check
// The buttons, the speed, the choice of the view, and what is written beside them.

import { setText } from "../dom.js";
import { countText, lossText } from "../number_text.js";
import { rowAt } from "./path.js";
import { easing, pause, playOrPause, requestFrame, seek, stepBy } from "./playback.js";
import { nameStage } from "./stage.js";
import { placeHandle } from "./start_handle.js";
import { firstView } from "./visibility.js";

/** @import { Player, View } from "./types.d.ts" */

/** @param {Player} player */
export function watchControls(player) {
  const { elements } = player;
  elements.play.onclick = () => playOrPause(player);
  elements.first.onclick = () => (pause(player), seek(player, 0));
  elements.back.onclick = () => stepBy(player, -1);
  elements.forward.onclick = () => stepBy(player, 1);
  elements.speed.oninput = () => {
    player.speed = +elements.speed.value;
    player.eased = easing(player);
    requestFrame(player);
  };
  elements.viewMap.onclick = () => showView(player, "map");
  elements.viewSpace.onclick = () => showView(player, "3d");
}

/**
 * @param {Player} player
 * @param {View["mode"]} mode
 */
function showView(player, mode) {
  const { elements, view } = player;
  view.mode = mode;
  if (mode === "3d" && view.yaw === null) Object.assign(view, firstView(player.scene));
  elements.player.classList.toggle("space", mode === "3d");
  elements.viewMap.setAttribute("aria-pressed", String(mode === "map"));
  elements.viewSpace.setAttribute("aria-pressed", String(mode === "3d"));
  elements.tip.hidden = true;
  player.stale ||= "view";
  placeHandle(player);
  nameStage(player);
  requestFrame(player);
}

/** @param {Player} player */
export function showControls({ elements, scene, position, playing, speed }) {
  const step = Math.floor(position + 1e-9);
  const path = scene.paths[0];
  const loss = lossText(path.losses[rowAt(path, position)]);
  const place = `step ${countText(step)} of ${countText(scene.last)}`;
  setText(elements.step, place);
  setText(elements.loss, scene.paths.length > 1 ? "" : loss);
  setText(elements.speedText, `${2 ** speed}×`);
  elements.speed.setAttribute("aria-valuetext", `${2 ** speed} times`);
  elements.player.classList.toggle("playing", playing);
  elements.play.setAttribute("aria-label", playing ? "Pause" : "Play");
  elements.back.disabled = elements.first.disabled = position <= 0;
  elements.forward.disabled = position >= scene.last;
  const { timeline } = elements;
  timeline.setAttribute("aria-valuemax", String(scene.last));
  timeline.setAttribute("aria-valuenow", String(step));
  timeline.setAttribute("aria-valuetext", `${place}, ${loss}`);
}
