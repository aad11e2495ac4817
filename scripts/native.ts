import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlainError, sentenceOf } from '../src/shared/result.ts';
import { alone } from './alone.ts';
import { projectRoot } from './project.ts';

/**
 * `npm run native`: makes @tensorflow/tfjs-node load where its prebuilt library cannot be fetched. TensorFlow itself
 * comes out of its Python package, and the binding between the two is compiled here.
 */

const version = '2.16.2';
const wheelHash = 'c855cb6bf05d32dd5928086b03a5f6b4189b63c22b95e017703cbee4291023ca';

const tfjs = join(projectRoot, 'node_modules', '@tensorflow', 'tfjs-node');
const headers = join(projectRoot, 'node_modules', 'node-api-headers', 'include');
/** Where the package looks for its binding. */
const binding = join(tfjs, 'lib', 'napi-v8', 'tfjs_binding.node');
/** Outside node_modules, so that a new installation need not fetch it again. */
const cache = join(projectRoot, '.cache', 'native');
const tensorflow = join(cache, `tensorflow-${version}`);

async function makeItLoad(): Promise<void> {
  if (await loads()) return console.log('TensorFlow.js has its native library already; nothing to do.');
  const python = await whatIsNeeded();
  if (!existsSync(tensorflow)) await fetchTensorflow(python);
  await compile();
  if (!(await loads())) throw new Error('The binding was built, but TensorFlow.js does not load it.');
  console.log('TensorFlow.js now has its native library; "proofsheet engines" shows it.');
}

/** Tried in a process of its own: a library that does not fit may crash it. */
async function loads(): Promise<boolean> {
  if (!existsSync(binding)) return false;
  const library = fileURLToPath(new URL('../src/main/model/tfjs-library.ts', import.meta.url));
  const script = `const { loadTfjs } = await import(process.argv[1]); loadTfjs('@tensorflow/tfjs-node', 1);`;
  const { code } = await run(process.execPath, ['--input-type=module', '--eval', script, library]);
  return code === 0;
}

/** @returns the command of a Python with pip */
async function whatIsNeeded(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PlainError(
      `npm run native works on Linux with an x64 processor only; this is ${process.platform} ${process.arch}.`,
    );
  }
  if (!existsSync(tfjs) || !existsSync(headers)) {
    throw new PlainError(
      'The npm packages that are compiled are not installed: run npm ci, then this again.',
    );
  }
  const works = async (command: string, ...args: string[]) => (await run(command, args)).code === 0;
  const pythons = ['python3', 'python'];
  const usable = await Promise.all(pythons.map((python) => works(python, '-m', 'pip', '--version')));
  const python = pythons.find((_, index) => usable[index]);
  const lacks = [
    ...(python === undefined ? ['Python 3 with pip, which fetches TensorFlow'] : []),
    ...((await works('g++', '--version')) ? [] : ['g++, which compiles the binding to it']),
  ];
  if (python === undefined || lacks.length > 0) {
    throw new PlainError(
      `npm run native needs ${lacks.join('; and ')}: install what is missing, then run it again.`,
    );
  }
  return python;
}

async function fetchTensorflow(python: string): Promise<void> {
  console.log(`Fetching TensorFlow ${version} (214 MB, 630 MB unpacked) ...`);
  // Left by a run that was cut off.
  const fresh = join(cache, 'fresh');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const requirements = join(fresh, 'requirements.txt');
  await writeFile(requirements, `tensorflow-cpu==${version} --hash=sha256:${wheelHash}\n`);
  const target = ['--python-version', '3.11', '--platform', 'manylinux2014_x86_64', '--only-binary', ':all:'];
  const options = ['--no-deps', '--require-hashes', '--requirement', requirements, '--dest', fresh];
  await must('TensorFlow could not be fetched', python, ['-m', 'pip', 'download', ...target, ...options]);
  const [wheel] = (await readdir(fresh)).filter((name) => name.endsWith('.whl'));
  await must('TensorFlow could not be unpacked', python, ['-c', unpack, join(fresh, wheel ?? ''), fresh]);
  await rename(join(fresh, 'tensorflow'), tensorflow);
  await rm(fresh, { recursive: true });
}

/** A wheel is a zip archive. Its C++ headers, most of it, are not needed. */
const unpack = `
import sys, zipfile
wanted = ('tensorflow/libtensorflow_cc.so', 'tensorflow/libtensorflow_framework.so', 'tensorflow/include/tensorflow/c/',
          'tensorflow/include/tensorflow/core/platform/', 'tensorflow/include/tsl/c/', 'tensorflow/include/tsl/platform/')
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith(wanted)])
`;

async function compile(): Promise<void> {
  console.log('Compiling the binding ...');
  const folder = dirname(binding);
  await mkdir(folder, { recursive: true });
  const sources = (await readdir(join(tfjs, 'binding'))).filter((name) => name.endsWith('.cc'));
  const fresh = `${binding}.fresh`;
  await must('The binding could not be compiled', 'g++', [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
    ...[headers, tfjs, join(tensorflow, 'include')].flatMap((path) => ['-I', path]),
    ...sources.map((name) => join(tfjs, 'binding', name)),
    ...['-L', tensorflow, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
    // From the binding to the libraries, so that the project may be moved.
    `-Wl,-rpath,$ORIGIN/${relative(folder, tensorflow)}`,
    ...['-o', fresh],
  ]);
  await rename(fresh, binding);
}

async function must(failure: string, command: string, args: string[]): Promise<void> {
  const { code, said } = await run(command, args);
  if (code !== 0) throw new PlainError(`${failure}:\n${said.trim().split('\n').slice(-5).join('\n')}`);
}

async function run(command: string, args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(command, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  } catch {
    // There is no such command.
    return { code: null, said };
  }
}

try {
  await alone('native', makeItLoad);
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = error instanceof PlainError ? 2 : 1;
}
