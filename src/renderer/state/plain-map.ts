/** A map without signals, for what is only kept account of: nothing on screen follows it. */
export const plainMap = <Key, Value>(): Map<Key, Value> => new Map<Key, Value>();
