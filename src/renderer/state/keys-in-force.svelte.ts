/** Keys that differ from those of the table, by command: of another scheme, or the person's own. */
class KeysInForce {
  changed = $state.raw<ReadonlyMap<string, readonly string[]>>(new Map());
}

/** One for the window: hints stand all over it. */
export const keysInForce = new KeysInForce();
