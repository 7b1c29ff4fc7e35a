import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { pairOf, requestOf, useCompare } from '../../state/compare/compare';
import { useFiles } from '../../state/ingest/files';
import { useFit } from '../../state/synth/fit';
import { useRecipe } from '../../state/recipe/recipe';
import { share, useRun } from '../../state/engine/runState';
import { useView } from '../../state/view/view';
import type { Theme } from '../charts';
import { ErrorNotice } from '../kit/Notice';
import { OfRun } from '../view/OfRun';
import { Progress } from '../kit/Progress';
import { copyText, tabular } from '../kit/take';
import { useThrottled } from '../kit/hooks';
import { FitNote } from './FitNote';
import { Numbers } from './Numbers';
import { copyColumns, copyRows } from './numbers';
import { PairBar } from './PairBar';
import { Plots } from './Plots';
import { sideLooks, sideName } from './plots';
import { useComparison } from './useComparison';
import './compare.css';

/** Two series, or two parts of one, compared: charts on common axes, and statistics with how to read them. */
export function CompareTab({ series, theme }: { series: string; theme: Theme }): ReactElement {
  const all = useFiles((files) => files.series);
  const version = useFiles((files) => files.version);
  const runs = useRun((run) => run.version);
  const recipe = useRecipe((state) => state.recipe);
  const modelled = useFit((fit) => fit.modelled);
  const choice = useCompare((state) => state.choice);
  const range = useThrottled(
    useView((view) => view.range),
    300,
  );
  const pair = pairOf(series, choice, { series: all, recipe, modelled });
  const request = requestOf(pair, range);
  const { answer, error, busy, cancelled, again } = useComparison(request, `${version} ${runs}`);
  const [copied, setCopied] = useState(false);
  useEffect(() => setCopied(false), [answer]);
  const looks = useMemo(() => {
    const isReal = (name: string): boolean => all.find((one) => one.name === name)?.source === 'file';
    return answer && sideLooks(answer.request.reference, answer.request.other, isReal, theme);
  }, [answer, all, theme]);
  const copy = (): void => {
    if (!answer) return;
    const { reference, other } = answer.request;
    const rows = copyRows(answer.report, [sideName(reference), sideName(other)]);
    void copyText(tabular(copyColumns, rows)).then(() => setCopied(true));
  };
  return (
    <div className="compare">
      <PairBar series={series} pair={pair} looks={looks} onCopy={answer ? copy : undefined} copied={copied} />
      <FitNote />
      {error && <ErrorNotice error={error} />}
      {busy && (
        <Progress
          className="compare-waiting"
          label="comparing"
          text={busy.progress ? `Comparing: ${busy.progress.stage}` : 'Comparing'}
          done={share(busy.progress)}
          onCancel={busy.cancel}
        />
      )}
      {cancelled && (
        <div className="row compare-waiting" role="status">
          <span className="grow">The comparison was cancelled.</span>
          <button type="button" className="button quiet" onClick={again}>
            Compare again
          </button>
        </div>
      )}
      {!request && (
        <p className="compare-hint muted">
          The whole series is visible. Select a range in the overview above the chart to compare it with the
          rest.
        </p>
      )}
      {answer && looks && (
        <OfRun>
          <div className="compare-body" aria-busy={busy !== null}>
            <div className="compare-pictures" tabIndex={0} role="region" aria-label="Charts">
              <Plots answer={answer} looks={looks} theme={theme} />
            </div>
            <Numbers report={answer.report} />
          </div>
        </OfRun>
      )}
    </div>
  );
}
