import type { Handlers } from '../../shared/contract.ts';
import type { suggestionRequests } from '../../shared/suggestions.ts';
import type { Suggestions } from '../culling/suggestions.ts';

export const suggestionHandlers = (
  suggestions: Suggestions,
): Pick<Handlers, keyof typeof suggestionRequests> => ({
  'suggestions.runs': () => suggestions.runs(),
  'suggestions.list': ({ run, photos }) => suggestions.list(run, photos),
  'suggestions.confirm': ({ run, photos, screen }) => suggestions.confirm(run, photos, screen),
  'suggestions.drop': ({ run, photos }) => suggestions.drop(run, photos),
});
