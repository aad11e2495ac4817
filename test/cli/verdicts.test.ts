import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import { writeShoot } from '../support/pictures.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function scored(): Promise<(call: string) => ReturnType<typeof runCommand>> {
  const dir = temporaryFolder();
  await writeShoot(join(dir, 'shoot'), 3);
  const run = (call: string) => runCommand([...call.split(' '), '--catalogue', 'catalogue'], dir);
  await run('score shoot');
  return run;
}

describe('verdicts from the command line', () => {
  it('are given, taken back, done again and listed', async () => {
    const run = await scored();
    expect(await run('verdict shoot/IMG_0001.jpg --pick --stars 4')).toMatchObject({
      status: 0,
      stdout: '1 changed\n',
    });
    expect((await run('verdict shoot --reject')).stdout).toBe('3 changed\n');
    expect((await run('undo')).stdout).toBe('Undone: Rejected 3 photos\n3 changed\n');
    expect((await run('redo')).stdout).toBe('Done again: Rejected 3 photos\n3 changed\n');
    await run('verdict shoot/IMG_0002.jpg --label red --unflag');
    const { stdout } = await run('history');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(29))).toEqual([
      'Took pick or reject off IMG_0002.jpg, labelled IMG_0002.jpg red',
      'Rejected 3 photos',
      'Picked IMG_0001.jpg, gave 4 stars to IMG_0001.jpg',
    ]);
    const first = lines[2]?.trim().split(' ')[0] ?? '';
    expect((await run(`history --to ${first}`)).stdout).toBe('3 changed\n');
    expect((await run('history')).stdout).toContain('(undone) Rejected 3 photos');
  });

  it('say what is wrong with a call', async () => {
    const run = await scored();
    for (const [call, word] of [
      ['verdict shoot', '--pick'],
      ['verdict elsewhere/a.jpg --pick', 'not in the library'],
      ['verdict shoot --stars 6', 'from 0 to 5'],
      ['undo', 'nothing to undo'],
    ] as const) {
      const { status, stderr } = await run(call);
      expect(stderr).toContain(word);
      expect(status).toBe(2);
    }
  });
});
