// @ts-check
// Fits the canvases to their room, paints what does not change between two steps, and draws the frames.

import { backdrop, drawOn, fitted } from "../canvas.js";
import { cameraOf } from "./camera.js";
import { showControls } from "./controls.js";
import { drawFit } from "./fit.js";
import { paintLandscape } from "./landscape.js";
import { drawMapFrame, paintMapBackdrop } from "./map.js";
import { mapPlaces, pathOnMap } from "./map_places.js";
import { fitTable } from "./table_fit.js";
import { showUpdateTrace } from "./update_trace.js";
import { drawSpaceFrame, pathInSpace } from "./space_paths.js";
import { placeHandle } from "./start_handle.js";
import { paintSpaceAxes, paintSurface } from "./surface_3d.js";
import { drawTimelineFrame, paintTimeline } from "./timeline.js";
import { timelinePlaces } from "./timeline_places.js";

/** @import { Player, Size } from "./types.d.ts" */

const TEXTS_EVERY = 100; // milliseconds

/**
 * Fits the canvases to their room and draws within the same task, so that no blank canvas is ever shown.
 *
 * @param {Player} player
 */
export function layOut(player) {
  if (!player.scene || player.destroyed) return;
  const { elements, scene } = player;
  player.sizes = { map: fitted(elements.canvas), timeline: fitted(elements.timeline), fit: scene.fit && fitted(elements.fit) };
  player.stale = "all";
  fitTable(player);
  drawAll(player, performance.now(), true);
}

/**
 * @param {Player} player
 * @param {Size} map
 * @param {Size} timeline
 */
function paintBackdrops(player, map, timeline) {
  const { scene, view } = player;
  player.places = mapPlaces(scene, map.width, map.height);
  if (player.stale === "all") {
    player.timelinePlaces = timelinePlaces(scene, timeline.width, timeline.height);
    player.timelineBackdrops = [false, true].map((bright) => backdrop(timeline, (context) => paintTimeline(context, player, bright)));
  }
  if (view.mode === "map") {
    player.onMap = scene.paths.map((path) => pathOnMap(path, player.places));
    const landscape = landscapePicture(player, map.ratio);
    player.stageBackdrop = backdrop(map, (context) => paintMapBackdrop(context, player, landscape));
  } else {
    player.camera = cameraOf({ ...view, yaw: view.yaw ?? 0 }, map.width, map.height);
    player.inSpace = scene.paths.map((path) => pathInSpace(path, player));
    player.stageBackdrop = backdrop(map, (context) => {
      paintSurface(context, player);
      paintSpaceAxes(context, player);
    });
  }
  player.stale = null;
}

/**
 * The landscape's picture outlives new paths: only a new loss, size or theme paints it again.
 *
 * @param {Player} player
 * @param {number} ratio
 */
function landscapePicture(player, ratio) {
  const { area } = player.places;
  const [width, height] = [Math.round(area.width * ratio), Math.round(area.height * ratio)];
  const key = [player.data.landscape.heights, width, height, player.theme.dark].join();
  if (key !== player.landscapeKey) {
    player.landscapeKey = key;
    player.landscape = paintLandscape(player.scene.landscape, player.theme, width, height, ratio);
  }
  return player.landscape;
}

/**
 * @param {Player} player
 * @param {number} now - milliseconds
 * @param {boolean} [texts] - write the texts now, even while it plays
 */
export function drawAll(player, now, texts = false) {
  const { sizes, elements, view, scene } = player;
  if (!sizes?.map || !sizes.timeline) return;
  if (player.stale) paintBackdrops(player, sizes.map, sizes.timeline);
  drawOn(elements.canvas, sizes.map, (context, { width, height }) => {
    context.drawImage(player.stageBackdrop, 0, 0, width, height);
    if (view.mode === "map") drawMapFrame(context, player);
    else drawSpaceFrame(context, player);
  });
  drawOn(elements.timeline, sizes.timeline, (context, { width, height }) => drawTimelineFrame(context, player, width, height));
  const { fit } = scene;
  if (sizes.fit && fit) drawOn(elements.fit, sizes.fit, (context, { width, height }) => drawFit(context, player, fit, width, height));
  placeHandle(player);
  if (!texts && player.playing && now - player.textsAt < TEXTS_EVERY) return;
  player.textsAt = now;
  showControls(player);
  showUpdateTrace(player);
}
