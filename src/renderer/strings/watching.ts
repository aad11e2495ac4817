import { pollSeconds, type Polling } from '../../shared/library.ts';

const often = `looked through every ${String(pollSeconds)} seconds, and when you come back to the window`;

/** Words on folders whose changes the system does not report. */
export const watchingStrings = {
  title: 'Folders that report no changes',
  explained:
    'New and changed photos show by themselves where the system reports them. From network shares, and from folders shared with a container or a virtual machine, such reports often do not arrive. A folder ticked here is ' +
    `${often}; that keeps the drive at work.`,
  note: {
    asked: `The system's reports are not relied on here: ${often}.`,
    network: `On a network drive, which reports no changes of other machines: ${often}.`,
  } satisfies Record<Exclude<Polling, 'no'>, string>,
  network: 'network drive, always',
};
