import { fillText, type NameFacts } from '../../../shared/name-template.ts';
import type { CopySettings } from '../../../shared/card.ts';
import { editors, type SidecarSettings } from '../../../shared/editors.ts';
import type { Changes } from '../../imaging/xmp/edit.ts';
import { readSidecar, writeSidecar } from '../sidecars/files.ts';

/** What the sidecars of copies say, and under which custom they are named. */
export interface CopyDescription {
  creator: string;
  rights: string;
  keywords: readonly string[];
  naming: 'stem' | 'full';
}

/** null where there is nothing to say. */
export function descriptionFrom(settings: CopySettings & SidecarSettings): CopyDescription | null {
  const { copyCreator: creator, copyRights: rights, copyKeywords: keywords } = settings;
  if (creator === '' && rights === '' && keywords.length === 0) return null;
  return { creator, rights, keywords, naming: editors[settings.sidecarEditor].naming };
}

export const sidecarPathOf = (copy: string, stem: string, naming: CopyDescription['naming']): string =>
  `${naming === 'full' ? copy : stem}.xmp`;

/**
 * Says in a copy's sidecar whose it is. What the card's own sidecar says already stays; keywords are added to it.
 *
 * @param sidecar absolute path
 * @throws PlainError that names the sidecar
 */
export async function describeCopy(
  sidecar: string,
  { creator, rights, keywords }: CopyDescription,
  facts: NameFacts,
): Promise<void> {
  const read = await readSidecar(sidecar);
  const before = read?.fields;
  const missing = keywords
    .map((keyword) => fillText(keyword, facts))
    .filter((keyword) => !before?.subject.includes(keyword));
  const changes: Changes = {
    ...(creator !== '' && (before?.creator.length ?? 0) === 0 && { creator: [fillText(creator, facts)] }),
    ...(rights !== '' && !before?.rights && { rights: fillText(rights, facts) }),
    ...(missing.length > 0 && { subject: [...(before?.subject ?? []), ...missing] }),
  };
  if (Object.keys(changes).length > 0) await writeSidecar(sidecar, read, changes);
}
