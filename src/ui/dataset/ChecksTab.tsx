import type { ReactElement } from 'react';
import { verdictOn } from '../../core/dataset/verdict';
import { count } from '../../core/format';
import { durationText } from '../../core/recipe/duration';
import { useRun } from '../../state/engine/runState';
import { localTime, span, utc } from '../kit/format';
import { OfRun } from '../view/OfRun';
import { ReportTable } from './ReportTable';

const time = (us: number | null): ReactElement => <td title={localTime(us)}>{utc(us)}</td>;

/** For each series whether its processed rows are in UTC, in order and without gaps, and how many of their values were filled in. */
export function ChecksTab(): ReactElement {
  const checks = useRun((run) => run.report?.checks) ?? [];
  return (
    <OfRun>
      <ReportTable
        label="Checks"
        heads={[
          'series',
          'result',
          'rows',
          'step',
          'gaps',
          'missing',
          'filled',
          'longest filled stretch',
          'first (UTC)',
          'last (UTC)',
        ]}
        empty="No checks yet: they are made with every run."
      >
        {checks.map((check) => {
          const { good: holds, grid, values } = verdictOn(check);
          return (
            <tr key={check.series}>
              <td>{check.series}</td>
              <td className={holds ? 'good' : 'warn'}>
                {holds ? '✓ ' : '✗ '}
                {check.utc ? 'all timestamps in UTC' : 'not in UTC'},{' '}
                {check.ordered ? 'in order' : 'out of order'}, {grid}
                {values !== '' && `; ${values}`}
              </td>
              <td className="num">{count(check.rows)}</td>
              <td>{span(check.step)}</td>
              <td className="num">{count(check.gaps)}</td>
              <td className="num">{count(check.missing)}</td>
              <td className="num">{count(check.filled)}</td>
              <td>
                {check.longestFilled &&
                  `${durationText(check.longestFilled.length)} from ${utc(check.longestFilled.start)}`}
              </td>
              {time(check.first)}
              {time(check.last)}
            </tr>
          );
        })}
      </ReportTable>
    </OfRun>
  );
}
