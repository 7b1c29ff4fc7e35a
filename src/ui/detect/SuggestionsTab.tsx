import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
} from 'react';
import { at } from '../../core/list';
import { share } from '../../state/engine/runState';
import { useLabelsOf } from '../../state/label/current';
import { useRecipe } from '../../state/recipe/recipe';
import {
  acceptAllOpen,
  acceptProposals,
  findSuggestions,
  labelledBy,
  rejectProposals,
  reopenProposals,
  standingOf,
  useSuggestions,
  type Proposal,
  type Standing,
} from '../../state/detect/suggestions';
import { chooseSeries } from '../../state/view/view';
import { textColumn, type GridColumn } from '../kit/columns';
import { Select } from '../kit/controls';
import { Grid } from '../kit/Grid';
import { ErrorNotice } from '../kit/Notice';
import { Progress } from '../kit/Progress';
import { count, measure, plural } from '../../core/format';
import { baseName, span, utc } from '../kit/format';
import { useThrottled } from '../kit/hooks';
import { DetectorOptions } from './DetectorOptions';
import { jumpTo } from '../view/navigation';
import './detect.css';

/** A proposal, and whether it was accepted or rejected. */
interface Answer {
  proposal: Proposal;
  standing: Standing;
  /** Whether it shares time with a label. */
  labelled: boolean;
}

const signs: Record<Standing, string> = { open: '○ open', accepted: '✓ accepted', rejected: '✕ rejected' };

const columns: readonly GridColumn<Answer>[] = [
  textColumn({ id: 'status', header: 'status', width: 100, text: ({ standing }) => signs[standing] }),
  textColumn({
    id: 'from',
    header: 'from (UTC)',
    width: 148,
    grow: 1,
    text: ({ proposal }) => utc(proposal.start),
  }),
  textColumn({
    id: 'length',
    header: 'length',
    width: 72,
    grow: 0.6,
    text: ({ proposal: { rows, start, end } }) => (rows === 1 ? 'one row' : span(end - 1 - start)),
  }),
  textColumn({
    id: 'rows',
    header: 'rows',
    width: 64,
    numeric: true,
    text: ({ proposal }) => count(proposal.rows),
  }),
  textColumn({
    id: 'peak',
    header: 'peak score',
    width: 92,
    numeric: true,
    text: ({ proposal }) => measure(proposal.peak),
  }),
  textColumn({
    id: 'labelled',
    header: 'labelled',
    width: 76,
    text: ({ labelled }) => (labelled ? 'yes' : '–'),
  }),
];

/** A and R, which accept and reject the chosen proposal where the list has the focus. Elsewhere in this tab they do nothing. */
const isAnswerKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  !ctrlKey && !metaKey && !altKey && /^[ar]$/i.test(key);

interface ListProps {
  series: string;
  proposals: readonly Proposal[];
  total: number;
}

