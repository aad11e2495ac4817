import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Runs every test there is, and ends with one line of counts. */

const reportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const dir = mkdtempSync(join(tmpdir(), 'proofsheet-tests-'));
const file = join(dir, 'report.json');
const { status } = spawnSync(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...process.argv.slice(2)],
  { stdio: 'inherit', shell: process.platform === 'win32' },
);

let report: z.infer<typeof reportSchema>;
try {
  report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
} catch {
  console.error('The tests did not run to their end.');
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

// A file that cannot even be loaded has no test that could fail.
const unloaded = report.testResults.filter(
  (result) => result.status === 'failed' && result.assertionResults.length === 0,
).length;
const failed = report.numFailedTests + unloaded;
process.exitCode = status === 0 && report.success && failed === 0 ? 0 : 1;
console.log(
  `${report.numPassedTests} passed, ${failed} failed, ${report.numPendingTests + report.numTodoTests} skipped`,
);
