import type { SidecarSettings } from '../../../shared/editors.ts';
import {
  emptyReport,
  type DocumentKind,
  type ExportPart,
  type ExportReport,
  type ExportWay,
} from '../../../shared/export.ts';
import type { ModelManifest } from '../../../shared/manifest.ts';
import type { NameTemplate } from '../../../shared/name-template.ts';
import type { WorkState } from '../../../shared/work.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { Work } from '../copies/work.ts';
import { writeDocument } from './document.ts';
import { exportFiles, undoMoves, type Move } from './export-files.ts';

interface ExportsOptions {
  catalogue: Catalogue;
  tasks: ModelManifest['tasks'];
  settings: () => SidecarSettings;
  /** Where a photo's thumbnail is, or would be. */
  thumbFile: (uid: string, picture: string) => string;
  onState: (state: WorkState<ExportReport> | null) => void;
}

export interface FilesChoice {
  photos: number[];
  folder: string;
  template: NameTemplate;
  way: ExportWay;
  part: ExportPart;
  inside: boolean;
}

export interface DocumentChoice {
  photos: number[];
  /** Absolute path, without ending. */
  file: string;
  kind: DocumentKind;
}

/** The one export that may be under way, and what the last one moved. */
export class Exports {
  readonly #options: ExportsOptions;
  readonly #work: Work<ExportReport>;
  #moves: Move[] = [];

  constructor(options: ExportsOptions) {
    this.#options = options;
    this.#work = new Work('An export is under way already; wait for it, or cancel it.', options.onState);
  }

  get state(): WorkState<ExportReport> | null {
    return this.#work.state;
  }

  startFiles({ inside, ...choice }: FilesChoice): void {
    const { catalogue, settings } = this.#options;
    this.#work.start(async (reins) => {
      this.#moves = [];
      const { report, moves } = await exportFiles({
        catalogue,
        ...choice,
        ...reins,
        inside: inside ? settings() : null,
      });
      this.#moves = moves;
      return report;
    });
  }

  startDocument(choice: DocumentChoice): void {
    const { catalogue, tasks, thumbFile } = this.#options;
    this.#work.start((reins) => writeDocument({ catalogue, tasks, thumbFile, ...choice, ...reins }));
  }

  undo(): void {
    const moves = this.#moves;
    this.#work.start(async () => {
      this.#moves = [];
      const failures = await undoMoves(moves);
      return {
        ...emptyReport('move'),
        files: moves.length - failures.length,
        places: moves.slice(-1000).map(({ now, before }) => ({ from: now, to: before })),
        failures,
      };
    });
  }

  steer(how: 'pause' | 'resume' | 'cancel' | 'dismiss'): void {
    this.#work[how]();
  }

  /** Resolves when nothing runs any more. */
  idle(): Promise<void> {
    return this.#work.idle();
  }

  close(): Promise<void> {
    return this.#work.close();
  }
}
