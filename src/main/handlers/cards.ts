import type { CardPlace } from '../../shared/card.ts';
import type { cardRequests } from '../../shared/card-requests.ts';
import type { Handlers } from '../../shared/contract.ts';
import { parseTemplate } from '../../shared/name-template.ts';
import { PlainError } from '../../shared/result.ts';
import type { CardCopies } from '../culling/copies/card-copies.ts';
import { isCard } from '../culling/copies/card-places.ts';
import { surveyCard } from '../culling/copies/card-survey.ts';
import { makeFolder } from '../disk/write-whole.ts';
import { mountedDrives } from '../library/mounted.ts';
import type { HandlerContext } from './handlers.ts';

/** What the window may ask about copying from cards. */
export function cardHandlers(
  { catalogue, library, folders }: Pick<HandlerContext, 'catalogue' | 'library' | 'folders'>,
  copies: CardCopies,
): Pick<Handlers, keyof typeof cardRequests> {
  const pathsOf = (targets: readonly string[]): string[] => targets.map((target) => folders.pathOf(target));
  return {
    'cards.places': async () => {
      const drives = await mountedDrives();
      const places = await Promise.all(
        drives.map(async (drive): Promise<CardPlace | null> => {
          const card = await isCard(drive);
          return card === null ? null : { ...(await folders.choiceOf(drive, 'drive')), isCard: card };
        }),
      );
      return places.filter((place) => place !== null).sort((a, b) => Number(b.isCard) - Number(a.isCard));
    },
    'cards.survey': ({ card, targets, others }) =>
      surveyCard({ catalogue, card: folders.pathOf(card), targets, others }),
    'cards.copy': async ({ card, targets, template, others }) => {
      const paths = pathsOf(targets);
      const [first] = paths;
      if (first === undefined) throw new PlainError('Choose a folder to copy to.');
      const options = {
        card: folders.pathOf(card),
        targets: paths,
        template: parseTemplate(template),
        others,
      };
      copies.check(options);
      await makeFolder(first);
      const place = await library.add(first);
      copies.start(options, place);
      return place;
    },
    'cards.state': () => copies.state,
    'cards.steer': (how) => copies.steer(how),
  };
}
