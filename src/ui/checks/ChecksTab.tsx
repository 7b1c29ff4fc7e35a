import { useMemo, useState, type ReactElement } from 'react';
import { checkKinds, kindNames } from '../../core/checks/kinds';
import { namesOf, newCheck } from '../../core/checks/make';
import { count } from '../../core/format';
import type { CheckKind } from '../../core/recipe/types';
import { proposeChecks, setChecks, useChecks } from '../../state/checks/checks';
import { share, useRun } from '../../state/engine/runState';
import { useRecipe } from '../../state/recipe/recipe';
import { notify } from '../../state/ingest/files';
import { textColumn, type GridColumn } from '../kit/columns';
import { Grid } from '../kit/Grid';
import { Icon } from '../kit/Icon';
import { MenuButton } from '../kit/Menu';
import { ErrorNotice } from '../kit/Notice';
import { Progress } from '../kit/Progress';
import { OfRun } from '../view/OfRun';
import { CheckDetail } from './CheckDetail';
import { groupsOf, outcomeText, standingOf, type CheckGroup, type Standing } from './groups';
import { Proposal } from './Proposal';
import { ReadyCard } from './ReadyCard';
import { useBuiltIn, useResults } from './useChecksNow';
import './checks.css';

const signs: Record<Standing, string> = {
  holds: '✓ holds',
  fails: '✗ fails',
  warns: '! warns',
  accepted: '✗ accepted',
  unknown: '…',
};
const tones: Record<Standing, string> = {
  holds: 'check-holds',
  fails: 'check-fails',
  warns: 'check-warns',
  accepted: 'check-warns',
  unknown: '',
};

const columns: readonly GridColumn<CheckGroup>[] = [
  textColumn({ id: 'result', header: 'result', width: 88, text: (group) => signs[standingOf(group)] }),
  textColumn({ id: 'expected', header: 'expected', width: 220, grow: 2, text: ({ sentence }) => sentence }),
  textColumn({ id: 'found', header: 'found', width: 132, grow: 1, text: outcomeText }),
  textColumn({
    id: 'name',
    header: 'name',
    width: 120,
    grow: 1,
    text: ({ id, index }) => (index < 0 ? 'built-in' : id),
    title: ({ id }) => id,
  }),
];

/** How many hold, and how many do not. */
function Summary({ groups }: { groups: readonly CheckGroup[] }): ReactElement {
  const own = groups.filter(({ index }) => index >= 0);
  const amount = (standing: Standing, of = groups): number =>
    of.filter((group) => standingOf(group) === standing).length;
  const parts = [
    { text: `${count(amount('holds'))} hold`, tone: 'good', there: amount('holds') > 0 },
    { text: `${count(amount('fails'))} fail`, tone: 'bad', there: amount('fails') > 0 },
    { text: `${count(amount('accepted'))} accepted`, tone: 'warn', there: amount('accepted') > 0 },
    { text: `${count(amount('warns'))} warn`, tone: 'warn', there: amount('warns') > 0 },
  ].filter(({ there }) => there);
  return (
    <span role="status" className="grow ellipsis">
      {own.length === 0 && <span className="muted">No checks of your own. </span>}
      {parts.map(({ text, tone }, index) => (
        <span key={text}>
          {index > 0 && <span className="muted"> · </span>}
          <span className={tone}>{text}</span>
        </span>
      ))}
    </span>
  );
}

/** The suite: what is expected of the rows, what was found, and where it fails. */
export function ChecksTab(): ReactElement {
  const checks = useRecipe((state) => state.recipe.checks);
  const accept = useRecipe((state) => state.recipe.export.accept);
  const ran = useRun((run) => run.report !== null);
  const { results } = useResults();
  const builtIn = useBuiltIn();
  const { busy, error, proposing, refused } = useChecks();
  const groups = useMemo(
    () => groupsOf(checks ?? [], results, builtIn, accept ?? []),
    [checks, results, builtIn, accept],
  );
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = groups.findIndex(({ id }) => id === chosenId);
  const group = groups[chosen] ?? groups.find((one) => one.failing > 0) ?? groups[0];
  const add = (kind: CheckKind): void => {
    const check = newCheck(kind, checks ?? []);
    const problem = setChecks((before) => [...before, check]);
    if (problem) notify(problem);
    else setChosenId(namesOf([check])[0] ?? null);
  };
  if (!ran) return <p className="said">No checks yet: they are made with every run.</p>;
  return (
    <div className="checks">
      <OfRun>
        <ReadyCard />
      </OfRun>
      <div className="bar checks-bar">
        <Summary groups={groups} />
        {busy && <Progress label="Checking" done={share(busy.progress)} onCancel={busy.cancel} />}
        {proposing ? (
          <Progress
            label="Measuring for a proposal"
            text="Measuring"
            done={share(proposing.progress)}
            onCancel={proposing.cancel}
          />
        ) : (
          <button type="button" className="button" onClick={() => void proposeChecks()}>
            Propose from the data
          </button>
        )}
        <MenuButton
          icon="plus"
          label="Add a check"
          className=""
          entries={kindNames.map((kind) => ({ label: checkKinds[kind].label, run: () => add(kind) }))}
        />
      </div>
      {(error ?? refused) && (
        <div className="notices">
          {error && <ErrorNotice error={error} />}
          {refused && <ErrorNotice error={refused} onDismiss={() => useChecks.setState({ refused: null })} />}
        </div>
      )}
      <Proposal />
      <div className="split-pane checks-split">
        <OfRun mark={false}>
          <Grid
            label="Checks"
            columns={columns}
            rowHeight={26}
            total={groups.length}
            row={(index) => groups[index]}
            rowKey={({ id }) => id}
            tone={(one) => tones[standingOf(one)]}
            selection={{
              role: 'listbox',
              cursor: chosen,
              isChosen: (one) => one === group,
              onChoose: (index) => setChosenId(groups[index]?.id ?? null),
            }}
          />
        </OfRun>
        <div className="check-pane">
          {group ? (
            <CheckDetail key={group.id} group={group} onRename={setChosenId} />
          ) : (
            <p className="said">
              <Icon name="plus" /> Add a check, or let some be proposed from the data.
            </p>
          )}
        </div>
      </div>
    </div>
  );
}
