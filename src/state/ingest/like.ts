/** Files that are laid out as one that the recipe has already: what was chosen for that one holds for them. */
import { columnsRead } from '../../core/ingest/parse/layout';
import type { Inspection } from '../../core/ingest/types';
import type { FileSource } from '../../core/recipe/types';
import type { NamedFile } from '../../engine/protocol';
import { call } from '../engine/engine';
import { currentRecipe } from '../recipe/recipe';
import { forEngine } from './dataSets';
import { notify, rawFiles } from './files';

/** What a file is read as, and the file whose source that was. */
export interface Like {
  source: FileSource;
  model: string;
}

/** Columns and layout of a file as they are without any choice. The signs of numbers are left out: they depend on the numbers that are there. */
function shapeOf({ kind, columns, format }: Inspection): string {
  if (!format) return JSON.stringify([kind, columns]);
  const { delimiter, header, skip = 0, afterHeader = 0, comment = '', quote = '"' } = format;
  return JSON.stringify([kind, columns, delimiter, header, skip, afterHeader, comment, quote]);
}

const choicesOf = ({
  file: _file,
  sha256: _sha256,
  bytes: _bytes,
  parts: _parts,
  ...rest
}: FileSource): string => JSON.stringify(rest);

/** The recipe's source for a file of the same columns and layout that reads this one without refusing a line; undefined where there is none. */
export async function readLike(inspection: Inspection, file: NamedFile): Promise<Like | undefined> {
  const { columns, format } = inspection;
  const there = new Set(columns);
  const fitting = currentRecipe().sources.filter((source) =>
    columnsRead(source).every((column) => there.has(column)),
  );
  const models = new Map(fitting.map((source) => [choicesOf(source), source]));
  for (const model of models.values()) {
    const raw = rawFiles.get(model.file);
    if (!raw || (model.csv === undefined) !== (format === undefined)) continue;
    const [known] = await call('inspect', [forEngine({ name: model.file, file: raw })]);
    if (!known || shapeOf(known) !== shapeOf(inspection)) continue;
    const { sha256: _sha256, bytes: _bytes, parts: _parts, ...rest } = model;
    const source: FileSource = {
      ...rest,
      file: file.name,
      ...(model.csv && format ? { csv: { ...model.csv, encoding: format.encoding } } : {}),
    };
    const [read] = await call('inspect', [{ ...forEngine(file), source }]);
    const outcome = read?.outcome;
    if (outcome && outcome.rows > 0 && outcome.rejected === 0) return { source, model: model.file };
  }
  return undefined;
}

/** Says that nothing was asked, and why. */
export function mentionLike(file: string, model: string): void {
  notify(
    {
      code: 'read-like',
      file,
      message: `${file} has the columns and the layout of ${model} and is read like it. "Edit import…" in the menu of its series changes that.`,
    },
    'info',
  );
}
