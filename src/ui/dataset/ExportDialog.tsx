import type { ReactElement } from 'react';
import type { ExportOptions, PartitionUnit } from '../../core/recipe/types';
import { cancelExport, exportBundle, forgetExport, useExport } from '../../state/dataset/export';
import { useFiles } from '../../state/ingest/files';
import { setExportOptions, useRecipe } from '../../state/recipe/recipe';
import { share, useRun } from '../../state/engine/runState';
import { openDialog } from '../../state/view/view';
import { Field, Select, Switch } from '../kit/controls';
import { Modal } from '../kit/Modal';
import { ErrorNotice } from '../kit/Notice';
import { Progress } from '../kit/Progress';
import { bytes, count, plural } from '../../core/format';
import { quickExport } from './quickExport';

const units: PartitionUnit[] = ['year', 'month', 'day', 'hour'];
const depths = [
  { value: '0', label: 'One file' },
  { value: '1', label: 'year' },
  { value: '2', label: 'year / month' },
  { value: '3', label: 'year / month / day' },
  { value: '4', label: 'year / month / day / hour' },
] as const;

type FolderPicker = (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;
const folderPicker = (window as { showDirectoryPicker?: FolderPicker }).showDirectoryPicker;

async function toFolder(): Promise<void> {
  try {
    const folder = await folderPicker?.call(window, { mode: 'readwrite' });
    if (folder) await exportBundle(folder);
  } catch {
    // Not choosing a folder is an answer; a failure stands in the export's state.
  }
}

function Estimate({ options }: { options: ExportOptions }): ReactElement {
  const report = useRun((run) => run.report);
  const sources = useRecipe((state) => state.recipe.sources);
  const rows = report?.stages.at(-1)?.rows ?? 0;
  const checks = report?.checks ?? [];
  const first = Math.min(...checks.flatMap((check) => check.first ?? []));
  const last = Math.max(...checks.flatMap((check) => check.last ?? []));
  const unit =
    { 0: 0, 1: 365.25 * 864e8, 2: 30.44 * 864e8, 3: 864e8, 4: 36e8 }[options.partition.length] ?? 0;
  const parts = unit && Number.isFinite(last - first) ? Math.floor((last - first) / unit) + 1 : 1;
  const raw = sources.reduce((sum, source) => sum + (source.bytes ?? 0), 0);
  return (
    <p className="muted">
      {plural(rows, 'row')} in about {plural(parts, 'Parquet file')}
      {options.raw && `, ${plural(sources.length, 'raw file')} (${bytes(raw)})`}
      {options.csv && ', processed CSV'}
      {options.nab && ', NAB’s layout'}, metadata, recipe, labels and a README.
    </p>
  );
}

/** What goes into the bundle and where it goes. */
export function ExportDialog(): ReactElement {
  const options = useRecipe((state) => state.recipe.export);
  const loaded = useFiles((files) => files.series.length > 0);
  const { status, progress, report, error } = useExport();
  const set = (change: Partial<ExportOptions>): void => setExportOptions({ ...options, ...change });
  const running = status === 'running';
  const done = share(progress);
  return (
    <Modal
      title="Export"
      onClose={() => {
        openDialog(null);
        if (!running) forgetExport();
      }}
      foot={
        running ? (
          <button type="button" className="button" onClick={cancelExport}>
            Cancel
          </button>
        ) : (
          <>
            {folderPicker && (
              <button type="button" className="button" disabled={!loaded} onClick={() => void toFolder()}>
                To a folder…
              </button>
            )}
            <button
              type="button"
              className="button primary"
              disabled={!loaded}
              onClick={() => void quickExport()}
            >
              Download zip
            </button>
          </>
        )
      }
    >
      <div className="columns">
        <Field label="Partition">
          <Select
            label="Partition by"
            value={`${options.partition.length}` as '0' | '1' | '2' | '3' | '4'}
            options={depths}
            onChange={(depth) => set({ partition: units.slice(0, Number(depth)) })}
          />
        </Field>
        <Field label="Codec">
          <Select
            label="Codec"
            value={options.codec}
            options={(['snappy', 'gzip', 'zstd', 'none'] as const).map((value) => ({ value, label: value }))}
            onChange={(codec) => set({ codec })}
          />
        </Field>
        <Field label="Smallest files" hint="Spark 3’s fast reader cannot read them.">
          <Switch
            label="Smallest files"
            checked={options.smallest}
            onChange={(smallest) => set({ smallest })}
          />
        </Field>
        <Field label="Also as CSV">
          <Switch label="Processed series as CSV" checked={options.csv} onChange={(csv) => set({ csv })} />
        </Field>
        <Field label="Raw files" hint="Byte for byte as they came.">
          <Switch label="Raw files" checked={options.raw} onChange={(raw) => set({ raw })} />
        </Field>
        <Field
          label="NAB’s layout"
          hint="Series and labels once more, as the benchmark’s own tools read them."
        >
          <Switch label="NAB’s layout" checked={options.nab ?? false} onChange={(nab) => set({ nab })} />
        </Field>
      </div>
      <Estimate options={options} />
      {running && <Progress label="Exporting" text={progress?.stage ?? 'Preparing'} done={done} />}
      {error && <ErrorNotice error={error} />}
      {report && (
        <p className="good" role="status">
          ✓ {plural(report.files.length, 'file')}, {count(report.rows)} rows, {bytes(report.bytes)} in{' '}
          {(report.ms / 1000).toFixed(1)} s
        </p>
      )}
    </Modal>
  );
}
