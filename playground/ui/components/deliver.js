// @ts-check
// The other half of `mount.py`: a component's bundle leaves `mount` where the few lines beside the data look for it.

/**
 * The default export of a bundle, which Streamlit calls once the script has loaded.
 *
 * @template Arguments, Cleanup
 * @param {string} name - the component's folder, by which the loader finds it
 * @param {(component: Arguments) => Cleanup} mount
 */
export function deliver(name, mount) {
  return () => {
    const registry = /** @type {{ playgroundComponents?: Record<string, unknown> }} */ (globalThis);
    (registry.playgroundComponents ??= {})[name] = mount;
    globalThis.dispatchEvent(new Event(`playground-${name}`));
  };
}
