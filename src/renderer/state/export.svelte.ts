import { documentKinds, type DocumentKind, type ExportPart, type ExportWay } from '../../shared/export.ts';
import type { FolderChoice } from '../../shared/library.ts';
import type { NameFacts } from '../../shared/name-template.ts';
import type { PhotoRow } from '../../shared/photo.ts';
import type { Application } from './application.svelte.ts';

const isDocumentKind = (what: ExportWay | DocumentKind): what is DocumentKind =>
  documentKinds.some((kind) => kind === what);

const shown = 3;

/** What is chosen in the dialog that exports. */
export class ExportState {
  what = $state<ExportWay | DocumentKind>('copy');
  scope = $state<'selection' | 'view'>('selection');
  folder = $state.raw<FolderChoice | null>(null);
  template = $state('{name}');
  sound = $state(true);
  part = $state<ExportPart>('both');
  inside = $state(false);
  name = $state('Contact sheet');

  readonly isDocument: boolean = $derived.by(() => isDocumentKind(this.what));
  readonly photos: Uint32Array = $derived.by(() =>
    this.scope === 'selection' ? this.#app.selection.ids : this.#app.view.ids,
  );
  /** Of those whose rows the window has. */
  readonly examples: { facts: NameFacts; ending: string }[] = $derived.by(() =>
    [...this.photos.subarray(0, shown)].flatMap((id, index) => {
      const row = this.#app.rows.get(id);
      return row ? [exampleOf(row, index + 1)] : [];
    }),
  );
  readonly ready: boolean = $derived.by(
    () =>
      this.folder !== null &&
      this.photos.length > 0 &&
      (this.isDocument ? this.name.trim() !== '' : this.sound),
  );

  readonly #app: Application;

  constructor(app: Application) {
    this.#app = app;
    if (app.selection.ids.length === 0) this.scope = 'view';
  }

  async start(): Promise<void> {
    const { what, folder } = this;
    if (!folder) return;
    const photos = [...this.photos];
    await this.#app.attempt(async () => {
      if (isDocumentKind(what)) {
        const name = this.name.trim();
        await this.#app.api.call('export.document', { photos, folder: folder.id, name, kind: what });
        return;
      }
      const { template, part } = this;
      const inside = this.inside && what === 'copy';
      await this.#app.api.call('export.files', {
        photos,
        folder: folder.id,
        template,
        way: what,
        part,
        inside,
      });
    });
  }
}

/** Camera and serial number are not in a row: the example says where they would stand. */
function exampleOf(row: PhotoRow, number: number): { facts: NameFacts; ending: string } {
  const dot = row.name.lastIndexOf('.');
  const name = dot > 0 ? row.name.slice(0, dot) : row.name;
  const folder = row.folder.slice(row.folder.lastIndexOf('/') + 1) || 'folder';
  return {
    facts: { name, folder, taken: row.captured ?? 0, camera: null, serial: null, number },
    ending: row.name.slice(name.length),
  };
}
