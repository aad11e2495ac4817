import { markdown } from '../report/table.ts';
import type { AcrossSets } from './across.ts';

const two = (value: number): string => value.toFixed(2);
const interval = ({ low, high }: { low: number; high: number }): string => `${two(low)} to ${two(high)}`;
const withInterval = (figure: { srcc: number; low: number; high: number }): string =>
  `${two(figure.srcc)} (${interval(figure)})`;

/** The evaluation's part on sets that were left out of training as a whole. */
export const acrossText = ({ transfers, nima }: AcrossSets): string =>
  `The overall score learned on one set and tested on the other, with 95 % intervals by groups. "As trained" puts the
channels on the footing of the photographs trained on; "standardised by the target's photographs" on that of those tested
on, whose pixels it then knows, though none of their labels.

${markdown([
  ['trained on', 'tested on', 'photos', 'SRCC, as trained', "SRCC, standardised by the target's photographs"],
  ...transfers.map(({ trainedOn, plain, adapted }) => [
    trainedOn,
    plain.set,
    String(plain.photos),
    withInterval(plain),
    withInterval(adapted),
  ]),
])}

### Against NIMA

${
  nima.length > 0
    ? `NIMA (idealo's MobileNet, trained on AVA) knows neither set; here the heads do not know the set tested on either, nor a
photograph of AVA: sophoappeal has crops of AVA, which are left out of training. The third line leaves them out of the test
too, as NIMA may know them. Gains are drawn by groups, the same draw for both.

${markdown([
  ['tested on', 'trained on', 'photos', 'NIMA', 'heads as trained', 'gain', '95 % interval of the gain'],
  ...nima.map((one) => [
    one.testedOn,
    one.trainedOn,
    String(one.own.photos),
    withInterval(one.nima),
    withInterval(one.own),
    two(one.gain),
    interval(one),
  ]),
])}`
    : "NIMA's scores are not at hand."
}`;
