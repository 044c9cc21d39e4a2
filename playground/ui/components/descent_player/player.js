// @ts-check
// The player: unpacks what Python sent, paints the static parts once, and draws a frame whenever something moved.

import { setText } from "../dom.js";
import { watchTheme } from "../theme.js";
import { watchControls } from "./controls.js";
import { elementsOf } from "./elements.js";
import { drawAll, layOut } from "./layout.js";
import { buildUpdateTrace } from "./update_trace.js";
import { easing } from "./playback.js";
import { sceneOf } from "./scene.js";
import { watchTimeline } from "./scrubber.js";
import { nameStage, watchStage } from "./stage.js";
import { answerPick, watchHandle } from "./start_pick.js";
import { readTheme } from "./theme.js";

/** @import { Component, Player, PlayerData } from "./types.d.ts" */

/** @type {WeakMap<ParentNode, Player>} */
const players = new WeakMap();

/**
 * What is known of a player before its first data.
 *
 * @param {ParentNode} parent
 */
function createPlayer(parent) {
  const player = /** @type {Player} */ ({
    elements: elementsOf(parent),
    view: { mode: "map", yaw: null, pitch: 0, zoom: 1, turning: false },
    speed: 0,
    position: 0,
    playing: false,
    touched: false,
    destroyed: false,
    before: null,
    frame: 0,
    textsAt: 0,
    sentAt: -Infinity,
    answered: true,
    startDrag: null,
    dragging: false,
    unsent: null,
    eased: (share) => share,
    draw: (now) => drawAll(player, now),
  });
  watchControls(player);
  watchTimeline(player);
  watchHandle(player);
  watchStage(player);
  watchTheme(player.elements.picture, () => applyTheme(player));
  player.observer = new ResizeObserver(() => layOut(player));
  for (const canvas of [player.elements.canvas, player.elements.fit, player.elements.timeline]) player.observer.observe(canvas);
  return player;
}

/**
 * Reads the theme, which may have changed, and paints again.
 *
 * @param {Player} player
 */
function applyTheme(player) {
  player.theme = readTheme(player.elements.picture);
  buildUpdateTrace(player);
  layOut(player);
}

/**
 * @param {Player} player
 * @param {PlayerData} data
 */
function showData(player, data) {
  // What stands beside the player speaks of the end: an experiment shows that.
  if (player.data && player.data.experiment !== data.experiment) player.playing = player.touched = false;
  player.data = data;
  player.scene = sceneOf(data);
  const { scene, elements } = player;
  const kept = player.playing || player.touched;
  player.position = kept ? Math.min(player.position, scene.last) : scene.last;
  player.eased = easing(player);
  elements.player.setAttribute("aria-label", scene.alt || "A gradient descent");
  elements.player.classList.toggle("with-fit", Boolean(scene.fit));
  elements.player.classList.toggle("pickable", Boolean(scene.pickable));
  elements.fitPanel.hidden = !scene.fit;
  setText(elements.fitTitle, scene.paths.length > 1 ? `The line of ${scene.paths[0].label}` : "The line at this step");
  nameStage(player);
}

/**
 * @param {Component} component
 * @returns {() => void}
 */
export function mount({ data, parentElement, setTriggerValue }) {
  const player = players.get(parentElement) ?? createPlayer(parentElement);
  players.set(parentElement, player);
  player.send = (point) => setTriggerValue("picked", point);
  const changed = data !== player.data;
  if (changed) showData(player, data);
  applyTheme(player);
  if (changed) answerPick(player);
  return () => {
    player.destroyed = true;
    cancelAnimationFrame(player.frame);
    clearTimeout(player.pickTimer);
    player.observer.disconnect();
    players.delete(parentElement);
  };
}
