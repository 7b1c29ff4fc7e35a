import type { ReactElement } from 'react';
import { count, plural } from '../../core/format';
import { useRun } from '../../state/engine/runState';
import { localTime, span, utc } from '../kit/format';
import { ReportTable } from './ReportTable';

const time = (us: number | null): ReactElement => <td title={localTime(us)}>{utc(us)}</td>;

/** For each series whether its processed rows are in UTC, in order and without gaps. */
export function ChecksTab(): ReactElement {
  const checks = useRun((run) => run.report?.checks) ?? [];
  return (
    <ReportTable
      label="Checks"
      heads={['series', 'result', 'rows', 'step', 'gaps', 'missing', 'first (UTC)', 'last (UTC)']}
      empty="No checks yet: they are made with every run."
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
    </ReportTable>
  );
}
