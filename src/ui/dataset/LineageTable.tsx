import type { ReactElement } from 'react';
import { bytes, count, measure, plural } from '../../core/format';
import { nameOf } from '../../core/recipe/series';
import { useRun } from '../../state/engine/runState';
import { useFiles } from '../../state/ingest/files';
import { useRecipe } from '../../state/recipe/recipe';
import { useGenerated } from '../../state/synth/generated';
import { stepLabels } from '../steps/describe';

import { ReportTable } from './ReportTable';

/** Where the rows came from, and how many each step took in and gave out. */
export function LineageTable(): ReactElement {
  const { sources, labels, generated } = useRecipe((state) => state.recipe);
  const reports = useFiles((files) => files.reports);
  const made = useGenerated((state) => state.reports);
  const report = useRun((run) => run.report);
  const last = report?.stages.at(-1);
  return (
    <ReportTable
      label="Lineage as a table"
      heads={['stage', 'name', 'rows in', 'rows out', 'details']}
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
                <code>sha256 {source.sha256 ?? 'pending'}</code>
                {mine?.rejected ? ` · ${plural(mine.rejected, 'line')} rejected` : ''}
              </td>
            </tr>
          );
        }),
        ...generated.map((source) => {
          const name = nameOf(source);
          const mine = made[name];
          const injected = mine ? mine.anomalies.length : 0;
          return (
            <tr key={`generated ${name}`}>
              <td>source</td>
              <td>{name}</td>
              <td className="num">–</td>
              <td className="num">{mine ? count(mine.rows) : ''}</td>
              <td>
                {'synthetic' in source ? 'synthetic' : `copy of ${source.copy}`}
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
    </ReportTable>
  );
}
