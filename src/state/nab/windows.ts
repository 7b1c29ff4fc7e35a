/** A mirror of NAB's windows of everything that is loaded: scripts read them at once, without asking the engine. */
import { formatWindowTime } from '../../core/nab';
import type { NabSeriesWindows } from '../../core/nab/types';
import { call } from '../engine/engine';
import { useRun } from '../engine/runState';
import { useFiles } from '../ingest/files';
import { changesNow, labelInputs, onLabelInputs } from '../label/current';
import { useGenerated } from '../synth/generated';

interface WindowInputs {
  labels: object;
  steps: object | undefined;
}

/** All that windows depend on, by identity: the labels, and the steps that the rows went through. */
const windowInputs = (): WindowInputs => ({
  labels: labelInputs(),
  steps: useRun.getState().ranRecipe?.steps,
});

/** The windows as they were last computed, what from, their computation, and the wait before the next. */
const mirror: {
  windows: readonly NabSeriesWindows[];
  of: WindowInputs | undefined;
  making: Promise<void> | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
} = { windows: [], of: undefined, making: undefined, timer: undefined };

/** Resolves once the windows are those of the labels as they stood at the call, or later ones. */
export async function windowsUpToDate(): Promise<void> {
  for (;;) {
    const { labels, steps } = windowInputs();
    if (mirror.of?.labels === labels && mirror.of.steps === steps) return;
    mirror.making ??= fetchWindows().finally(() => (mirror.making = undefined));
    await mirror.making;
  }
}

async function fetchWindows(): Promise<void> {
  const of = windowInputs();
  const some = useFiles.getState().series.length > 0;
  const windows = some ? await call('nabWindows', { changes: changesNow() }).catch(() => null) : [];
  mirror.of = of;
  if (windows) mirror.windows = windows;
}

const DELAY_MS = 60;

/** Whether rows are still coming or changing: the windows would be computed again in a moment. */
const rowsChange = (): boolean =>
  useRun.getState().status === 'running' ||
  useGenerated.getState().making !== null ||
  useFiles.getState().loading !== null;

/** From now on the windows follow the labels, once nothing else is under way. */
export function followLabels(): void {
  const soon = (): void => {
    mirror.timer ??= setTimeout(() => {
      mirror.timer = undefined;
      if (!rowsChange()) void windowsUpToDate();
    }, DELAY_MS);
  };
  onLabelInputs(soon);
  useFiles.subscribe((now, before) => now.loading !== before.loading && soon());
  useGenerated.subscribe((now, before) => now.making !== before.making && soon());
  useRun.subscribe(
    (now, before) => (now.ranRecipe !== before.ranRecipe || now.status !== before.status) && soon(),
  );
}

/** The windows as the object that `combined_windows.json` holds: every series by NAB's name, in its order. */
export function windowsObject(): Record<string, [string, string][]> {
  return Object.fromEntries(
    [...mirror.windows]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, windows: list }) => [
        name,
        list.map(({ start, end }): [string, string] => [formatWindowTime(start), formatWindowTime(end)]),
      ]),
  );
}
