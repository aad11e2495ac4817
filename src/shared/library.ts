/** A folder of which no notice of changes comes is looked through this often. */
export const pollSeconds = 10;

/** Whether a library folder is looked through from time to time: since the person wants it, or since it is on a network drive. */
export type Polling = 'no' | 'asked' | 'network';

/** A library folder: the photos under it are in the catalogue, and it is watched. */
export interface LibraryRoot {
  id: number;
  /** Last part of its path. */
  name: string;
  photos: number;
  /** Its drive or folder is away. */
  offline: boolean;
  polling: Polling;
  folders: LibraryFolder[];
}

/** A folder inside a root that holds photos, itself or below. */
export interface LibraryFolder {
  /** Relative to the root, forward slashes. */
  path: string;
  /** Photos in it and below. */
  photos: number;
}

/** One level of the folder chooser. Ids are made by the main process and mean nothing elsewhere. */
export interface FolderListing {
  folder: FolderChoice | null;
  parent: string | null;
  entries: FolderChoice[];
}

export interface FolderChoice {
  id: string;
  name: string;
  /** "home", "pictures", "drive": for the icon; "folder" otherwise. */
  kind: 'home' | 'pictures' | 'drive' | 'folder';
  /** It is in the library already, or inside a folder that is. */
  inLibrary: boolean;
}

export interface Progress {
  /** `scanning`: folders are being read; `working`: photos are being scored. */
  state: 'idle' | 'scanning' | 'working' | 'paused';
  /** Files found so far in the running scan. */
  found: number;
  /** Photos waiting for their score. */
  waiting: number;
  /** Since the queue was last empty: photos finished, of them failed. */
  done: number;
  failed: number;
  photosPerSecond: number | null;
  secondsLeft: number | null;
}
