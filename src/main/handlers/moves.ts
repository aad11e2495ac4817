import type { Handlers } from '../../shared/contract.ts';
import type { moveRequests } from '../../shared/moves.ts';
import type { RejectedMoves } from '../culling/moves/rejected-moves.ts';

export const moveHandlers = (moves: RejectedMoves): Pick<Handlers, keyof typeof moveRequests> => ({
  'moves.plan': (place) => moves.plan(place),
  'moves.begin': ({ photos, way }) => moves.begin(photos, way),
  'moves.putBack': ({ move }) => moves.putBack(move),
  'moves.list': () => moves.list(),
});