/** The proposals of a series, to accept or reject one by one or all. */
function Answers({ series, proposals, total }: ListProps): ReactElement {
  const rejected = useSuggestions((state) => state.rejected);
  const accepted = useSuggestions((state) => state.accepted);
  const annotations = useRecipe((state) => state.recipe.annotations);
  const labels = useLabelsOf(series);
  const answers = useMemo(() => {
    const labelled = labelledBy(labels);
    return proposals.map((proposal): Answer => ({
      proposal,
      standing: standingOf(proposal, { rejected, accepted }, annotations),
      labelled: labelled(proposal),
    }));
  }, [proposals, rejected, accepted, annotations, labels]);
  const box = useRef<HTMLDivElement>(null);
  // By its key: another list, of another series or threshold, has another proposal at the same place.
  const [chosenKey, setChosenKey] = useState('');
  const chosen = answers.findIndex(({ proposal }) => proposal.key === chosenKey);
  const open = answers.filter(({ standing }) => standing === 'open');
  const labelledOpen = open.filter(({ labelled }) => labelled).length;
  const amount = (which: Standing): number => answers.filter(({ standing }) => standing === which).length;
  const choose = (index: number): void => {
    const { key, start, end } = at(answers, index).proposal;
    setChosenKey(key);
    jumpTo(series, start, end);
  };
  const current = answers[chosen];
  /** To the next one that is open, where there is one. */
  const chooseNext = (): void => {
    const next = answers.findIndex(({ standing }, index) => index > chosen && standing === 'open');
    if (next >= 0) choose(next);
  };
  const accept = (): void => {
    if (!current) return;
    acceptProposals([current.proposal]);
    chooseNext();
  };
  const reject = (): void => {
    if (!current) return;
    if (current.standing === 'rejected') reopenProposals([current.proposal]);
    else rejectProposals([current.proposal]);
    chooseNext();
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!isAnswerKey(event)) return false;
    if (event.key.toLowerCase() === 'a') accept();
    else reject();
    return true;
  };
  const focusList = (): void => box.current?.querySelector<HTMLElement>('[role=listbox]')?.focus();
  /** Answers all that are open; the button, disabled by its own press, would lose the focus to the page, whose keys are others. */
  const ofAll = (answer: () => void) => (): void => {
    answer();
    focusList();
  };
  /** Answers one; the keys go on where the mouse began. */
  const ofOne = (answer: () => void) => (event: MouseEvent) => {
    answer();
    if (event.detail > 0) focusList();
  };
  return (
    <div ref={box} className="suggest-answers">
      <div className="bar">
        <span className="muted whole-line">
          {plural(total, 'proposal')}
          {total > proposals.length && ` (the ${count(proposals.length)} with the highest peaks are shown)`}
          {` · ${count(open.length)} open, ${count(amount('accepted'))} accepted, ${count(amount('rejected'))} rejected`}
          {labelledOpen > 0 && ` · ${count(labelledOpen)} of the open ones labelled already`}
        </span>
        <button type="button" className="button" disabled={!current} onClick={ofOne(accept)}>
          Accept <kbd>A</kbd>
        </button>
        <button type="button" className="button" disabled={!current} onClick={ofOne(reject)}>
          {current?.standing === 'rejected' ? 'Reopen' : 'Reject'} <kbd>R</kbd>
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={open.length === labelledOpen}
          title="Those that share time with a label stay open"
          onClick={ofAll(() => acceptAllOpen(series))}
        >
          Accept all open
        </button>
        <button
          type="button"
          className="button quiet"
          disabled={open.length === 0}
          onClick={ofAll(() => rejectProposals(open.map(({ proposal }) => proposal)))}
        >
          Reject all open
        </button>
      </div>
      <Grid
        label={`Proposals for ${series}`}
        columns={columns}
        rowHeight={26}
        total={answers.length}
        row={(index) => answers[index]}
        tone={({ standing }) => standing}
        selection={{
          role: 'listbox',
          cursor: chosen,
          isChosen: (_, index) => index === chosen,
          onChoose: choose,
          onKey,
          reveal: { key: chosenKey, index: chosen },
        }}
      />
    </div>
  );
}

/** Chooses among the series with proposals. */
function WhichSeries({ series }: { series: string }): ReactElement | null {
  const found = useSuggestions((state) => state.found);
  const some = Object.entries(found).filter(([name, { total }]) => total > 0 || name === series);
  if (some.length < 2) return null;
  return (
    <div className="bar">
      <span className="muted">
        {plural(
          some.reduce((sum, [, { total }]) => sum + total, 0),
          'proposal',
        )}{' '}
        in {plural(some.length, 'series', 'series')}
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

/** Labels that detectors propose. Accepted, one becomes a label that keeps its origin. */
export function SuggestionsTab({ series }: { series: string }): ReactElement {
  const { thresholds, detector, joinRows, afterProbation, found, busy, error } = useSuggestions();
  const mine = found[series];
  const threshold = useThrottled(thresholds[detector], 150);
  // The engine keeps the scores: these settings only apply another threshold to them.
  const cutKey = `${threshold} ${joinRows} ${afterProbation}`;
  const last = useRef(cutKey);
  useEffect(() => {
    if (last.current === cutKey) return;
    last.current = cutKey;
    if (Object.keys(useSuggestions.getState().found).length > 0) void findSuggestions(series);
  }, [cutKey, series]);
  return (
    // Whatever has the focus in this tab, A and R are not the page's keys.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className="split-pane suggest-split"
      onKeyDown={(event) => isAnswerKey(event) && event.stopPropagation()}
    >
      <div className="suggest-left">
        {error && <ErrorNotice error={error} onDismiss={() => useSuggestions.setState({ error: null })} />}
        {busy ? (
          <Progress
            className="busy"
            label="detecting"
            text={busy.progress?.stage ?? 'Reading rows'}
            done={share(busy.progress)}
            onCancel={busy.cancel}
          />
        ) : (
          !mine && (
            <div className="bar">
              <button type="button" className="button primary" onClick={() => void findSuggestions(series)}>
                Find anomalies
              </button>
              <span className="muted">A detector proposes labels. None is added until you accept it.</span>
            </div>
          )
        )}
        <WhichSeries series={series} />
        {mine && mine.proposals.length > 0 && (
          <Answers series={series} proposals={mine.proposals} total={mine.total} />
        )}
        {mine && mine.proposals.length === 0 && (
          <p className="said">
            No row {afterProbation && 'after the probation '}reaches the threshold of {measure(threshold)}.
            The highest score of all rows of {baseName(series)} is {measure(mine.greatest)}.
          </p>
        )}
      </div>
      <DetectorOptions />
    </div>
  );
}
