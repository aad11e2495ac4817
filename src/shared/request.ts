import { z } from 'zod';

export const photoId = z.int().positive();
export const nothing = z.undefined();

/** A request's input schema, and its output as a type alone: outputs are ours, so they are not parsed again. */
export const request = <Input extends z.ZodType>(input: Input) => ({
  returns: <Output>() => ({ input }) as { input: Input; output?: Output },
});
