import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { profileNames, type ProfileName } from '../../core/nab';
import type { NabFileScore, NabMarks, NabScoreReport } from '../../core/nab/types';
import { at } from '../../core/list';
import { share } from '../../state/engine/runState';
import { useFiles } from '../../state/ingest/files';
import { useLabelsNow } from '../../state/label/current';
import {
  addResults,
  clearResults,
  scoreNow,
  setProfile,
  setScoreSource,
  setThreshold,
  useNab,
} from '../../state/nab/nab';
import { chooseSeries } from '../../state/view/view';
import { textColumn, type GridColumn } from '../kit/columns';
import { Select, Switch } from '../kit/controls';
import { NumberInput } from '../kit/form/fields';
import { Slider } from '../kit/form/Slider';
import { Grid } from '../kit/Grid';
import { ErrorNotice } from '../kit/Notice';
import { Progress } from '../kit/Progress';
import { copyText, tabular } from '../kit/take';
import { count, plural, score, signed } from '../../core/format';
import { baseName, utc } from '../kit/format';
import { useThrottled } from '../kit/hooks';
import { jumpTo } from '../view/navigation';
import './nab.css';

const profileLabels: Record<ProfileName, string> = {
  standard: 'Standard',
  reward_low_FP_rate: 'Reward low FP rate',
  reward_low_FN_rate: 'Reward low FN rate',
};
/** Milliseconds between two scores while a slider moves. */
const ASK_EVERY_MS = 80;

function pickResults(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = '.csv,text/csv';
  input.addEventListener('change', () =>
    addResults(
      [...(input.files ?? [])].map((file) => ({ name: file.name, file })),
      true,
    ),
  );
  input.click();
}

function Settings(): ReactElement {
  const { source, results, profile, threshold, report } = useNab();
  const best = threshold === 'best';
  const shown = best ? (report?.threshold ?? 0.5) : threshold;
  const range = report?.range ?? { least: 0, greatest: 1 };
  return (
    <div className="bar nab-bar">
      <div className="width-m">
        <Select
          label="Detector"
          value={source}
          options={[
            {
              value: 'files',
              label: results.length ? plural(results.length, 'results file') : 'Results files',
            },
            { value: 'windowedGaussian', label: 'Windowed Gaussian (built in)' },
          ]}
          onChange={setScoreSource}
        />
      </div>
      {source === 'files' && (
        <button type="button" className="button" onClick={pickResults}>
          Add results…
        </button>
      )}
      {source === 'files' && results.length > 0 && (
        <button type="button" className="button quiet" onClick={clearResults}>
          Clear
        </button>
      )}
      <div className="width-m">
        <Select
          label="Profile"
          value={profile}
          options={profileNames.map((value) => ({ value, label: profileLabels[value] }))}
          onChange={setProfile}
        />
      </div>
      <span className="row">
        <Switch label="Best threshold" checked={best} onChange={(on) => setThreshold(on ? 'best' : shown)} />
        Best threshold
      </span>
      <div className="row threshold">
        <Slider
          values={[shown]}
          names={['Threshold']}
          span={{ min: range.least, max: range.greatest }}
          step={(range.greatest - range.least) / 1000 || 0.001}
          onMove={([value]) => value !== undefined && setThreshold(value)}
        />
        <div className="number-box">
          <NumberInput
            label="Threshold as a number"
            value={Number(shown.toPrecision(8))}
            onChange={(value) => value !== undefined && setThreshold(value)}
          />
        </div>
      </div>
    </div>
  );
}

