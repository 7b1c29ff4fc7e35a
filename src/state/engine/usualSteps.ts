import { useEffect, useState } from 'react';
import { useFiles } from '../ingest/files';
import { call } from './engine';

/** The usual step of each loaded series, microseconds (null: it has none), once the engine has told; asked for while `wanted`, again whenever the series change. */
export function useUsualSteps(wanted: boolean): ReadonlyMap<string, number | null> | null {
  const series = useFiles((files) => files.series);
  const [known, setKnown] = useState<{ of: typeof series; steps: Map<string, number | null> } | null>(null);
  const asked = wanted && series.length > 0 && known?.of !== series;
  useEffect(() => {
    if (!asked) return undefined;
    const controller = new AbortController();
    call('usualSteps', null, { signal: controller.signal }).then(
      (found) => {
        const steps = new Map(found.map(({ series: name, usual }) => [name, usual]));
        if (!controller.signal.aborted) setKnown({ of: series, steps });
      },
      // Without an answer nothing is said: the report of the run says it.
      () => undefined,
    );
    return () => controller.abort();
  }, [asked, series]);
  return known?.of === series ? known.steps : null;
}
