import { useMemo, useState, type ReactElement } from 'react';
import type { LabError } from '../../../core/errors';
import { kinds } from '../../../core/synth/inject/kinds';
import type { RealisedAnomaly } from '../../../core/synth/inject/types';
import { anomaliesOf, useGenerated } from '../../../state/synth/generated';
import { usePreview } from '../../../state/synth/preview';
import { useRecipe } from '../../../state/recipe/recipe';
import { Icon } from '../../kit/Icon';
import { ErrorNotice } from '../../kit/Notice';
import { AddMenu } from '../../kit/Menu';
import { addBatch, placeAnomaly } from '../actions';
import { AnomalyTable } from './AnomalyTable';
import { Difficulty } from './Difficulty';
import { InjectionCard } from './InjectionCard';
import type { Outcome } from './sentence';

const kindEntries = Object.values(kinds).map(({ kind, label, meaning }) => ({ key: kind, label, meaning }));

const nothing: Outcome = { placed: 0, strongest: null };

/** What came of each injection, by its id. */
function outcomesOf(anomalies: readonly RealisedAnomaly[]): Map<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const { injection, severitySigma } of anomalies) {
    const { placed, strongest } = outcomes.get(injection) ?? nothing;
    const most = severitySigma === null ? strongest : Math.max(strongest ?? 0, severitySigma);
    outcomes.set(injection, { placed: placed + 1, strongest: most });
  }
  return outcomes;
}

/** What is injected into a series, how hard it is to find, and every anomaly as injected. */
export function AnomaliesTab({ series }: { series: string }): ReactElement {
  const all = useRecipe((state) => state.recipe.injections);
  const reports = useGenerated((state) => state.reports);
  const ahead = usePreview((state) => (state.ahead?.series.includes(series) ? state.anomalies : null));
  const [refused, setRefused] = useState<LabError>();
  const injections = useMemo(() => all.filter((one) => one.series === series), [all, series]);
  const realised = useMemo(() => anomaliesOf(reports, series), [reports, series]);
  const anomalies = useMemo(
    () => ahead?.filter((anomaly) => anomaly.series === series) ?? realised,
    [ahead, realised, series],
  );
  const outcomes = useMemo(() => outcomesOf(anomalies), [anomalies]);
  const plain = useGenerated((state) => state.detectability[series]);
  const found = useMemo(() => plain && new Map(plain.each.map((one) => [one.id, one])), [plain]);
  const report = Object.values(reports).find((one) => one.series.includes(series));
  const failed = useGenerated((state) => (report ? state.errors[report.source] : undefined));
  // While a change is in error, what came of the one before says nothing about it.
  const known = ahead !== null || (report !== undefined && failed === undefined);
  return (
    <div className="anomalies">
      <div className="scroll">
        <div className="adders">
          <AddMenu
            label="anomaly"
            name="Add an anomaly at the centre of the visible range"
            entries={kindEntries}
            onAdd={(kind) => setRefused(placeAnomaly(series, kind))}
          />
          <button type="button" className="button quiet add" onClick={() => setRefused(addBatch(series))}>
            <Icon name="plus" /> Random batch…
          </button>
        </div>
        {refused && (
          <div className="notices">
            <ErrorNotice error={refused} onDismiss={() => setRefused(undefined)} />
          </div>
        )}
        {injections.length === 0 && (
          <p className="said">
            No anomalies yet. Add one in the visible range, or a random batch. Each becomes a label with its
            strength.
          </p>
        )}
        <Difficulty anomalies={anomalies} found={ahead ? undefined : plain} />
        <ol className="cards" aria-label="Injections">
          {injections.map((injection) => (
            <InjectionCard
              key={injection.id}
              injection={injection}
              outcome={known ? (outcomes.get(injection.id) ?? nothing) : undefined}
            />
          ))}
        </ol>
      </div>
      {realised.length > 0 && <AnomalyTable series={series} anomalies={realised} found={found} />}
    </div>
  );
}
