import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { spans } from '../../core/label/flags';
import type { Span } from '../../core/label/types';
import { useLabelsOf } from '../../state/label/current';
import { useRecipe } from '../../state/recipe/recipe';
import {
  acceptProposals,
  findSuggestions,
  rejectProposals,
  reopenProposals,
  standingOf,
  useSuggestions,
  type Proposal,
  type Standing,
} from '../../state/detect/suggestions';
import { chooseSeries } from '../../state/view/view';
import { Select } from '../kit/controls';
import { ErrorNotice } from '../kit/Notice';
import { baseName, count, many, measure, span, utc } from '../kit/format';
import { useThrottled } from '../kit/hooks';
import { DetectorOptions } from './DetectorOptions';
import { jumpTo } from '../nab/jump';
import './detect.css';
import { Busy } from '../nab/parts';
import { PickList } from '../kit/PickList';

/** Whether an interval shares time with one of the spans, which are sorted and apart. */
function touches(labelled: readonly Span[], { start, end }: Proposal): boolean {
  let low = 0;
  let high = labelled.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((labelled[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return (labelled[low]?.start ?? Infinity) < end;
}

const signs: Record<Standing, string> = { open: '○ open', accepted: '✓ accepted', rejected: '✕ rejected' };
const columns = [
  { name: 'answer', width: '100px' },
  { name: 'from (UTC)', width: 'minmax(148px, 1fr)' },
  { name: 'length', width: 'minmax(72px, 0.6fr)' },
  { name: 'rows', width: '64px', numeric: true },
  { name: 'peak score', width: '92px', numeric: true },
  { name: 'labelled', width: '76px' },
];

interface ListProps {
  series: string;
  proposals: readonly Proposal[];
  total: number;
}

/** The proposals of a series, to be answered one by one or all. */
function Answers({ series, proposals, total }: ListProps): ReactElement {
  const rejected = useSuggestions((state) => state.rejected);
  const accepted = useSuggestions((state) => state.accepted);
  const annotations = useRecipe((state) => state.recipe.annotations);
  const labels = useLabelsOf(series);
  const labelled = useMemo(() => spans(labels), [labels]);
  const [chosen, setChosen] = useState(-1);
  const standing = (one: Proposal): Standing => standingOf(one, { rejected, accepted }, annotations);
  const open = proposals.filter((one) => standing(one) === 'open');
  const amount = (which: Standing): number => proposals.filter((one) => standing(one) === which).length;
  const choose = (index: number): void => {
    setChosen(index);
    const one = proposals[index];
    if (one) jumpTo(series, one.start, one.end);
  };
  const current = proposals[chosen];
  /** To the next one that is open, where there is one. */
  const onwards = (): void => {
    const left = proposals.findIndex(
      (one, index) => index > chosen && standing(one) === 'open' && one !== current,
    );
    if (left >= 0) choose(left);
  };
  const accept = (): void => {
    if (!current) return;
    acceptProposals([current]);
    onwards();
  };
  const reject = (): void => {
    if (!current) return;
    if (standing(current) === 'rejected') reopenProposals([current]);
    else rejectProposals([current]);
    onwards();
  };
  const onKey = (key: string): boolean => {
    if (!/^[ar]$/i.test(key)) return false;
    if (key.toLowerCase() === 'a') accept();
    else reject();
    return true;
  };
  return (
    <>
      <div className="bar">
        <span className="muted whole-line">
          {many(total, 'proposal')}
          {total > proposals.length && ` (the ${count(proposals.length)} with the highest peaks are shown)`}
          {` · ${count(open.length)} open, ${count(amount('accepted'))} accepted, ${count(amount('rejected'))} rejected`}
        </span>
        <button type="button" className="button" disabled={!current} onClick={accept}>
          Accept <kbd>A</kbd>
        </button>
        <button type="button" className="button" disabled={!current} onClick={reject}>
          {current && standing(current) === 'rejected' ? 'Reopen' : 'Reject'} <kbd>R</kbd>
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={open.length === 0}
          onClick={() => acceptProposals(open)}
        >
          Accept all open
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={open.length === 0}
          onClick={() => rejectProposals(open)}
        >
          Reject all open
        </button>
      </div>
      <PickList
        label={`Proposals for ${series}`}
        columns={columns}
        least={556}
        total={proposals.length}
        chosen={chosen}
        tone={(index) => {
          const one = proposals[index];
          return one ? standing(one) : '';
        }}
        cells={(index) => {
          const one = proposals[index];
          return one
            ? [
                signs[standing(one)],
                utc(one.start),
                one.rows === 1 ? 'one row' : span(one.end - 1 - one.start),
                count(one.rows),
                measure(one.peak),
                touches(labelled, one) ? 'already' : '–',
              ]
            : [];
        }}
        onChoose={choose}
        onKey={onKey}
      />
    </>
  );
}

/** Which of the series that were looked at is shown. */
function WhichSeries({ series }: { series: string }): ReactElement | null {
  const found = useSuggestions((state) => state.found);
  const some = Object.entries(found).filter(([name, { total }]) => total > 0 || name === series);
  if (some.length < 2) return null;
  return (
    <div className="bar">
      <span className="muted">
        {many(
          some.reduce((sum, [, { total }]) => sum + total, 0),
          'proposal',
        )}{' '}
        in {many(some.length, 'series', 'series')}
      </span>
      <div className="width-l">
        <Select
          label="Series with proposals"
          value={series}
          options={some.map(([name, { total }]) => ({
            value: name,
            label: `${baseName(name)} (${count(total)})`,
          }))}
          onChange={chooseSeries}
        />
      </div>
    </div>
  );
}

/** What detectors propose as labels. A person answers each; what is accepted becomes a label that keeps its origin. */
export function SuggestionsTab({ series }: { series: string }): ReactElement {
  const { thresholds, detector, joinRows, afterProbation, found, busy, error } = useSuggestions();
  const mine = found[series];
  const threshold = useThrottled(thresholds[detector], 150);
  // Scores are kept by the engine, so that these only cut them anew.
  const cut = `${threshold} ${joinRows} ${afterProbation}`;
  const last = useRef(cut);
  useEffect(() => {
    if (last.current === cut) return;
    last.current = cut;
    if (Object.keys(useSuggestions.getState().found).length > 0) void findSuggestions(series);
  }, [cut, series]);
  return (
    <div className="split-pane suggest-split">
      <div className="suggest-left">
        {error && <ErrorNotice error={error} onDismiss={() => useSuggestions.setState({ error: null })} />}
        {busy ? (
          <Busy progress={busy.progress} onCancel={busy.cancel} />
        ) : (
          !mine && (
            <div className="bar">
              <button type="button" className="button primary" onClick={() => void findSuggestions(series)}>
                Find anomalies
              </button>
              <span className="muted">
                A detector looks for rows that stand out, and proposes them as labels. Nothing becomes a label
                before you accept it.
              </span>
            </div>
          )
        )}
        <WhichSeries series={series} />
        {mine && mine.proposals.length > 0 && (
          <Answers series={series} proposals={mine.proposals} total={mine.total} />
        )}
        {mine && mine.proposals.length === 0 && (
          <p className="said">
            Nothing reaches the threshold of {measure(threshold)}: the highest score in {baseName(series)} is{' '}
            {measure(mine.greatest)}.
          </p>
        )}
      </div>
      <DetectorOptions />
    </div>
  );
}
