import { useState, type ReactElement } from 'react';
import { writtenKinds, type StageKind } from '../../core/dataset/stages';
import { bytes, plural } from '../../core/format';
import type { ExportOptions, PartitionUnit } from '../../core/recipe/types';
import {
  cancelExport,
  exportBundle,
  fetchPartitionFiles,
  forgetExport,
  rawFilesOf,
  useExport,
} from '../../state/dataset/export';
import { absentFiles } from '../../state/ingest/awaited';
import { useFiles } from '../../state/ingest/files';
import { setExportOptions, useRecipe } from '../../state/recipe/recipe';
import { usePartitionings } from '../../state/dataset/partitionings';
import { share, useRun } from '../../state/engine/runState';
import { openDialog } from '../../state/view/view';
import { ExportChecks, useStopped } from '../checks/ExportChecks';
import { ReadyCard } from '../checks/ReadyCard';
import { editOf, member, withDefault, withKey } from '../kit/form/edit';
import { SelectField, SwitchField } from '../kit/form/fields';
import { useFetched } from '../kit/hooks';
import { Modal } from '../kit/Modal';
import { ErrorNotice } from '../kit/Notice';
import { Progress } from '../kit/Progress';
import { ExportConflicts, useConflicts, useNextVersion, VersionNote } from '../versions/ExportConflicts';
import { OfRun } from '../view/OfRun';
import { aboutSummary } from './AboutData';
import { PartitionTable } from './PartitionTable';
import { quickExport } from './quickExport';
import { SpaceNote } from './SpaceNote';
import { SplitsFields } from './SplitsFields';

const units: PartitionUnit[] = ['year', 'month', 'day', 'hour'];
const depths = [
  { value: 0, label: 'One file' },
  ...units.map((_, index) => ({ value: index + 1, label: units.slice(0, index + 1).join(' / ') })),
];
const codecs = (['snappy', 'gzip', 'zstd', 'none'] as const).map((value) => ({ value, label: value }));

