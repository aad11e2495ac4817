import { z } from 'zod';
import type { FolderChoice } from './library.ts';
import type { NameFacts } from './name-template.ts';
import type { WorkFailure } from './work.ts';

/** Files on a card by what they are. */
export interface CardFound {
  photo: number;
  film: number;
  /** Belongs to a photo or film beside it: a sidecar, a sound, a camera's notes. */
  companion: number;
  other: number;
}

/** What became of a copy from a card. */
export interface CardReport {
  /** Files on the card. */
  found: CardFound;
  /** Files that were copied now, each compared with the card by hash. */
  copied: number;
  /** Files that were copied before and are still there. */
  skipped: number;
  /** Bytes read from the card and copied. */
  bytes: number;
  failures: WorkFailure[];
  /** Why the copy ended early, one sentence; null where it came to its end. */
  stopped: string | null;
}

/** What is on a card, before anything is copied. */
export interface CardSurvey {
  found: CardFound;
  /** To be copied. */
  files: number;
  bytes: number;
  /** Copied before, and still there. */
  before: number;
  /** What the first photos say, for a live example of the names; the ending as it will stay. */
  examples: { facts: NameFacts; ending: string }[];
}

/** A place that photos may be copied from. */
export interface CardPlace extends FolderChoice {
  /** It has a camera's folders. */
  isCard: boolean;
}

const folder = z.string().max(64);

export const cardSurveySchema = z.object({
  card: folder,
  /** How many folders it is to be copied to. */
  targets: z.int().min(1).max(2),
  /** Also what is neither photo nor film. */
  others: z.boolean(),
});

export const cardCopySchema = cardSurveySchema.extend({
  /** One or two, on different drives at best. */
  targets: z.array(folder).min(1).max(2),
  template: z.string().max(500),
});

/** What the copies' sidecars say of whose photos they are. */
export const copySettings = {
  /** Folders and names of copies from cards. */
  cardTemplate: z.string().trim().min(1).max(500),
  /** Empty where nothing is to be said. */
  copyCreator: z.string().trim().max(500),
  copyRights: z.string().trim().max(1000),
  copyKeywords: z.array(z.string().trim().min(1).max(200)).max(100),
};
export type CopySettings = z.output<z.ZodObject<typeof copySettings>>;

export const defaultCopySettings: CopySettings = {
  cardTemplate: '{date}/{name}',
  copyCreator: '',
  copyRights: '',
  copyKeywords: [],
};
