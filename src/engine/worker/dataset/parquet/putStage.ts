/** The rows of a stage, split by split where the recipe has splits. */
import { splitFolder } from '../../../../core/dataset/partition';
import { append, lookup } from '../../../../core/list';
import { splitSpans, type SplitSpan } from '../../../../core/recipe/splits';
import type { ExportOptions, Split } from '../../../../core/recipe/types';
import type { ExportContext } from '../context';
import { rowsWithin } from '../rowSource';
import { putTable, type Outlet, type ParquetTable, type WrittenTable } from './putTable';

const whole: SplitSpan = { name: '', from: -Infinity, to: Infinity };

/** As `putTable`; files of a split lie in its folder, and hold its rows alone. */
export async function putStage(
  table: ParquetTable,
  splits: readonly Split[] | undefined,
  options: ExportOptions,
  context: Pick<ExportContext, 'signal' | 'progress'>,
  outlet: Outlet,
): Promise<WrittenTable> {
  if (!splits) return putTable(table, options, context, outlet);
  const { source, series, root } = table;
  const spans = new Map(
    series.map(({ id }) => {
      const extent = source.extent(id);
      return [id, extent ? splitSpans(splits, extent) : []];
    }),
  );
  const written: WrittenTable = { files: [], rows: 0, counts: new Map() };
  for (const [index, { name }] of splits.entries()) {
    const part = rowsWithin(source, (sid) => lookup(spans, sid)[index] ?? whole);
    const one = await putTable(
      { ...table, source: part, root: `${root}/${splitFolder(name)}`, before: written.rows },
      options,
      context,
      outlet,
    );
    append(written.files, one.files);
    written.rows += one.rows;
    for (const [of, rows] of one.counts) written.counts.set(of, (written.counts.get(of) ?? 0) + rows);
  }
  return written;
}
