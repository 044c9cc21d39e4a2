// @ts-check
// Frames while something plays, and one frame when something changed. Nothing runs while it is paused.

/** @import { Clock } from "./shared.d.ts" */

const LONGEST_FRAME = 0.1; // seconds: a tab that comes back does not jump

/**
 * @template {Clock} Player
 * @param {Player} player
 * @param {(player: Player, seconds: number) => void} advance - moves on by the time since the last frame
 */
export function requestFrame(player, advance) {
  if (player.frame || player.destroyed) return;
  player.frame = requestAnimationFrame((now) => {
    player.frame = 0;
    if (player.playing) {
      const passed = player.before === null ? 0 : Math.min((now - player.before) / 1000, LONGEST_FRAME);
      player.before = now;
      advance(player, passed);
    }
    player.draw(now);
    if (player.playing) requestFrame(player, advance);
  });
}
