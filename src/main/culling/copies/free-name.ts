import { lstat, stat } from 'node:fs/promises';
import { hashOf } from '../../disk/verified-copy.ts';

export interface Placed {
  /** Absolute path of what is to be copied. */
  source: string;
  size: number;
  /** Absolute paths it would have under a name. */
  targets(base: string): string[];
}

/**
 * Finds a name under which the files of one shot can lie in all their places: free, or held by the very same bytes.
 *
 * @param base wanted name, without endings; the one found has `-2`, `-3` ... behind it where that is taken
 * @returns the name, and the places where the bytes are already
 */
export async function freeName(
  base: string,
  files: readonly Placed[],
): Promise<{ base: string; there: Set<string> }> {
  for (let attempt = 1; ; attempt++) {
    const candidate = attempt === 1 ? base : `${base}-${attempt}`;
    const there = await placesHeld(candidate, files);
    if (there !== 'taken') return { base: candidate, there };
  }
}

async function placesHeld(base: string, files: readonly Placed[]): Promise<Set<string> | 'taken'> {
  const there = new Set<string>();
  for (const file of files) {
    for (const target of file.targets(base)) {
      // A link that leads nowhere takes its name too.
      if (!(await lstat(target).catch(() => null))) continue;
      const found = await stat(target).catch(() => null);
      if (found?.size !== file.size || (await hashOf(target)) !== (await hashOf(file.source))) return 'taken';
      there.add(target);
    }
  }
  return there;
}
