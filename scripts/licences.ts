import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { outFolder, projectRoot } from './project.ts';

/** Collects the licences of every library that goes into the packages, into out/licences.txt, which goes in with them. */

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});

const { packages } = lockSchema.parse(
  JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')),
);
const sections: string[] = [];
const missing: string[] = [];
for (const [path, { version = '', license, dev, devOptional }] of Object.entries(packages)) {
  // Libraries for other systems, and what only building needs, are not in the package of this one.
  if (path === '' || dev === true || devOptional === true || !existsSync(join(projectRoot, path))) continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (name.startsWith('@tensorflow/')) continue;
  const texts = readdirSync(join(projectRoot, path))
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(projectRoot, path, file), 'utf8').trim());
  if (license === undefined && texts.length === 0) missing.push(`${name} ${version}`);
  sections.push([`${name} ${version}: ${license ?? 'see below'}`, ...texts].join('\n\n'));
}
if (missing.length > 0) {
  console.error(`No licence is given by: ${missing.join(', ')}.`);
  process.exitCode = 1;
}
mkdirSync(outFolder, { recursive: true });
writeFileSync(join(outFolder, 'licences.txt'), `${sections.join(`\n\n${'-'.repeat(72)}\n\n`)}\n`);
console.log(`${String(sections.length)} libraries; their licences are in out/licences.txt.`);
