// The clock: where in the descent the picture stands, and how it moves on. Nothing runs while it is paused.

const WHOLE_DESCENT = 6; // seconds at speed 1
const SLOWEST = 2; // steps a second at speed 1, so that ten steps do not take for ever
const EASED_BELOW = 7; // steps a second up to which a racer rests at each point
const TEXTS_EVERY = 100; // milliseconds
const LONGEST_FRAME = 0.1; // seconds: a tab that comes back does not jump

function stepsPerSecond({ scene, speed }) {
  return Math.max(scene.last / WHOLE_DESCENT, SLOWEST) * 2 ** speed;
}

function requestFrame(player) {
  if (player.frame || player.gone) return;
  player.frame = requestAnimationFrame((now) => {
    player.frame = 0;
    if (player.playing) advance(player, now);
    drawAll(player, now);
    if (player.playing) requestFrame(player);
  });
}

function advance(player, now) {
  const passed = player.before === null ? 0 : Math.min((now - player.before) / 1000, LONGEST_FRAME);
  player.before = now;
  player.position += passed * stepsPerSecond(player);
  if (player.position < player.scene.last) return;
  player.position = player.scene.last;
  player.playing = false;
  player.touched = false;
}

function play(player) {
  if (player.position >= player.scene.last) player.position = 0;
  player.playing = true;
  player.touched = true;
  player.before = null;
  requestFrame(player);
}

function pause(player) {
  if (!player.playing) return;
  player.playing = false;
  seek(player, Math.floor(player.position));
}

function playOrPause(player) {
  if (player.playing) pause(player);
  else play(player);
}

// Goes to a step; the visitor's choice outlives new data, unless it is the end.
function seek(player, position) {
  player.position = clamp(position, 0, player.scene.last);
  player.touched = player.playing || player.position < player.scene.last;
  requestFrame(player);
}

// To the next point that is shown: of a thinned descent not every step is.
function stepBy(player, rows) {
  pause(player);
  const longest = player.scene.paths.find(({ last }) => last === player.scene.last);
  const row = clamp(rowAt(longest, player.position) + rows, 0, longest.steps.length - 1);
  seek(player, longest.steps[row]);
}

function easing(player) {
  const slow = stepsPerSecond(player) < EASED_BELOW;
  return slow ? (share) => share * share * (3 - 2 * share) : (share) => share;
}

function showControls(player) {
  const { elements, scene, position, playing, speed } = player;
  const step = Math.floor(position + 1e-9);
  const path = scene.paths[0];
  const loss = path.losses[rowAt(path, position)];
  setText(elements.step, `step ${countText(step)} of ${countText(scene.last)}`);
  setText(elements.loss, scene.paths.length > 1 ? "" : lossText(loss));
  setText(elements.speedText, `${2 ** speed}×`);
  elements.speed.setAttribute("aria-valuetext", `${2 ** speed} times`);
  elements.player.classList.toggle("playing", playing);
  elements.play.setAttribute("aria-label", playing ? "Pause" : "Play");
  elements.back.disabled = elements.first.disabled = position <= 0;
  elements.forward.disabled = position >= scene.last;
  const { timeline } = elements;
  timeline.setAttribute("aria-valuemax", scene.last);
  timeline.setAttribute("aria-valuenow", step);
  timeline.setAttribute("aria-valuetext", `step ${countText(step)} of ${countText(scene.last)}, ${lossText(loss)}`);
}
