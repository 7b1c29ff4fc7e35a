import { nameOf } from '../../../core/recipe/series';
import type { ReactElement } from 'react';
import { formatInstant, instant, microseconds } from '../../../core/recipe';
import type { AnomalyShape, Injection, PlacedInjection } from '../../../core/recipe/types';
import { injectionsOf, sourceOf } from '../../../state/synth/generated';
import { currentRecipe, useRecipe } from '../../../state/recipe/recipe';
import { preview } from '../../../state/synth/preview';
import { addInjection, freeInjectionId, removeInjection, replaceInjection } from '../../../state/synth/synth';
import { useView } from '../../../state/view/view';
import { member, withKey, type Edit } from '../../kit/form/edit';
import { TextField } from '../../kit/form/fields';
import { useProblem } from '../../kit/form/problems';
import { timeReading } from '../../kit/form/readings';
import { showInterval } from '../actions';
import { ItemCard } from '../ItemCard';
import { openInjection, usePanel } from '../panel';
import { DrawForm } from './DrawForm';
import { sentence, titleOf, type Outcome } from './sentence';
import { ShapeEditor } from './ShapeEditor';

/** The edit of one injection of the recipe: previewed with the others of its source. */
function editOfInjection(injection: Injection, index: number): Edit<Injection> {
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

/** The longest that a shape may become, in microseconds. */
const longest = ({ length }: AnomalyShape): number =>
  microseconds(typeof length === 'string' ? length : length[1]);

/** The same again: placed right after, or drawn with the next seed. */
function again(injection: Injection): Injection {
  if ('draw' in injection) {
    const { changed: _changed, ...rest } = structuredClone(injection);
    const seed = (injection.draw.seed ?? currentRecipe().seed) + 1;
    return { ...rest, id: freeInjectionId('drawn'), draw: { ...rest.draw, seed } };
  }
  const start = formatInstant(instant(injection.start) + 2 * longest(injection.shape));
  return { ...structuredClone(injection), id: freeInjectionId(injection.shape.kind), start };
}

function showPlaced({ series, start, shape }: PlacedInjection): void {
  showInterval(series, instant(start), instant(start) + longest(shape));
}

/** An anomaly at a time that a person chose. */
function PlacedForm({ edit, name }: { edit: Edit<PlacedInjection>; name: string }): ReactElement {
  const range = useView((view) => view.range);
  const start = member(edit, 'start');
  const { report } = useProblem(start.path);
  return (
    <>
      <TextField
        label="Start (UTC)"
        name={`${name}, start`}
        reading={timeReading}
        edit={start}
        live={false}
      />
      {range && (
        <button
          type="button"
          className="button quiet"
          onClick={() =>
            report(start.commit(formatInstant(Math.round((range.from + range.to) / 2 / 1000) * 1000)))
          }
        >
          Move to the centre of the visible range
        </button>
      )}
      <ShapeEditor edit={member(edit, 'shape')} name={name} series={edit.value.series} />
    </>
  );
}

interface InjectionCardProps {
  injection: Injection;
  /** What came of it; undefined while that is not known. */
  outcome: Outcome | undefined;
}

/** What a person injects: one anomaly, or a random batch. */
export function InjectionCard({ injection, outcome }: InjectionCardProps): ReactElement {
  const open = usePanel((panel) => panel.open === injection.id);
  const index = useRecipe((state) => state.recipe.injections.findIndex(({ id }) => id === injection.id));
  const edit = editOfInjection(injection, index);
  const { report } = useProblem(edit.path);
  const { id, off } = injection;
  const drawn = 'draw' in injection;
  const name = `${titleOf(injection)} ${id}`;
  const switchTo = (on: boolean): void =>
    report(edit.commit(withKey(injection, 'off', on ? undefined : true)));
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
        { label: 'Show on the chart', disabled: drawn, run: () => drawn || showPlaced(injection) },
        { label: 'Duplicate', run: () => report(addInjection(again(injection))) },
        { label: off ? 'Switch on' : 'Switch off', run: () => switchTo(off === true) },
        { label: 'Delete', run: () => report(removeInjection(id)) },
      ]}
    >
      {drawn ? (
        <DrawForm edit={{ ...edit, value: injection }} name={name} />
      ) : (
        <PlacedForm edit={{ ...edit, value: injection }} name={name} />
      )}
    </ItemCard>
  );
}
