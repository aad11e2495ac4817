import { z } from 'zod';
import { requests, type Handlers, type ParsedInput, type RequestName } from '../../shared/contract.ts';
import { PlainError, type Result } from '../../shared/result.ts';

export type Log = (line: string) => void;

/** Answers one request, whatever the page sent; never rejects. */
export type Dispatch = (name: unknown, input: unknown) => Promise<Result<unknown>>;

const failure = (error: string): Result<never> => ({ ok: false, error });

const isRequestName = (name: unknown): name is RequestName =>
  typeof name === 'string' && Object.hasOwn(requests, name);

/**
 * What both transports do with a request: find it in the contract, parse its input, call its handler. Only the message
 * of a `PlainError` reaches the page; any other error is logged and said in one sentence.
 */
export function createDispatch(handlers: Handlers, log: Log): Dispatch {
  async function answer<Name extends RequestName>(name: Name, input: unknown): Promise<Result<unknown>> {
    const parsed = requests[name].input.safeParse(input);
    if (!parsed.success) {
      log(`${name} was asked with an input that is not in the contract: ${z.prettifyError(parsed.error)}`);
      return failure(`Proofsheet could not read the request "${name}". Reload the window and try again.`);
    }
    try {
      return { ok: true, value: await handlers[name](parsed.data as ParsedInput<Name>) };
    } catch (error) {
      if (error instanceof PlainError) return failure(error.message);
      log(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return failure('Something went wrong inside Proofsheet. Try again; its log says what happened.');
    }
  }

  return async (name, input) =>
    isRequestName(name)
      ? answer(name, input)
      : failure('Proofsheet does not know this request. Reload the window and try again.');
}
