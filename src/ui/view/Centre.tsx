import { useDeferredValue, useState, type ReactElement } from 'react';
import { useFiles } from '../../state/ingest/files';
import { nameOf } from '../../core/recipe/series';
import { sourceOf, useGenerated } from '../../state/synth/generated';
import { useRecipe } from '../../state/recipe/recipe';
import { useSession } from '../../state/page/page';
import { useRun } from '../../state/engine/runState';
import { useView } from '../../state/view/view';
import type { LayerName, Theme } from '../charts';
import { AllSeries } from '../label/AllSeries';
import { count } from '../../core/format';
import { useFrameLater } from '../kit/hooks';
import { Tabs } from '../shell/Tabs';
import { Charts } from './Charts';
import { Empty } from './Empty';
import { useNavigation } from './navigation';

/** The tabs, a frame after the charts. */
function LaterTabs(props: { series: string; theme: Theme }): ReactElement {
  return useFrameLater() ? <Tabs {...props} /> : <section className="tabs" />;
}

/** What of the last session is on its way. */
function Restoring({ series }: { series: number | null }): ReactElement {
  return (
    <div className="empty" role="status">
      {series === null ? 'Opening the last session…' : `Restoring ${count(series)} series…`}
    </div>
  );
}

/** The middle of the page: the chosen series and its tabs, an overview of all series, or how to begin. */
export function Centre({ theme }: { theme: Theme }): ReactElement {
  // Deferred: what a first series brings into the page is rendered in parts, not in one long task.
  const chosen = useDeferredValue(useView((view) => view.chosen));
  const all = useNavigation((navigation) => navigation.allSeries);
  const loaded = useFiles((files) => files.series.some(({ name }) => name === chosen));
  const source = useRecipe(({ recipe }) => (chosen === null ? undefined : sourceOf(recipe, chosen)));
  const failed = useGenerated(({ errors }) => source !== undefined && nameOf(source) in errors);
  const paused = useRun((run) => run.paused !== null);
  // Deferred like the chosen series: what is restored in no time would show how to begin in between.
  const restoring = useDeferredValue(useSession((session) => session.restoring));
  const [hidden, setHidden] = useState<readonly LayerName[]>([]);
  const hide = (mark: LayerName): void =>
    setHidden(hidden.includes(mark) ? hidden.filter((other) => other !== mark) : [...hidden, mark]);
  if (chosen === null)
    return <main className="centre">{restoring ? <Restoring series={restoring.series} /> : <Empty />}</main>;
  return (
    <main className="centre">
      {all ? (
        <AllSeries theme={theme} />
      ) : (
        <Charts key={chosen} name={chosen} theme={theme} hidden={hidden} onHide={hide} />
      )}
      {loaded ? (
        <LaterTabs series={chosen} theme={theme} />
      ) : (
        <section className="tabs">
          <p className="said">
            {failed
              ? `${chosen} could not be generated. The error is shown in the panel on the right.`
              : paused
                ? `${chosen} has not been generated: the recipe was opened without running.`
                : `${chosen} is being generated.`}
          </p>
        </section>
      )}
    </main>
  );
}
