import { z } from 'zod';
import {
  cardCopySchema,
  cardSurveySchema,
  type CardPlace,
  type CardReport,
  type CardSurvey,
} from './card.ts';
import { request } from './request.ts';
import type { WorkState } from './work.ts';

/** Copying from cards; the event `cardCopy` tells how far it is. */
export const cardRequests = {
  /** Drives that are mounted, cards first. */
  'cards.places': request(z.undefined()).returns<CardPlace[]>(),
  /** Reads the card's folders: what is there, and what was copied before. */
  'cards.survey': request(cardSurveySchema).returns<CardSurvey>(),
  /** Takes the first target into the library and begins. */
  'cards.copy': request(cardCopySchema).returns<{ root: number; folder: string }>(),
  'cards.state': request(z.undefined()).returns<WorkState<CardReport> | null>(),
  'cards.steer': request(z.enum(['pause', 'resume', 'cancel', 'dismiss'])).returns<void>(),
};
