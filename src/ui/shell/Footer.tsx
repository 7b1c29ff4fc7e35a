import type { ReactElement } from 'react';
import { verdictOn } from '../../core/dataset/verdict';
import { bytes, count, plural } from '../../core/format';
import { cancelExport, useExport } from '../../state/dataset/export';
import { useFiles } from '../../state/ingest/files';
import { activity, share, useRun } from '../../state/engine/runState';
import { useSession } from '../../state/page/page';
import { useGenerated } from '../../state/synth/generated';
import { openEngine } from '../../state/start';
import { cancelRun } from '../../state/engine/run';
import type { Progress as EngineProgress } from '../../state/engine/engine';
import { openDialog, setTab, useView } from '../../state/view/view';
import { Progress } from '../kit/Progress';
import { OfRun } from '../view/OfRun';
import { UpdateOffer } from './UpdateOffer';

function Meter({
  label,
  progress,
  onCancel,
}: {
  label: string;
  progress: EngineProgress | null;
  onCancel?: () => void;
}) {
  return (
    <Progress
      className="running"
      label={label}
      text={progress && onCancel ? activity(label, progress) : label}
      done={share(progress)}
      onCancel={onCancel}
    />
  );
}

type Storage = ReturnType<typeof useSession.getState>['storage'];

function storageLabel(storage: Storage): string {
  if (storage === null) return 'Saved in this browser';
  return storage.kept ? `Saved in this browser: ${bytes(storage.bytes)}` : 'Files are not saved';
}

function Activity(): ReactElement | null {
  const session = useSession();
  const loading = useFiles((files) => files.loading);
  const run = useRun();
  const exporting = useExport();
  const making = useGenerated((state) => state.making);
  const chosen = useView((view) => view.chosen);
  if (session.engine === 'starting') return <Meter label="Starting DuckDB" progress={session.progress} />;
  if (session.engine === 'failed') {
    return (
      <span className="running bad" role="alert" title={session.error?.detail}>
        {session.error?.message}
        <button type="button" className="button quiet" onClick={() => void openEngine()}>
          Try again
        </button>
      </span>
    );
  }
  if (loading) return <Meter label="Reading" progress={loading.progress} onCancel={loading.cancel} />;
  // With a series chosen, its panel shows this.
  if (making && chosen === null)
    return <Meter label="Generating" progress={making.progress} onCancel={making.cancel} />;
  if (exporting.status === 'running') {
    return <Meter label="Exporting" progress={exporting.progress} onCancel={cancelExport} />;
  }
  if (run.status === 'running') return <Meter label="Running" progress={run.progress} onCancel={cancelRun} />;
  return (
    <span className="running muted" role="status">
      {run.status === 'cancelled' && 'Run cancelled; showing the last result'}
      {run.status === 'failed' && <span className="bad">Run failed: see the steps</span>}
      <button type="button" className="button quiet" onClick={() => openDialog('storage')}>
        {storageLabel(session.storage)}
      </button>
    </span>
  );
}

export function Footer(): ReactElement {
  const series = useFiles((files) => files.series);
  const report = useRun((run) => run.report);
  const chosen = useView((view) => view.chosen);
  const rows = series.reduce((sum, one) => sum + one.rows, 0);
  const check = report?.checks.find((one) => one.series === chosen);
  const checks = report?.checks ?? [];
  const verdict = check && verdictOn(check);
  const good = checks.filter((one) => verdictOn(one).good).length;
  const steps = (report?.steps ?? []).filter((step) => step.kind === 'outliers' && !step.off);
  const outliers = steps.reduce((sum, step) => sum + (step.counts['found'] ?? 0), 0);
  const kept = steps.reduce((sum, step) => sum + (step.counts['protected'] ?? 0), 0);
  return (
    <footer className="foot">
      {series.length === 0 ? (
        <span className="muted">Nothing is uploaded: all data stay in this browser</span>
      ) : (
        <>
          <span>
            {plural(rows, 'row')} · {count(series.length)} series
          </span>
          <OfRun>
            {check && verdict && (
              <span className={verdict.good ? 'good' : 'warn'}>
                {check.utc ? 'UTC' : 'not UTC'}, {verdict.grid}
                {verdict.values !== '' && `; ${verdict.values}`}
              </span>
            )}
            {checks.length > 1 && (
              <button type="button" className="button quiet" onClick={() => setTab('checks')}>
                {good} of {checks.length} series regular and observed
              </button>
            )}
            {steps.length > 0 && (
              <span>
                {plural(outliers, 'outlier')} ({count(kept)} protected)
              </span>
            )}
          </OfRun>
        </>
      )}
      <UpdateOffer />
      <Activity />
      <button type="button" className="button quiet" onClick={() => openDialog('about')}>
        About
      </button>
    </footer>
  );
}
