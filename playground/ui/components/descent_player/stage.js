// @ts-check
// The pointer and the keys on the stage: on the map they read the loss and choose a start, in space they turn the surface.

import { clamp } from "../clamp.js";
import { playOrPause, requestFrame } from "./playback.js";
import { moveStart, tapMap } from "./start_pick.js";
import { showTip } from "./tip.js";
import { firstView } from "./visibility.js";

/** @import { Player } from "./types.d.ts" */

const TURNS = new Map([["ArrowLeft", [-0.1, 0]], ["ArrowRight", [0.1, 0]], ["ArrowUp", [0, 0.08]], ["ArrowDown", [0, -0.08]]]);

/** @param {Player} player */
export function watchStage(player) {
  const { canvas, tip } = player.elements;
  const { view } = player;
  watchTurning(player);
  canvas.onpointerleave = () => (tip.hidden = true);
  canvas.onclick = (event) => view.mode === "map" && tapMap(player, event);
  canvas.ondblclick = () => view.mode === "3d" && (Object.assign(view, firstView(player.scene)), turn(player, 0, 0));
  canvas.onwheel = (event) => {
    if (view.mode !== "3d" || !event.ctrlKey) return; // without ctrl the page scrolls
    event.preventDefault();
    view.zoom = clamp(view.zoom * Math.exp(-event.deltaY * 0.002), 0.6, 4);
    turn(player, 0, 0);
  };
  canvas.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [yaw, pitch] = TURNS.get(event.key) ?? [];
    if (event.key === " ") playOrPause(player);
    else if (view.mode === "3d" && yaw !== undefined) turn(player, yaw, pitch);
    else if (view.mode === "3d" || !moveStart(player, event)) return;
    event.preventDefault();
  };
}

/**
 * @param {Player} player
 * @param {number} yaw - radians
 * @param {number} pitch
 */
function turn(player, yaw, pitch) {
  const { view } = player;
  view.yaw = (view.yaw ?? 0) + yaw;
  view.pitch = clamp(view.pitch + pitch, 0.12, 1.5);
  player.stale ||= "view";
  requestFrame(player);
}

/** @param {Player} player */
function watchTurning(player) {
  const { canvas } = player.elements;
  const { view } = player;
  /** @type {[number, number] | null} */
  let turning = null;
  canvas.onpointerdown = (event) => {
    if (view.mode === "map" || event.button || !event.isPrimary) return; // a second finger changes nothing
    turning = [event.clientX, event.clientY];
    canvas.setPointerCapture(event.pointerId);
  };
  canvas.onpointermove = (event) => {
    if (view.mode === "map" && event.pointerType === "mouse") showTip(player, event);
    if (view.mode === "map" || !turning || !event.isPrimary) return;
    const [dx, dy] = [event.clientX - turning[0], event.clientY - turning[1]];
    turning = [event.clientX, event.clientY];
    view.turning = true;
    turn(player, dx * 0.008, dy * 0.006);
  };
  canvas.onpointerup = canvas.onpointercancel = (event) => {
    if (!turning || !event.isPrimary) return;
    turning = null;
    view.turning = false;
    turn(player, 0, 0);
  };
}

/** @param {Pick<Player, "elements" | "scene" | "view">} player */
export function nameStage({ elements, scene, view }) {
  const map = scene.pickable ? "Map of the loss. Arrow keys move the start, space plays." : "Map of the loss. Space plays.";
  elements.canvas.setAttribute("aria-label", view.mode === "map" ? map : "The loss as a surface. Arrow keys turn it, space plays.");
}