/** Results files with errors or without a series, and series without results. */
function ResultProblems({ report }: { report: NabScoreReport }): ReactElement | null {
  const { problems, unmatched, without } = report;
  if (problems.length + unmatched.length + without.length === 0) return null;
  const lists = [
    { head: `${plural(unmatched.length, 'results file')} without a loaded series`, names: unmatched },
    { head: `${plural(without.length, 'series', 'series')} without results`, names: without },
  ].filter(({ names }) => names.length > 0);
  return (
    <div className="nab-trouble">
      {problems.map((error) => (
        <ErrorNotice key={error.file} error={error} tone="warning" />
      ))}
      {lists.map(({ head, names }) => (
        <details key={head}>
          <summary>{head}</summary>
          <ul tabIndex={0} aria-label={head}>
            {names.slice(0, 500).map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}

function Totals({ report, profile }: { report: NabScoreReport; profile: ProfileName }): ReactElement {
  const { normalised, raw, nullScore, perfect, threshold, files, fp } = report;
  const windows = files.reduce((sum, file) => sum + file.windows, 0);
  const found = files.reduce((sum, file) => sum + file.found, 0);
  const best = useNab((nab) => nab.threshold === 'best');
  return (
    <p className="nab-totals" role="status">
      <strong className="nab-score">{normalised === null ? '–' : score(normalised)}</strong>
      <span>
        {normalised === null
          ? 'no labelled window, so no normalised score'
          : `of 100, normalised · ${profileLabels[profile]}`}
      </span>
      <span className="muted">
        raw {score(raw)} (null detector {score(nullScore)}, perfect detector {score(perfect)}) · threshold{' '}
        {Number(threshold.toPrecision(8))}
        {best && ' (best)'} · {count(found)} of {plural(windows, 'window')} detected ·{' '}
        {plural(fp, 'false positive')} · {plural(files.length, 'file')}
      </span>
    </p>
  );
}

const heads = ['file', 'score', 'detected', 'tp', 'fp', 'fn', 'tn'] as const;

function copyFiles(files: readonly NabFileScore[]): Promise<void> {
  const columns = ['name', 'score', 'windows', 'found', 'tp', 'fp', 'fn', 'tn'] as const;
  return copyText(
    tabular(
      columns,
      files.map((file) => Object.fromEntries(columns.map((column) => [column, file[column]]))),
    ),
  );
}

function FileTable({ files, series }: { files: readonly NabFileScore[]; series: string }): ReactElement {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Score of each file">
      <table className="plain nab-files">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className={head === 'file' ? '' : 'num'}>
                {head === 'file' ? (
                  <>
                    file{' '}
                    <button type="button" className="button quiet" onClick={() => void copyFiles(files)}>
                      Copy with headers
                    </button>
                  </>
                ) : (
                  head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.series} className={file.series === series ? 'chosen' : ''}>
              <td>
                <button
                  type="button"
                  className="link ellipsis"
                  title={file.name}
                  aria-current={file.series === series ? 'true' : undefined}
                  onClick={() => chooseSeries(file.series)}
                >
                  {file.name}
                </button>
              </td>
              <td className="num">{score(file.score)}</td>
              <td className="num">
                {count(file.found)} of {count(file.windows)}
              </td>
              <td className="num">{count(file.tp)}</td>
              <td className="num">{count(file.fp)}</td>
              <td className="num">{count(file.fn)}</td>
              <td className="num">{count(file.tn)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Mark {
  what: 'found' | 'missed' | 'not scored' | 'false positive';
  start: number;
  end: number;
  detected: number | null;
  contribution: number;
}

function listOf({ windows, falsePositives }: NabMarks): Mark[] {
  const marks = [
    ...windows.map(({ start, end, detected, contribution, scored }): Mark => {
      const what = !scored ? 'not scored' : detected === null ? 'missed' : 'found';
      return { what, start, end, detected, contribution };
    }),
    ...Array.from(falsePositives.times, (time, index): Mark => ({
      what: 'false positive',
      start: time,
      end: time,
      detected: time,
      contribution: at(falsePositives.contributions, index),
    })),
  ];
  return marks.sort((a, b) => a.start - b.start);
}

const signs = {
  found: '▮ detected',
  missed: '▯ missed',
  'not scored': '· in probation',
  'false positive': '× false positive',
} as const;

const markColumns: readonly GridColumn<Mark>[] = [
  textColumn({ id: 'what', header: 'result', width: 124, grow: 1, text: ({ what }) => signs[what] }),
  textColumn({ id: 'from', header: 'from (UTC)', width: 148, text: ({ start }) => utc(start) }),
  textColumn({
    id: 'adds',
    header: 'score',
    width: 68,
    numeric: true,
    text: ({ contribution }) => signed(contribution),
  }),
];
const tones: Partial<Record<Mark['what'], string>> = { found: 'good', 'not scored': 'muted' };

function Marks({ series }: { series: string }): ReactElement {
  const marks = useNab((nab) => nab.marksBySeries[series]);
  const list = useMemo(() => (marks ? listOf(marks) : []), [marks]);
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setChosen(-1), [series]);
  if (!marks) return <p className="said">No results for {baseName(series)}.</p>;
  if (list.length === 0)
    return <p className="said">No labelled window and no false positive in {baseName(series)}.</p>;
  return (
    <Grid
      label={`Windows and false positives of ${series}`}
      columns={markColumns}
      rowHeight={26}
      total={list.length}
      row={(index) => list[index]}
      tone={({ what }) => tones[what] ?? 'bad'}
      selection={{
        role: 'listbox',
        cursor: chosen,
        isChosen: (_, index) => index === chosen,
        onChoose: (index) => {
          setChosen(index);
          const { start, end } = at(list, index);
          jumpTo(series, start, end);
        },
      }}
    />
  );
}

/** NAB's score of a detector against the current labels: settings, totals, files, and the contribution of each window and false positive. */
export function NabTab({ series }: { series: string }): ReactElement {
  const { source, results, profile, threshold, report, error, busy } = useNab();
  const labels = useLabelsNow();
  const loads = useFiles((files) => files.version);
  const asked = useThrottled(threshold, ASK_EVERY_MS);
  useEffect(() => void scoreNow(series), [series, source, results, profile, asked, labels, loads]);
  return (
    <div className="nab-body">
      <Settings />
      {busy?.progress && (
        <Progress
          className="busy"
          label="scoring"
          text={busy.progress.stage}
          done={share(busy.progress)}
          onCancel={busy.cancel}
        />
      )}
      {error && <ErrorNotice error={error} onDismiss={() => useNab.setState({ error: null })} />}
      {!report && !error && (
        <p className="said">
          {source === 'files' && results.length === 0
            ? 'Drop a detector’s results (NAB’s CSV with timestamp and anomaly_score, for example numenta_speed_6005.csv for speed_6005.csv), or select the built-in detector.'
            : 'Scoring…'}
        </p>
      )}
      {report && (
        <>
          <Totals report={report} profile={profile} />
          <ResultProblems report={report} />
          <div className="split-pane nab-split">
            <FileTable files={report.files} series={series} />
            <div>
              <Marks series={series} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}
