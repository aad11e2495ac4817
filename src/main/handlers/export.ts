import { join } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import type { exportRequests } from '../../shared/export-requests.ts';
import { parseTemplate, tidyName } from '../../shared/name-template.ts';
import type { Exports } from '../culling/export/exports.ts';
import type { FolderChoices } from './folder-choices.ts';

/** What the window may ask about exports. */
export function exportHandlers(
  folders: FolderChoices,
  exports: Exports,
): Pick<Handlers, keyof typeof exportRequests> {
  return {
    'export.files': ({ folder, template, ...choice }) =>
      exports.startFiles({ ...choice, folder: folders.pathOf(folder), template: parseTemplate(template) }),
    'export.document': ({ folder, name, ...choice }) =>
      exports.startDocument({ ...choice, file: join(folders.pathOf(folder), tidyName(name)) }),
    'export.state': () => exports.state,
    'export.steer': (how) => exports.steer(how),
    'export.undo': () => exports.undo(),
  };
}
