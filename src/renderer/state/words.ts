import { type Phrase, phrases } from '../strings/phrases.ts';
import { strings } from '../strings/strings.ts';
import { type Explanation, neutral, type TaskScore } from './explanation.ts';

/** Points of the overall score below which a contribution is not worth a word. */
const worthSaying = 3;

/** An attribute's own words; one without is named by its label. */
function phraseOf({ task, score }: TaskScore): Phrase {
  const side = (score ?? neutral) >= neutral ? 'high' : 'low';
  return phrases[task.id]?.[side] ?? { text: strings.words[side](task.label) };
}

/**
 * One or two plain sentences on why a photo scores as it does, out of the contributions that are shown first.
 *
 * @returns '' where the model does not say what contributes
 */
export function wordsOf({ telling, parts }: Explanation): string {
  if (!parts) return '';
  const told = telling.filter(({ part }) => Math.abs(part?.points ?? 0) >= worthSaying);
  const upward = (item: TaskScore) => (item.part?.points ?? 0) > 0;
  const lifting = told.filter(upward).map(phraseOf);
  const lowering = told.filter((item) => !upward(item)).map(phraseOf);
  const clauses = [
    ...(lifting.length > 0 ? [strings.words.lifts(lifting)] : []),
    ...(lowering.length > 0 ? [strings.words.holdsBack(lowering)] : []),
  ];
  // What counts most comes first.
  if (told[0] && !upward(told[0])) clauses.reverse();
  const sentences = [clauses.length === 0 ? strings.words.nothing : `${capitalised(clauses.join('; '))}.`];
  const explained = parts.parts.reduce((sum, { points }) => sum + Math.abs(points), 0);
  const rest = Math.abs(parts.remainder.points);
  if (rest >= worthSaying && rest > explained) sentences.push(strings.words.mostlyUnexplained);
  return sentences.join(' ');
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
