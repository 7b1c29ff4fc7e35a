import { useMemo, useState, type ReactElement } from 'react';
import type { LabError } from '../../../core/errors';
import { kinds } from '../../../core/inject/kinds';
import { anomaliesOf, useGenerated } from '../../../state/generated';
import { usePreview } from '../../../state/preview';
import { useRecipe } from '../../../state/recipe';
import { Icon } from '../../components/Icon';
import { ErrorNotice } from '../../components/Notice';
import { drawMany, placeAnomaly } from '../actions';
import { AddMenu } from '../fields/AddMenu';
import { AnomalyTable } from './AnomalyTable';
import { Difficulty } from './Difficulty';
import { InjectionCard } from './InjectionCard';

const kindEntries = Object.values(kinds).map(({ kind, label, meaning }) => ({ key: kind, label, meaning }));

/** What is injected into a series, how hard it is to find, and every anomaly as it came about. */
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
  const placed = useMemo(() => {
    const sums = new Map<string, number>();
    for (const { injection } of anomalies) sums.set(injection, (sums.get(injection) ?? 0) + 1);
    return sums;
  }, [anomalies]);
  const known = Object.values(reports).some((report) => report.series.includes(series)) || ahead !== null;
  return (
    <div className="anomalies">
      <div className="scroll">
        <div className="adders">
          <AddMenu
            label="anomaly"
            name="Add an anomaly in the middle of the view"
            entries={kindEntries}
            onAdd={(kind) => setRefused(placeAnomaly(series, kind))}
          />
          <button
            type="button"
            className="button quiet add"
            aria-label="Add many anomalies at random"
            onClick={() => setRefused(drawMany(series))}
          >
            <Icon name="plus" /> many at random
          </button>
        </div>
        {refused && (
          <div className="notices">
            <ErrorNotice error={refused} onDismiss={() => setRefused(undefined)} />
          </div>
        )}
        {injections.length === 0 && (
          <p className="said">
            No anomalies yet. Add one where you are looking, or draw many at random: each becomes a label, with how
            far it stands out of the noise.
          </p>
        )}
        <Difficulty anomalies={anomalies} />
        <ol className="cards" aria-label="Injections">
          {injections.map((injection) => (
            <InjectionCard
              key={injection.id}
              injection={injection}
              placed={known ? (placed.get(injection.id) ?? 0) : undefined}
            />
          ))}
        </ol>
      </div>
      {realised.length > 0 && <AnomalyTable series={series} anomalies={realised} />}
    </div>
  );
}
