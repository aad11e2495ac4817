import type { Api, OutputOf, RequestInput, RequestName } from '../../src/shared/contract.ts';
import type { PhotoRow } from '../../src/shared/photo.ts';
import { noVerdict } from '../../src/shared/verdict.ts';

type Answers = {
  [Name in RequestName]?: (input: RequestInput<Name>) => OutputOf<Name> | Promise<OutputOf<Name>>;
};

/** The other end of the contract, for state that is tested alone. */
export function answering(answers: Answers): Pick<Api, 'call'> {
  return {
    call: async (name, ...input) => {
      const answer = answers[name];
      if (!answer) throw new Error(`${name} was not expected`);
      return (await answer(input[0] as never)) as never;
    },
  };
}

export const rowOf = (id: number, change: Partial<PhotoRow> = {}): PhotoRow => ({
  id,
  version: 'v1',
  name: `IMG_${String(id)}.jpg`,
  folder: '',
  root: 1,
  state: 'waiting',
  error: null,
  width: null,
  height: null,
  captured: null,
  thumb: false,
  scores: null,
  earlierModel: null,
  format: 'jpeg',
  companions: [],
  versionOf: null,
  motion: null,
  picture: null,
  verdict: noVerdict,
  suggestion: null,
  group: null,
  ...change,
});

/** Lets everything that waits for an answer go on. */
export const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
