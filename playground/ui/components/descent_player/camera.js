// @ts-check
// From the unit landscape to pixels, as an eye sees it.

/** @import { Camera, View } from "./types.d.ts" */

const QUADS = 60; // along each side of the surface
const QUADS_TURNING = 38; // while the visitor turns it, for a smooth turn
export const RELIEF_HEIGHT = 0.42;
export const FLOOR = -0.16;
export const FIRST_VIEW = { pitch: 0.88, zoom: 1, turning: false };

/**
 * @param {Pick<View, "pitch" | "zoom" | "turning"> & { yaw: number }} view
 * @param {number} width
 * @param {number} height
 * @returns {Camera}
 */
export function cameraOf({ yaw, pitch, zoom, turning }, width, height) {
  const [sinYaw, cosYaw, sinPitch, cosPitch] = [Math.sin(yaw), Math.cos(yaw), Math.sin(pitch), Math.cos(pitch)];
  const tall = 1.36 * sinPitch + (1 - FLOOR) * RELIEF_HEIGHT * cosPitch;
  const size = Math.min(width / 1.5, (height - 30) / tall) * zoom;
  return {
    place: (across, up, level) => {
      const [x, y] = [across - 0.5, up - 0.5];
      const z = (level - 0.5 - FLOOR / 2) * RELIEF_HEIGHT;
      const depth = x * sinYaw + y * cosYaw;
      const distance = depth * cosPitch - z * sinPitch;
      const scale = size / (1 + 0.22 * distance);
      return [
        width / 2 + (x * cosYaw - y * sinYaw) * scale,
        height * 0.47 - (z * cosPitch + depth * sinPitch) * scale,
      ];
    },
    // In steps of the unit landscape.
    eye: [-sinYaw * cosPitch, -cosYaw * cosPitch, sinPitch / RELIEF_HEIGHT],
    farRight: sinYaw > 0,
    farUp: cosYaw > 0,
    quads: turning ? QUADS_TURNING : QUADS,
  };
}
