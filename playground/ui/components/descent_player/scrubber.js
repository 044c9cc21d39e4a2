// @ts-check
// The pointer and the keys on the timeline: they choose the step.

import { watchScrubber } from "../scrubber.js";
import { pause, playOrPause, seek, stepBy } from "./playback.js";

/** @import { Player } from "./types.d.ts" */

/** @param {Player} player */
export function watchTimeline(player) {
  watchScrubber(player.elements.timeline, {
    stepAt: (x) => player.timelinePlaces.step(x),
    seek: (step) => seek(player, step),
    stepBy: (rows) => stepBy(player, rows),
    pause: () => pause(player),
    playOrPause: () => playOrPause(player),
    range: () => ({ first: 0, last: player.scene.last, position: player.position }),
  });
}
