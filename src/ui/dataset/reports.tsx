import type { ReactElement, ReactNode } from 'react';
import { useFiles } from '../../state/ingest/files';
import { nameOf } from '../../core/recipe/series';
import { useGenerated } from '../../state/synth/generated';
import { useRecipe } from '../../state/recipe/recipe';
import { useRun } from '../../state/engine/runState';
import { bytes, count, measure, plural } from '../../core/format';
import { localTime, span, utc } from '../kit/format';
import { stepLabels } from '../steps/labels';

interface PlainProps {
  label: string;
  heads: string[];
  empty: string;
  children: ReactNode[];
}

function Plain({ label, heads, empty, children }: PlainProps): ReactElement {
  if (children.length === 0) return <p className="said">{empty}</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="plain">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

const time = (us: number | null): ReactElement => <td title={localTime(us)}>{utc(us)}</td>;

/** For each series whether its processed rows are in UTC, in order and without gaps. */
export function ChecksTab(): ReactElement {
  const checks = useRun((run) => run.report?.checks) ?? [];
  return (
    <Plain
      label="Checks"
      heads={['series', 'statement', 'rows', 'step', 'gaps', 'missing', 'first (UTC)', 'last (UTC)']}
      empty="Nothing has been checked yet: the checks are made with every run."
    >
      {checks.map((check) => {
        const holds = check.utc && check.ordered && check.gaps === 0;
        return (
          <tr key={check.series}>
            <td>{check.series}</td>
            <td className={holds ? 'good' : 'warn'}>
              {holds ? '✓ ' : '✗ '}
              {check.utc ? 'all timestamps in UTC' : 'not in UTC'},{' '}
              {check.ordered ? 'in order' : 'out of order'},{' '}
              {check.gaps === 0 ? 'no gaps' : plural(check.gaps, 'gap')}
            </td>
            <td className="num">{count(check.rows)}</td>
            <td>{span(check.step)}</td>
            <td className="num">{count(check.gaps)}</td>
            <td className="num">{count(check.missing)}</td>
            {time(check.first)}
            {time(check.last)}
          </tr>
        );
      })}
    </Plain>
  );
}

/** Where every row came from and what became of it. */
export function LineageTab(): ReactElement {
  const { sources, labels, generated } = useRecipe((state) => state.recipe);
  const reports = useFiles((files) => files.reports);
  const made = useGenerated((state) => state.reports);
  const report = useRun((run) => run.report);
  const last = report?.stages.at(-1);
  return (
    <Plain
      label="Lineage"
      heads={['stage', 'what', 'rows in', 'rows out', 'what it did']}
      empty="Nothing is loaded."
    >
      {[
        ...[...sources, ...labels].map((source) => {
          const mine = reports[source.file];
          const length = 'values' in source ? source.bytes : undefined;
          const size = length ? `${bytes(length)} · ` : '';
          return (
            <tr key={`source ${source.file}`}>
              <td>source</td>
              <td>{source.file}</td>
              <td className="num">–</td>
              <td className="num">{mine ? count(mine.rows) : ''}</td>
              <td>
                {size}
                <code>sha256 {source.sha256 ?? 'not read yet'}</code>
                {mine?.rejected ? ` · ${plural(mine.rejected, 'line')} rejected` : ''}
              </td>
            </tr>
          );
        }),
        ...generated.map((source) => {
          const name = nameOf(source);
          const mine = made[name];
          const injected = mine?.anomalies.length ?? 0;
          return (
            <tr key={`generated ${name}`}>
              <td>source</td>
              <td>{name}</td>
              <td className="num">–</td>
              <td className="num">{mine ? count(mine.rows) : ''}</td>
              <td>
                {'synthetic' in source ? 'made from the recipe' : `copy of ${source.copy}`}
                {mine && mine.missing > 0 ? ` · ${plural(mine.missing, 'row')} without a value` : ''}
                {injected > 0 ? ` · ${plural(injected, 'anomaly', 'anomalies')} injected` : ''}
              </td>
            </tr>
          );
        }),
        ...(report?.steps ?? []).map((step) => (
          <tr key={`step ${step.index}`}>
            <td>step {step.index + 1}</td>
            <td>{stepLabels[step.kind]}</td>
            <td className="num">{step.off ? '' : count(step.rowsIn)}</td>
            <td className="num">{step.off ? '' : count(step.rowsOut)}</td>
            <td title={step.off ? '' : `${measure(step.ms)} ms`}>
              {step.off ? 'off' : step.sentence}
              {step.labelSentence ? <span className="muted"> · {step.labelSentence}</span> : null}
            </td>
          </tr>
        )),
        ...(last
          ? [
              <tr key="output">
                <td>output</td>
                <td>{last.name}</td>
                <td className="num">–</td>
                <td className="num">{count(last.rows)}</td>
                <td>{report?.warnings.join('; ')}</td>
              </tr>,
            ]
          : []),
      ]}
    </Plain>
  );
}
