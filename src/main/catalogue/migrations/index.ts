import type { Migration } from '../migrate.ts';
import { initial } from './0001-initial.ts';
import { copies } from './0002-copies.ts';
import { decisions } from './0003-decisions.ts';
import { sidecars } from './0004-sidecars.ts';
import { metadata } from './0005-metadata.ts';
import { suggestions } from './0006-suggestions.ts';
import { shots } from './0007-shots.ts';
import { moves } from './0008-moves.ts';
import { groups } from './0009-groups.ts';
import { collections } from './0010-collections.ts';
import { polledFolders } from './0011-polled-folders.ts';
import { sidecarIntents } from './0012-sidecar-intents.ts';

/** In order; a published one is never edited. */
export const migrations: readonly Migration[] = [
  initial,
  copies,
  decisions,
  sidecars,
  metadata,
  suggestions,
  shots,
  moves,
  groups,
  collections,
  polledFolders,
  sidecarIntents,
];
