/** Conflicts that stop an export, unless a person has accepted them. */
import { exportConflicts } from '../../../core/dataset/exportConflicts';
import { LabFailure } from '../../../core/errors';
import { plural } from '../../../core/format';
import { last } from '../../../core/list';
import { openConflicts } from '../../../core/versions/conflicts';
import type { ExportRequest } from '../../protocol';
import type { WrittenStage } from './writtenStages';

/** Named in the message; others are counted. */
const NAMED = 5;

/** Throws `schema-conflict` where sources of the recipe, or this version and the one before, do not fit together and nobody has accepted that. */
export function refuseConflicts({ recipe, previous }: ExportRequest, stages: readonly WrittenStage[]): void {
  const { kind } = last(stages);
  const open = openConflicts(exportConflicts(recipe, previous, kind), recipe.export.accept);
  if (open.length === 0) return;
  const told = open.slice(0, NAMED).map(({ id, message }) => `"${id}": ${message}`);
  const more = open.length - told.length;
  throw new LabFailure({
    code: 'schema-conflict',
    path: '$.export.accept',
    message: `Nothing was written: ${plural(open.length, 'conflict')} of schemas. ${told.join(' ')}${more > 0 ? ` And ${more} more.` : ''} What is accepted stands by its name in export.accept.`,
    detail: JSON.stringify(open.map(({ id }) => id)),
  });
}