type FolderPicker = (options: { mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;
const folderPicker = (window as { showDirectoryPicker?: FolderPicker }).showDirectoryPicker;

async function toFolder(withoutAwaited: boolean): Promise<void> {
  try {
    const folder = await folderPicker?.call(window, { mode: 'readwrite' });
    if (folder) await exportBundle({ folder, withoutAwaited });
  } catch {
    // Not choosing a folder is an answer; a failure stands in the export's state.
  }
}

/** The stages to write, by what the dialog calls them; the last one is what a recipe that says nothing has. */
const stageChoices = {
  resampled: undefined,
  clean: ['clean'],
  both: ['clean', 'resampled'],
} satisfies Record<string, StageKind[] | undefined>;
const stageLabels = [
  { value: 'resampled', label: 'Resampled' },
  { value: 'clean', label: 'Cleaned, before resampling' },
  { value: 'both', label: 'Cleaned and resampled' },
] as const;

function stageChoice(stages: readonly StageKind[] | undefined): keyof typeof stageChoices {
  if (!stages?.includes('clean')) return 'resampled';
  return stages.includes('resampled') ? 'both' : 'clean';
}

/** What the bundle will hold, from the last run. */
function Estimate({ options }: { options: ExportOptions }): ReactElement {
  const recipe = useRecipe((state) => state.recipe);
  const ran = useRun((run) => run.report?.stages);
  const version = useRun((run) => run.version);
  const { partition, stages } = options;
  const kinds = writtenKinds(stages, ran?.some(({ name }) => name === 'resampled') ? 'resampled' : 'clean');
  const rows = ran
    ?.filter(({ name }) => kinds.some((kind) => kind === name))
    .reduce((sum, stage) => sum + stage.rows, 0);
  const { splits } = recipe;
  const key =
    rows === undefined
      ? null
      : `${version} ${partition.join(' ')} ${kinds.join(' ')} ${JSON.stringify(splits ?? [])}`;
  const parts = useFetched(key, async (signal) => ({
    key,
    files: await fetchPartitionFiles({ export: options, splits }, signal),
  })).data;
  const raw = options.raw ? rawFilesOf(recipe) : [];
  const size = raw.reduce((sum, { file }) => sum + file.size, 0);
  const files = parts && parts.key === key ? plural(parts.files, 'Parquet file') : 'Parquet files';
  const content = [
    rows === undefined ? '' : `${plural(rows, 'row')} in ${files}`,
    raw.length > 0 ? `${plural(raw.length, 'raw file')} (${bytes(size)})` : '',
    options.csv ? 'processed series as CSV' : '',
    options.nab ? 'NAB layout' : '',
    options.huggingFace ? 'Hugging Face layout' : '',
    'metadata, recipe, labels and README',
  ];
  return (
    <OfRun>
      <p className="muted">{content.filter(Boolean).join(', ')}.</p>
    </OfRun>
  );
}

/** What goes into the bundle and where it goes. */
export function ExportDialog(): ReactElement {
  const options = useRecipe((state) => state.recipe.export);
  const about = useRecipe((state) => state.recipe.about) ?? {};
  const loaded = useFiles((files) => files.series.length > 0);
  const { status, progress, report, error } = useExport();
  const injected = useRecipe((state) => state.recipe.injections.length > 0);
  const resamples = useRecipe((state) => state.recipe.steps.some((step) => 'resample' in step && !step.off));
  const edit = editOf(options, '$.export', setExportOptions);
  useFiles((files) => files.version + files.notices.length);
  useRecipe((state) => state.recipe.sources.length + state.recipe.labels.length);
  const awaited = absentFiles();
  const [without, setWithout] = useState(false);
  const stopped = useStopped();
  const next = useNextVersion();
  const { conflicts, stopped: conflicting } = useConflicts(next);
  const compared = usePartitionings((state) => state.report !== null);
  const ready = loaded && (awaited.length === 0 || without) && !stopped && !conflicting;
  const running = status === 'running';
  const done = share(progress);
  return (
    <Modal
      title="Export"
      wide={compared}
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
            <button type="button" className="button" onClick={() => openDialog('spark')}>
              Run on Spark…
            </button>
            <span className="grow" />
            {folderPicker && (
              <button
                type="button"
                className="button"
                disabled={!ready}
                onClick={() => void toFolder(without)}
              >
                To a folder…
              </button>
            )}
            <button
              type="button"
              className="button primary"
              disabled={!ready}
              onClick={() => void quickExport(without)}
            >
              Download zip
            </button>
          </>
        )
      }
    >
      <OfRun>
        <ReadyCard />
      </OfRun>
      <div className="columns">
        <SelectField
          label="Partition"
          name="Partition by"
          options={depths}
          edit={editOf(options.partition.length, '$.export.partition', (depth) =>
            edit.commit({ ...options, partition: units.slice(0, depth) }),
          )}
        />
        {(resamples || options.stages) && (
          <SelectField
            label="Rows"
            name="Rows to export"
            options={stageLabels}
            edit={editOf(stageChoice(options.stages), '$.export.stages', (choice) =>
              edit.commit(withKey(options, 'stages', stageChoices[choice])),
            )}
          />
        )}
        <SelectField label="Codec" options={codecs} edit={member(edit, 'codec')} />
        <SwitchField
          label="Smallest files"
          hint="Spark 3’s vectorised reader cannot read them."
          edit={member(edit, 'smallest')}
        />
        <SwitchField label="CSV too" name="Processed series as CSV" edit={member(edit, 'csv')} />
        <SwitchField label="Raw files" hint="Unchanged, byte for byte." edit={member(edit, 'raw')} />
        <SwitchField
          label="NAB layout"
          hint="Series and labels in the layout of the NAB tools, too."
          edit={withDefault(member(edit, 'nab'), false)}
        />
        <SwitchField
          label="Hugging Face"
          name="Hugging Face layout"
          hint="README.md as a data set card, with which the datasets library loads the folder."
          edit={withDefault(member(edit, 'huggingFace'), false)}
        />
        {injected && (
          <SwitchField
            label="Clean twin"
            name="Include the series without anomalies (clean twin)"
            hint="Generated series without their anomalies, too."
            edit={withDefault(member(edit, 'twin'), false)}
          />
        )}
      </div>
      {!running && (
        <PartitionTable options={options} onUse={(choice) => edit.commit({ ...options, ...choice })} />
      )}
      <SplitsFields />
      {awaited.length > 0 && !running && (
        <div className="notice warning">
          <p>
            The recipe waits for {plural(awaited.length, 'file')}: {awaited.slice(0, 5).join(', ')}
            {awaited.length > 5 ? ', …' : ''}. The bundle and its recipe would be without, and its checks
            would say so.
          </p>
          <label className="choice">
            <input type="checkbox" checked={without} onChange={({ target }) => setWithout(target.checked)} />
            Export without {awaited.length === 1 ? 'it' : 'them'}
          </label>
        </div>
      )}
      <div className="row">
        <span className="grow muted ellipsis">About this data set: {aboutSummary(about)}</span>
        <button
          type="button"
          className="button"
          disabled={running}
          onClick={() => {
            forgetExport();
            openDialog('publication');
          }}
        >
          About this data set…
        </button>
      </div>
      {!running && <ExportChecks />}
      {!running && <ExportConflicts conflicts={conflicts} />}
      <Estimate options={options} />
      <VersionNote next={next} />
      <SpaceNote />
      {running && <Progress label="Exporting" text={progress?.stage ?? 'Preparing'} done={done} />}
      {error && <ErrorNotice error={error} />}
      {report && report.notes.length > 0 && (
        <ul className="notices plain-list" aria-label="What the bundle is without">
          {report.notes.map((note) => (
            <li key={note} className="notice warning">
              {note}
            </li>
          ))}
        </ul>
      )}
      {report && (
        <p className="good" role="status">
          ✓ {plural(report.files.length, 'file')}, {plural(report.rows, 'row')}, {bytes(report.bytes)} in{' '}
          {(report.ms / 1000).toFixed(1)} s
        </p>
      )}
    </Modal>
  );
}
