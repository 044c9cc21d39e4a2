// @ts-check
// The player: takes over what Python sent, and draws a frame whenever something moved.

import { watchTheme } from "../theme.js";
import { askForMore } from "./asking.js";
import { showBranches } from "./branches.js";
import { watchControls } from "./controls.js";
import { drawChanges, layOut } from "./drawing.js";
import { closeEditor, watchEditor } from "./editor.js";
import { elementsOf } from "./elements.js";
import { noneKnown, takeOver } from "./known.js";
import { showClasses } from "./legend.js";
import { watchLinks } from "./link_pointer.js";
import { watchPlane } from "./plane_pointer.js";
import { FIRST_RATE, RATES, goOn, goPast, requestFrame, showWanted } from "./playback.js";
import { noPoints, takePoints } from "./points.js";
import { readTheme } from "./theme.js";

/** @import { Component, Edited, Player, PlayerData } from "./types.d.ts" */

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
    rate: RATES[FIRST_RATE],
    playing: false, destroyed: false, before: null, frame: 0, textsAt: 0, textsLag: false,
    position: 0, reached: 0, drawn: null, wanted: null, ended: null, stop: null, past: -1, told: 0, visible: true, asked: null, askedAt: 0, retry: undefined, leaving: null,
    edited: null, edits: 0, pending: false, inputsKey: "", shownKey: "", largeKey: "", placesKey: "",
    hovered: null, hoveredLink: null, opened: null, cross: null,
    mode: "look", pen: 1, held: null, sentPoints: null, ownPoints: false, pointsVersion: 0, cameAs: "", pointsKey: "",
    train: noPoints(), test: noPoints(),
    logarithmic: false, brought: "",
    more: (from, playing) => player.send("more", { branch: player.known.branch, from, playing, past: player.past, reached: player.reached }),
    leave: (epoch, edited) => leave(player, epoch, edited),
    draw: (now) => drawChanges(player, now),
  });
  for (const watch of [watchControls, watchLinks, watchPlane, watchEditor]) watch(player);
  watchTheme(player.elements.seen, () => applyTheme(player));
  player.observer = new ResizeObserver(() => layOut(player));
  for (const element of [player.elements.plane, player.elements.scroll, player.elements.timeline]) player.observer.observe(element);
  player.watcher = new IntersectionObserver(([{ isIntersecting }]) => (player.visible = isIntersecting));
  player.watcher.observe(player.elements.seen);
  return player;
}

/**
 * Asks the page for a branch.
 *
 * @param {Player} player
 * @param {number} epoch
 * @param {Edited | null} edited
 */
function leave(player, epoch, edited) {
  const { known: { branch }, reached } = player;
  if (!edited) {
    player.send("branch", { branch, epoch, reached });
    return;
  }
  const bytes = new Uint8Array(edited.weights.buffer, edited.weights.byteOffset, edited.weights.byteLength);
  player.send("edit", { branch, epoch, reached, weights: btoa(String.fromCharCode(...bytes)) });
}

/** @param {Player} player */
function applyTheme(player) {
  player.theme = readTheme(player.elements.seen);
  if (player.data) showClasses(player);
  layOut(player);
}

/**
 * @param {Player} player
 * @param {PlayerData} data
 */
function showData(player, data) {
  const { elements } = player;
  player.data = data;
  player.ended = data.ended;
  player.pending = Boolean(data.pending);
  if (data.branch !== player.known?.branch) beginBranch(player, data);
  player.stop = data.stop && data.stop.epoch > player.past ? data.stop : null; // an answer may be older than what was asked
  takeOver(player.known, data.epochs);
  takePoints(player, data.points, performance.now());
  showWanted(player);
  if (player.playing && player.pending) goOn(player);
  if (player.playing && player.stop !== null && player.position > player.stop.epoch) goPast(player); // a rule that came too late
  if (player.known.count < 2) askForMore(player, performance.now());
  const { network } = data;
  elements.testSwitch.hidden = !player.test.targets.length;
  elements.tools.hidden = !data.editable;
  showBranches(player);
  elements.plane.setAttribute("aria-label", planeName(data));
  elements.player.setAttribute("aria-label", `A network of ${network.sizes.join(", ")} neurons learns in the plane`);
}

/** @param {PlayerData} data */
function planeName({ editable }) {
  const edit = editable ? " Enter adds a point, Delete removes the nearest, shift and an arrow key moves it." : "";
  return `The network's answer over the plane. Arrow keys move a cross, whose numbers flow through the network.${edit} Space plays.`;
}

/**
 * @param {Player} player
 * @param {PlayerData} data
 */
function beginBranch(player, data) {
  const stepped = player.leaving !== null ? player.wanted : null;
  player.known = noneKnown(data);
  const { first } = player.known;
  Object.assign(player, { position: first, reached: first, asked: null, leaving: null, edited: null, brought: "", past: -1, told: data.epoch ?? first });
  player.wanted = stepped ?? data.epoch ?? first;
  player.shownKey = "";
  closeEditor(player);
}

/**
 * Further epochs of what is shown change nothing of the layout.
 *
 * @param {PlayerData | undefined} before
 * @param {PlayerData} data
 */
function isFurther(before, data) {
  return before !== undefined && before.branch === data.branch && before.editable === data.editable;
}

/**
 * @param {Component} component
 * @returns {() => void}
 */
export function mount({ data, parentElement, setTriggerValue }) {
  const player = players.get(parentElement) ?? createPlayer(parentElement);
  players.set(parentElement, player);
  player.send = (name, value) => setTriggerValue(name, value);
  const further = isFurther(player.data, data);
  if (data !== player.data) showData(player, data);
  if (!further) applyTheme(player);
  requestFrame(player);
  return () => {
    player.destroyed = true;
    cancelAnimationFrame(player.frame);
    clearTimeout(player.retry);
    clearTimeout(player.pointsTimer);
    clearTimeout(player.statusTimer);
    player.observer.disconnect();
    player.watcher.disconnect();
    players.delete(parentElement);
  };
}
