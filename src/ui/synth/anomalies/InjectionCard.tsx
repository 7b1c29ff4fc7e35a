import type { ReactElement } from 'react';
import { formatInstant, parseDuration } from '../../../core/recipe';
import type { DrawnInjection, Injection, PlacedInjection } from '../../../core/recipe/types';
import { injectionsOf, sourceOf } from '../../../state/synth/generated';
import { nameOf } from '../../../core/recipe/series';
import { currentRecipe, useRecipe } from '../../../state/recipe/recipe';
import { preview } from '../../../state/synth/preview';
import { addInjection, freeInjectionId, removeInjection, replaceInjection } from '../../../state/synth/synth';
import { openInjection, usePanel } from '../../shell/panel';
import { micros } from '../actions';
import { withKey, type Edit } from '../fields/edit';
import { ItemCard } from '../fields/ItemCard';
import { useProblem } from '../fields/problems';
import { showInterval } from '../lib/show';
import { DrawForm } from './DrawForm';
import { PlacedForm } from './PlacedForm';
import { sentence, titleOf, type Outcome } from './sentence';

/** The edit of one injection of the recipe: previewed with the others of its source. */
function editOf(injection: Injection, index: number): Edit<Injection> {
  return {
    value: injection,
    path: `$.injections[${index}]`,
    preview: (next) => {
      const recipe = currentRecipe();
      const source = sourceOf(recipe, injection.series);
      if (!source) return;
      const injections = injectionsOf(recipe, source).map((one) => (one.id === injection.id ? next : one));
      preview({ name: nameOf(source), injections });
    },
    commit: (next) => replaceInjection(injection.id, next),
  };
}

/** The same again: placed right after, or drawn with the next seed. */
function again(injection: Injection): Injection {
  if ('draw' in injection) {
    const { changed: _changed, ...rest } = structuredClone(injection);
    const seed = (injection.draw.seed ?? currentRecipe().seed) + 1;
    return { ...rest, id: freeInjectionId('drawn'), draw: { ...rest.draw, seed } };
  }
  const { length } = injection.shape;
  const most = parseDuration(typeof length === 'string' ? length : length[1]) ?? 0;
  const start = formatInstant(micros(injection.start) + 2 * most);
  return { ...structuredClone(injection), id: freeInjectionId(injection.shape.kind), start };
}

function showPlaced({ series, start, shape: { length } }: PlacedInjection): void {
  const us = parseDuration(typeof length === 'string' ? length : length[1]) ?? 0;
  showInterval(series, micros(start), micros(start) + us);
}

interface InjectionCardProps {
  injection: Injection;
  /** What came of it; undefined while that is not known. */
  outcome: Outcome | undefined;
}

/** What a person injects: one anomaly, or many drawn at random. */
export function InjectionCard({ injection, outcome }: InjectionCardProps): ReactElement {
  const open = usePanel((panel) => panel.open === injection.id);
  const index = useRecipe((state) => state.recipe.injections.findIndex(({ id }) => id === injection.id));
  const edit = editOf(injection, index);
  const { settle } = useProblem(edit.path);
  const { id, off } = injection;
  const name = `${titleOf(injection)} ${id}`;
  const switchTo = (on: boolean): void =>
    settle(edit.commit(withKey(injection, 'off', on ? undefined : true)));
  return (
    <ItemCard
      path={edit.path}
      title={titleOf(injection)}
      name={name}
      sentence={`${sentence(injection, off ? undefined : outcome)}${off ? ' (off)' : ''}`}
      open={open}
      onOpen={(next) => openInjection(next ? id : null)}
      on={{ checked: !off, onChange: switchTo }}
      menu={[
        ['Show on the chart', !('draw' in injection), () => 'draw' in injection || showPlaced(injection)],
        ['Duplicate', true, () => settle(addInjection(again(injection)))],
        [off ? 'Switch on' : 'Switch off', true, () => switchTo(off === true)],
        ['Delete', true, () => settle(removeInjection(id))],
      ]}
    >
      {'draw' in injection ? (
        <DrawForm edit={edit as unknown as Edit<DrawnInjection>} name={name} />
      ) : (
        <PlacedForm edit={edit as unknown as Edit<PlacedInjection>} name={name} />
      )}
    </ItemCard>
  );
}
