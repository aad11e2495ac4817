import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { resolve } from 'node:path';
import { editorIds } from '../shared/editors.ts';
import { type EngineId, engineIds, standardEngine } from '../shared/engines.ts';
import { PlainError, sentenceOf } from '../shared/result.ts';
import { templateFields } from '../shared/name-template.ts';
import { backupCommand, replayCommand } from './backups.ts';
import { copyCardCommand } from './copy-card.ts';
import { exportDocumentCommand, exportFilesCommand } from './export.ts';
import { engines } from './engines.ts';
import { score } from './score.ts';
import { labels, mostStars, type Verdict } from '../shared/verdict.ts';
import { serve } from './serve.ts';
import { historyCommand, redoCommand, undoCommand, verdictCommand } from './verdicts.ts';
import { sidecarsCommand, type SidecarsOptions } from './sidecars.ts';

interface VerdictOptions {
  pick?: true;
  reject?: true;
  unflag?: true;
  stars?: number;
  label?: Verdict['label'];
  catalogue?: string;
}

/** npm runs scripts in the project's folder and says here where it was called. */
const calledIn = process.env['INIT_CWD'] ?? process.cwd();
const path = (given: string): string => resolve(calledIn, given);

const port = (given: string): number => {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('Give a number up to 65535.');
  return number;
};

/** A new one for each command, because an option belongs to one. */
const engineOption = (): Option =>
  new Option(
    '--engine <name>',
    'what runs the network, instead of what the settings say; "proofsheet engines" tells which work here',
  ).choices(engineIds);

const modelOption = (): Option =>
  new Option(
    '--model <dir>',
    'a model of your own: a folder with manifest.json and the network it names; its tasks are what is shown',
  ).argParser(path);

const program = new Command('proofsheet')
  .description(
    'Scores photos with one multi-task neural network, on this machine. Photos are read, never changed.',
  )
  .showHelpAfterError('(proofsheet --help explains the call)')
  .exitOverride();

program
  .command('score')
  .description('Score every photo in the folders, and print one row for each as CSV.')
  .argument('<folders...>', 'folders with photos; those below them are included')
  .option('--csv <file>', 'write the CSV to this file rather than to standard output', path)
  .option('--catalogue <dir>', "keep scores in this folder rather than in the application's own", path)
  .addOption(engineOption())
  .addOption(modelOption())
  .addHelpText(
    'after',
    `
Scores go from 0 to 100; 50 is the middle of the photographs the scale was made on: a rank among them, not a grade.
Photos scored before and not changed since are not read again. A file that cannot be scored has a row with one
sentence that says why. Progress goes to standard error; its last line is
"decoded N, scored N, unchanged N, failed N".

Exit status: 0 when the run came to its end, however many files were bad; 2 for a wrong call; 1 for anything else.`,
  )
  .action(
    async (
      folders: string[],
      options: { csv?: string; catalogue?: string; engine?: EngineId; model?: string },
    ) => {
      await score(
        folders.map((given) => ({ given, path: path(given) })),
        options,
      );
    },
  );

program
  .command('serve')
  .description('Serve the application to a browser on this machine, at 127.0.0.1.')
  .argument('[folders...]', 'folders to open', (given: string, before: string[] = []) => [
    ...before,
    path(given),
  ])
  .option('--port <number>', 'the port; any free one if not given', port)
  .option('--catalogue <dir>', "keep scores in this folder rather than in the application's own", path)
  .addOption(engineOption())
  .addOption(modelOption())
  .action(
    async (
      folders: string[] = [],
      options: { port?: number; catalogue?: string; engine?: EngineId; model?: string },
    ) => {
      await serve(folders, options);
    },
  );

