import type { SidecarSettings } from '../../../shared/editors.ts';
import { labels, noVerdict, verdictFields } from '../../../shared/verdict.ts';
import type { InStep, SidecarIntent, SidecarPlace } from '../../catalogue/sidecars.ts';
import type { Merge } from './merge.ts';
import { lastInStep, outsideOf, type Said, writtenWith } from './plan.ts';

/**
 * Between writing a sidecar and noting that, the program may be killed. What stands there then must not be taken for a
 * change by another program, which would overrule what the person has decided since. So it is announced before, as it
 * will be read: not every program's fields can say all of a verdict. In fields that the sidecar changed itself nothing is
 * announced: its change must still be news after a kill.
 *
 * @param after what the sidecars will say once they are written
 */
export function intentOf(
  place: SidecarPlace,
  { take, inStepUnwritten, disputed }: Pick<Merge, 'take' | 'inStepUnwritten' | 'disputed'>,
  after: Said,
  settings: SidecarSettings,
): SidecarIntent {
  const isTheirs = verdictFields.filter((field) => take[field] !== undefined || disputed[field] !== null);
  const inStep = { ...inStepUnwritten };
  for (const field of isTheirs) Object.assign(inStep, { [field]: place.inStep[field] });
  const outside = outsideOf(after, writtenWith(place.writtenAs, settings), lastInStep(inStep));
  const said = { ...noVerdict, ...known(outside) };
  const isColour = labels.some((label) => label === said.label);
  const intent: InStep = { pick: said.pick, stars: said.stars, label: isColour ? said.label : null };
  for (const field of isTheirs) Object.assign(intent, { [field]: null });
  return { photo: place.photo, inStep, intent };
}

/** Without what nothing is said of. */
const known = (outside: ReturnType<typeof outsideOf>): object =>
  Object.fromEntries(Object.entries(outside ?? {}).filter(([, value]) => value !== null));
