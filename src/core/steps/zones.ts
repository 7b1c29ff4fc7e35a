import type { LabError } from '../errors';
import { isFor } from '../recipe/steps';
import type { Step } from '../recipe/types';

/** Local times need the step that makes them UTC; undefined where all is well. */
export function checkZones(
  steps: readonly Step[],
  series: readonly { name: string; zone: string }[],
): LabError | undefined {
  const converted = steps.flatMap((step) => ('utc' in step && !step.off ? [isFor(step)] : []));
  const local = series.find(({ name, zone }) => zone !== 'UTC' && !converted.some((its) => its(name)));
  if (!local) return undefined;
  return {
    code: 'recipe-order',
    path: '$.steps',
    message: `${local.name} has times of ${local.zone}, and no step converts them to UTC. Add “Time to UTC” as the first step, or switch it on.`,
  };
}
