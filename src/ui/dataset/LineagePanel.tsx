import type { ReactElement, ReactNode } from 'react';
import type { NodeOf } from '../../core/dataset/lineage';
import { bytes, count, measured, plural } from '../../core/format';
import { nameOf } from '../../core/recipe/series';
import { kindOf, optionsOf } from '../../core/recipe/steps';
import { fetchSqlOf } from '../../state/dataset/lineage';
import { useRun } from '../../state/engine/runState';
import { useFiles } from '../../state/ingest/files';
import { useRecipe } from '../../state/recipe/recipe';
import { useGenerated } from '../../state/synth/generated';
import { IconButton } from '../kit/controls';
import { useFetched } from '../kit/hooks';
import { ErrorNotice } from '../kit/Notice';

/** Values by name, as they stand in documents. */
function Facts({
  heading,
  of,
}: {
  heading: string;
  of: Readonly<Record<string, unknown>>;
}): ReactElement | null {
  const entries = Object.entries(of).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return null;
  return (
    <section>
      <h3>{heading}</h3>
      <dl className="lineage-facts">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {typeof value === 'number'
                ? measured(value)
                : typeof value === 'string'
                  ? value
                  : JSON.stringify(value)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }): ReactElement | null {
  if (warnings.length === 0) return null;
  return (
    <section>
      <h3>Warnings</h3>
      <ul className="lineage-warnings">
        {warnings.slice(0, 20).map((warning) => (
          <li key={warning} className="warn">
            {warning}
          </li>
        ))}
        {warnings.length > 20 && <li className="muted">and {count(warnings.length - 20)} more</li>}
      </ul>
    </section>
  );
}

function StepFacts({ index }: { index: number }): ReactElement {
  const step = useRecipe(({ recipe }) => recipe.steps[index]);
  const told = useRun(({ report }) => report?.steps.find((one) => one.index === index));
  const { labels } = told ?? {};
  return (
    <>
      {told && !told.off && (
        <p>
          {told.sentence}
          {told.labelSentence && <span className="muted"> · {told.labelSentence}</span>}
        </p>
      )}
      {told?.off && <p className="muted">The step is off: rows pass it as they are.</p>}
      {step && <Facts heading="Parameters" of={{ ...optionsOf(step, kindOf(step)), for: step.for }} />}
      {told && !told.off && (
        <Facts heading="Counts" of={{ 'rows in': told.rowsIn, 'rows out': told.rowsOut, ...told.counts }} />
      )}
      {labels && (
        <Facts
          heading="Labels"
          of={{
            labels: labels.labels,
            'rows under labels before': labels.rowsBefore,
            'and after': labels.rowsAfter,
            shortened: labels.shortened,
            'without rows now': labels.emptied.length,
            'values changed': labels.changed,
          }}
        />
      )}
      <Warnings warnings={told?.warnings ?? []} />
    </>
  );
}

function SourceFacts({ name }: { name: string }): ReactElement {
  const { sources, labels, generated } = useRecipe(({ recipe }) => recipe);
  const report = useFiles((files) => files.reports[name]);
  const made = useGenerated((state) => state.reports[name]);
  const attached = useFiles((files) => files.labelFiles.find((one) => one.file === name));
  const file = sources.find((one) => one.file === name);
  const ofLabels = labels.find((one) => one.file === name);
  const signal = generated.find((one) => nameOf(one) === name);
  return (
    <>
      <Facts
        heading="Source"
        of={{
          ...(signal ? { kind: 'synthetic' in signal ? 'synthetic' : `copy of ${signal.copy}` } : {}),
          rows: ofLabels ? undefined : (report?.rows ?? made?.rows),
          labels: attached?.attached ?? report?.labelled,
          'names without a series': attached?.unmatched.length,
          ...(file?.bytes === undefined ? {} : { size: bytes(file.bytes) }),
          ...(file || ofLabels ? { sha256: (file ?? ofLabels)?.sha256 ?? 'pending' } : {}),
          'lines rejected': ofLabels ? undefined : report?.rejected,
          'rows without a value': made?.missing,
          'anomalies injected': made?.anomalies.length,
        }}
      />
      {file && (
        <Facts
          heading="Reading"
          of={{
            time: file.time,
            values: file.values,
            series: file.series,
            labels: file.labels,
            units: file.units,
            csv: file.csv,
          }}
        />
      )}
    </>
  );
}

function OutputFacts(): ReactElement {
  const { partition, codec, smallest } = useRecipe(({ recipe }) => recipe.export);
  const warnings = useRun((run) => run.report?.warnings);
  return (
    <>
      <Facts
        heading="Export"
        of={{ partition: partition.join(' / ') || 'none', codec, 'smallest files': String(smallest) }}
      />
      <Warnings warnings={warnings ?? []} />
    </>
  );
}

/** The SQL of a node, for DuckDB. */
function Sql({ of }: { of: string }): ReactElement {
  const version = useRun((run) => run.version);
  const key = `${version} ${of}`;
  const { data, error } = useFetched(key, async (signal) => ({ key, text: await fetchSqlOf(of, signal) }));
  const text = data?.key === key ? data.text : null;
  return (
    <section>
      <h3>SQL</h3>
      {error && <ErrorNotice error={error} />}
      {text === '' && <p className="muted">It has no SQL of its own in the pipeline.</p>}
      {text !== null && text !== '' && (
        <pre className="lineage-sql" tabIndex={0} aria-label="SQL">
          {text}
        </pre>
      )}
    </section>
  );
}

interface PanelProps {
  of: NodeOf;
  title: string;
  onClose: () => void;
}

/** The parameters, counts, warnings and SQL of a node. */
export function LineagePanel({ of, title, onClose }: PanelProps): ReactElement {
  const ran = useRun((run) => run.report !== null);
  const { sources, labels, generated } = useRecipe(({ recipe }) => recipe);
  const body = (): { facts: ReactNode; sql: string | null } => {
    switch (of.kind) {
      case 'source':
        return { facts: <SourceFacts name={of.name} />, sql: `source ${of.name}` };
      case 'more': {
        const names = [...sources, ...labels].map(({ file }) => file).concat(generated.map(nameOf));
        return {
          facts: (
            <Facts
              heading={plural(of.sources, 'source')}
              of={{ names: names.slice(-of.sources).join(', ') }}
            />
          ),
          sql: null,
        };
      }
      case 'raw':
        return { facts: null, sql: 'raw' };
      case 'step':
        return { facts: <StepFacts index={of.index} />, sql: `step ${of.index}` };
      case 'output':
        return { facts: <OutputFacts />, sql: 'output' };
    }
  };
  const { facts, sql } = body();
  return (
    <section className="lineage-panel" aria-label={`Details of ${title}`}>
      <div className="lineage-panel-head">
        <h2>{title}</h2>
        <IconButton icon="close" label="Close details" onClick={onClose} />
      </div>
      {facts}
      {ran && sql !== null && <Sql of={sql} />}
    </section>
  );
}