program
  .command('copy-card')
  .description('Copy a card, or any folder, to one or two folders; every copy is compared with it by hash.')
  .argument('<card>', 'the card; it is only read', path)
  .requiredOption(
    '--to <folder>',
    'where to; given twice, both copies are made with one reading of the card',
    (given: string, before: string[] = []) => [...before, path(given)],
  )
  .option('--name <template>', 'folders and names of the copies', '{date}/{name}')
  .option('--others', 'also what is neither photo nor film')
  .option('--creator <name>', "who took them, for the copies' sidecars; the settings' own if not given")
  .option('--rights <text>', 'copyright, for the same; {year} and the other fields are filled in')
  .option(
    '--keyword <word>',
    'keyword, for the same; may be given several times',
    (given: string, before: string[] = []) => [...before, given],
  )
  .option('--catalogue <dir>', "keep notes of what was copied in this folder's catalogue", path)
  .addHelpText(
    'after',
    `
In the template: ${templateFields.map((field) => `{${field}}`).join(' ')}; {number:6} has six digits.
What was copied before and is still there is passed over, so a copy that was cut short goes on where it was. Nothing is
ever written over. The report is printed as JSON.

Exit status: 0 when everything on the card is copied; 1 when something is not; 2 for a wrong call.`,
  )
  .action(copyCardCommand);

const catalogueOption = (): Option =>
  new Option(
    '--catalogue <dir>',
    "of the catalogue in this folder rather than the application's own",
  ).argParser(path);

