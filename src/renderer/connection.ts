import type { Api, DesktopApi } from '../shared/contract.ts';

/** An `Api` that can tell whether its other end is there. */
export interface Connection extends Api {
  /** Called at once with the present state, then whenever it changes. Returns the function that ends it. */
  onConnected(listener: (connected: boolean) => void): () => void;
  /** Takes dropped folders into the library; null where the window cannot learn where they are. */
  addDropped: DesktopApi['addDropped'] | null;
}
