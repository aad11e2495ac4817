import type { Photograph } from './data/photograph.ts';
import { readAvt, readOasis, readSophoappeal } from './data/sets.ts';
import type { Examples } from './families.ts';
import type { FeatureReader, Features } from './features.ts';
import { uniteNearDuplicates } from './fit/near-duplicates.ts';
import type { Tap } from './trunk/trunk.ts';
import { channelWeights, type Standard, standardise, standardOf } from './fit/taps.ts';

/** The sets that are there to everybody, on one footing: OASIS' photographs say what a channel's mean and spread are. */
export interface OpenExamples {
  standard: Standard;
  oasis: Examples;
  sophoappeal: Examples;
  avt: Examples;
}

/** @throws PlainError naming the file (and line) that is wrong */
export async function readExamples(
  data: string,
  reader: FeatureReader,
  taps: readonly Tap[],
): Promise<OpenExamples> {
  const [oasis, sophoappeal, avt] = [readOasis(data), readSophoappeal(data), readAvt(data)];
  const features = await reader.read(oasis);
  const standard = standardOf(features, taps);
  return {
    standard,
    oasis: examplesOf(oasis, features, standard, taps),
    sophoappeal: examplesOf(sophoappeal, await reader.read(sophoappeal), standard, taps),
    avt: examplesOf(avt, await reader.read(avt), standard, taps),
  };
}

/** Standardises, and unites groups that share a near-duplicate. */
export function examplesOf(
  photographs: readonly Photograph[],
  features: Features,
  standard: Standard,
  taps: readonly Tap[],
): Examples {
  const standardised = standardise(features, standard);
  const groups = uniteNearDuplicates(
    photographs.map(({ group }) => group),
    standardised,
    channelWeights('later', taps),
  );
  return {
    photographs: photographs.map((photograph, row) => ({
      ...photograph,
      group: groups[row] ?? photograph.group,
    })),
    features,
    standardised,
    taps,
  };
}
