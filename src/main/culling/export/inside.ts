import type { SidecarSettings } from '../../../shared/editors.ts';
import { editors } from '../../../shared/editors.ts';
import { PlainError, sentenceOf } from '../../../shared/result.ts';
import type { Piece } from '../../disk/verified-copy.ts';
import { FileBytes } from '../../imaging/bytes.ts';
import { editXmp, type Changes } from '../../imaging/xmp/edit.ts';
import type { Field } from '../../imaging/xmp/properties.ts';
import { takesXmpInside, withXmpInside } from '../../imaging/xmp-inside/xmp-inside.ts';
import { readSidecar, writeSidecar } from '../sidecars/files.ts';
import { isForProgram, toFields } from '../sidecars/translate.ts';
import type { Source, SourceFile } from './sources.ts';

/** What a sidecar says that is worth having inside, besides the verdict. */
const alsoInside = [
  'title',
  'description',
  'creator',
  'rights',
  'subject',
  'hierarchicalSubject',
] as const satisfies Field[];

/**
 * What a copy is made of so that the verdict is inside it; null where its format takes none, or it is no photo.
 *
 * @throws PlainError naming the file
 */
export async function insideCopy(
  file: SourceFile,
  source: Source,
  settings: SidecarSettings,
): Promise<Piece[] | null> {
  if (file.kind !== 'photo' || !takesXmpInside(file.format)) return null;
  const changes = { ...(await fromSidecars(source)), ...verdictFields(source, settings) };
  try {
    await using bytes = await FileBytes.open(file.path);
    return await withXmpInside(bytes, file.format, (before) => editXmp(before, changes));
  } catch (error) {
    const why = error instanceof PlainError ? error.message : sentenceOf(error);
    throw new PlainError(`${file.path} cannot have its verdict inside the copy: ${why}`, { cause: error });
  }
}

/** Beside a copy whose format takes no XMP inside, a sidecar says it. */
export async function besideInstead(source: Source, base: string, settings: SidecarSettings): Promise<void> {
  const photo = source.files.find(({ kind }) => kind === 'photo');
  if (!photo || takesXmpInside(photo.format)) return;
  const { naming } = editors[settings.sidecarEditor];
  const sidecar = `${naming === 'full' ? base + photo.ending : base}.xmp`;
  const read = await readSidecar(sidecar);
  await writeSidecar(sidecar, read, verdictFields(source, settings));
}

const verdictFields = ({ verdict }: Source, settings: SidecarSettings): Changes =>
  Object.fromEntries(
    (Object.entries(toFields(verdict, settings)) as [Field, string | string[] | null][]).filter(([field]) =>
      isForProgram(field, settings),
    ),
  );

async function fromSidecars({ files }: Source): Promise<Changes> {
  const changes: Changes = {};
  for (const { path, kind } of files) {
    if (kind !== 'sidecar') continue;
    const fields = (await readSidecar(path))?.fields;
    for (const field of alsoInside) {
      const value = fields?.[field];
      if (value && value.length > 0) Object.assign(changes, { [field]: value });
    }
  }
  return changes;
}
