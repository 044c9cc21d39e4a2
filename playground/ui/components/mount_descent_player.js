// Mounts the player on its data, as soon as its code has come (descent_player.js).
export default function load(component) {
  if (globalThis.descentPlayer) return globalThis.descentPlayer(component);
  let clean = () => {};
  const mount = () => {
    clean = globalThis.descentPlayer(component);
  };
  globalThis.addEventListener("descent-player", mount, { once: true });
  return () => {
    globalThis.removeEventListener("descent-player", mount);
    clean();
  };
}
