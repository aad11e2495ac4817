import { createApplication } from '../main/application.ts';
import { copyCard } from '../main/culling/copies/card-copy.ts';
import type { CopyDescription } from '../main/culling/copies/describe-copy.ts';
import { parseTemplate } from '../shared/name-template.ts';
import type { CardReport } from '../shared/card.ts';
import type { WorkProgress } from '../shared/work.ts';
import { duration, ProgressLine } from './progress-line.ts';

export interface CopyCardOptions {
  /** One or two folders. */
  to: string[];
  name: string;
  others?: true;
  /** Instead of what the settings say. */
  creator?: string;
  rights?: string;
  keyword?: string[];
  catalogue?: string;
}

/** Copies a card and prints the report as JSON; what went wrong is said on standard error, a line each. */
export async function copyCardCommand(card: string, options: CopyCardOptions): Promise<void> {
  const template = parseTemplate(options.name);
  const { catalogue, describeCopies, close } = await createApplication({
    mode: 'headless',
    ...(options.catalogue !== undefined && { catalogueDir: options.catalogue }),
  });
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const line = new ProgressLine();
  const began = Date.now();
  try {
    const report = await copyCard({
      catalogue,
      card,
      targets: options.to,
      template,
      others: options.others ?? false,
      description: withOptions(describeCopies(), options),
      signal: stop.signal,
      onProgress: (progress) =>
        line.draw(describe(progress, Date.now() - began), progress.bytesDone / progress.bytes),
    });
    for (const { file, sentence } of report.failures) line.say(`${file}: ${sentence}`);
    line.say(summary(report));
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    if (report.stopped !== null || report.failures.length > 0) process.exitCode = 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await close();
  }
}

function withOptions(
  settings: CopyDescription | null,
  { creator, rights, keyword }: CopyCardOptions,
): CopyDescription | null {
  if (creator === undefined && rights === undefined && keyword === undefined) return settings;
  const { naming = 'stem', ...said } = settings ?? { creator: '', rights: '', keywords: [] };
  return {
    naming,
    creator: creator ?? said.creator,
    rights: rights ?? said.rights,
    keywords: keyword ?? said.keywords,
  };
}

function describe({ files, filesDone, bytes, bytesDone, file }: WorkProgress, elapsed: number): string {
  const parts = [`${filesDone} of ${files} files`];
  if (bytesDone > 0) parts.push(`${duration(((bytes - bytesDone) / bytesDone) * (elapsed / 1000))} left`);
  return [...parts, file].join(', ');
}

const summary = ({ copied, skipped, failures, stopped }: CardReport): string =>
  [`copied ${copied}, copied before ${skipped}, failed ${failures.length}`, stopped]
    .filter((part) => part !== null)
    .join('. ');