const wholeNumber =
  (least: number, most: number) =>
  (given: string): number => {
    const number = Number(given);
    if (!Number.isInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    return number;
  };

program
  .command('verdict')
  .description('Decide about photos: pick state, stars and colour label. What is not named stays as it is.')
  .argument(
    '<photos...>',
    'photos, or folders for all photos in them',
    (given: string, before: string[] = []) => [...before, path(given)],
  )
  .addOption(new Option('--pick', 'pick them').conflicts(['reject', 'unflag']))
  .addOption(new Option('--reject', 'reject them; their stars stay').conflicts('unflag'))
  .option('--unflag', 'take pick or reject off')
  .option('--stars <number>', '0 to 5', wholeNumber(0, mostStars))
  .addOption(new Option('--label <colour>', 'colour label').choices(labels))
  .addOption(catalogueOption())
  .action(async (photos: string[], { pick, reject, unflag, stars, label, ...options }: VerdictOptions) => {
    const state = pick ? 'pick' : reject ? 'reject' : unflag ? 'none' : undefined;
    await verdictCommand(
      photos,
      {
        ...(state !== undefined && { pick: state }),
        ...(stars !== undefined && { stars }),
        ...(label !== undefined && { label }),
      },
      options,
    );
  });

program
  .command('undo')
  .description('Take back the last step of decisions.')
  .addOption(catalogueOption())
  .action(undoCommand);

program
  .command('redo')
  .description('Do the step again that was undone last.')
  .addOption(catalogueOption())
  .action(redoCommand);

program
  .command('history')
  .description('List the steps of decisions, the newest first, or go to one of them.')
  .option('--limit <number>', 'how many', wholeNumber(1, 100_000), 20)
  .option(
    '--to <step>',
    'make this step the last that stands; 0 for the state before the first',
    wholeNumber(0, 2 ** 31),
  )
  .addOption(catalogueOption())
  .action(historyCommand);

program
  .command('backup')
  .description('Back up the catalogue, checked, also while Proofsheet is open on it.')
  .option('--list', 'list the backups instead')
  .addOption(
    new Option('--restore <name>', 'put this one back instead; what is there is kept beside it').conflicts(
      'list',
    ),
  )
  .addOption(catalogueOption())
  .addHelpText(
    'after',
    `
A backup is made by itself once a day. Of the older ones stay the last of 7 days, 4 weeks and 12 months. After a restore
the log beside the catalogue brings back every decision that is newer than the backup.`,
  )
  .action(backupCommand);

program
  .command('replay')
  .description(
    'Bring back from the log what the catalogue has lost: its decisions, and the sidecars from them.',
  )
  .addOption(catalogueOption())
  .addHelpText(
    'after',
    `
For a catalogue that was begun anew beside the old decisions.jsonl: score the folders first. A photo is known by its
random id, else by its picture's fingerprint. Sidecars are written where the settings say so.`,
  )
  .action(replayCommand);
const editorOption = (): Option =>
  new Option('--editor <name>', 'for which program, instead of the one in the settings').choices(editorIds);

const exportCommand = program
  .command('export')
  .description('Copy, link or move photos of the library, or list them on a contact sheet or in a table.');

const folderList = (given: string, before: string[] = []): string[] => [...before, path(given)];

exportCommand
  .command('files')
  .description('Copy photos, and the sidecars beside them, into a folder; nothing is ever written over.')
  .argument('<folders...>', 'folders in the library', folderList)
  .requiredOption('--to <folder>', 'where to; it is made', path)
  .option('--name <template>', 'folders and names, as for copy-card', '{name}')
  .addOption(
    new Option('--move', 'move them: on another drive, the source then lies in _Moved').conflicts('link'),
  )
  .option('--link', 'make hard links, which take no room')
  .addOption(new Option('--only <part>', 'of a shot stored as both').choices(['raw', 'jpeg']))
  .addOption(
    new Option(
      '--xmp-inside',
      'verdicts inside the copies (JPEG, PNG, WebP, TIFF, DNG), beside the others',
    ).conflicts(['move', 'link']),
  )
  .addOption(editorOption())
  .option('--picks', 'only picked ones')
  .option('--least-stars <number>', 'only with so many stars at least', wholeNumber(0, mostStars))
  .addOption(catalogueOption())
  .action(exportFilesCommand);

exportCommand
  .command('list')
  .description('Write a contact sheet (.pdf, .html) or a table of everything known (.csv, .json).')
  .argument('<folders...>', 'folders in the library', folderList)
  .requiredOption('--to <file>', 'the file; if it is there, one of another number is made', path)
  .option('--picks', 'only picked ones')
  .option('--least-stars <number>', 'only with so many stars at least', wholeNumber(0, mostStars))
  .addOption(catalogueOption())
  .action(exportDocumentCommand);

const sidecars = program
  .command('sidecars')
  .description('Write verdicts to the XMP files of other programs, or read theirs.');

for (const [what, description] of [
  [
    'write',
    'Write the verdicts on the photos in these folders to sidecars, and say what that program will find.',
  ],
  ['read', 'Read the sidecars in these folders that came or changed.'],
] as const) {
  sidecars
    .command(what)
    .description(description)
    .argument('<folders...>', 'folders in the library', (given: string, before: string[] = []) => [
      ...before,
      path(given),
    ])
    .addOption(editorOption())
    .option('--catalogue <dir>', "with the catalogue in this folder rather than the application's own", path)
    .action((folders: string[], options: SidecarsOptions) => sidecarsCommand(what, folders, options));
}

sidecars
  .command('status')
  .description('Say what changed both here and in a sidecar, so that a person has to choose.')
  .option('--catalogue <dir>', "of the catalogue in this folder rather than the application's own", path)
  .action((options: SidecarsOptions) => sidecarsCommand('status', [], options));

program
  .command('engines')
  .description('Try everything that can run the network on this machine, and print a table.')
  .addHelpText(
    'after',
    `
One line for each engine: whether it works here, or why not; the time of the network alone, in milliseconds a photo,
with one photo at a time and with eight together; and how far its raw scores and its maps are from those of
${standardEngine}, at most, on three made pictures. Beyond 0.001 and 0.01 its scores are kept apart from those of the
others. No catalogue is opened, and no photo read. It takes some seconds.`,
  )
  .action(engines);

// Whoever reads may have seen enough, as `head` does; the scores are kept in any case.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitStatusOf(error);
}

function exitStatusOf(error: unknown): number {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`proofsheet: ${sentenceOf(error)}\n`);
  return error instanceof PlainError ? 2 : 1;
}
