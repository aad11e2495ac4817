import { z } from 'zod';
import { exportDocumentSchema, exportFilesSchema, type ExportReport } from './export.ts';
import { request } from './request.ts';
import type { WorkState } from './work.ts';

/** Exports; the event `exporting` tells how far one is. */
export const exportRequests = {
  'export.files': request(exportFilesSchema).returns<void>(),
  'export.document': request(exportDocumentSchema).returns<void>(),
  'export.state': request(z.undefined()).returns<WorkState<ExportReport> | null>(),
  'export.steer': request(z.enum(['pause', 'resume', 'cancel', 'dismiss'])).returns<void>(),
  /** Gives what the last export moved its old places back. */
  'export.undo': request(z.undefined()).returns<void>(),
};
