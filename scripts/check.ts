import { spawnSync } from 'node:child_process';

/** Everything a reviewer would run. All of it runs, so that one call shows all there is to mend. */
const checks: [name: string, command: string][] = [
  ['types', 'tsc -p tsconfig.json'],
  ['types of the end-to-end tests', 'tsc -p test/e2e/tsconfig.json'],
  [
    'types of the renderer',
    'svelte-check --tsconfig src/renderer/tsconfig.json --fail-on-warnings --output human',
  ],
  ['lint', 'eslint .'],
  ['import rules', 'depcruise src bench scripts test'],
  ['formatting', 'prettier --check --log-level warn .'],
  ['unused code', 'knip'],
];

const failed = checks.filter(([name, command]) => {
  console.log(`check: ${name}`);
  return spawnSync(command, { shell: true, stdio: 'inherit' }).status !== 0;
});

if (failed.length > 0) {
  console.error(`Not as it should be: ${failed.map(([name]) => name).join(', ')}.`);
  process.exitCode = 1;
}
