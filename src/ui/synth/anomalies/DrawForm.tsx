import type { ReactElement } from 'react';
import { count, measure, plural } from '../../../core/format';
import { formatInstant } from '../../../core/recipe';
import type { AnomalyShape, DrawnInjection } from '../../../core/recipe/types';
import { defaultShape, kinds } from '../../../core/synth/inject/kinds';
import { useView } from '../../../state/view/view';
import { IconButton, Select } from '../../kit/controls';
import { item, member, omitted, withDefault, without, type Edit } from '../../kit/form/edit';
import { Field, Refusal } from '../../kit/form/Field';
import { inputOf, SliderField, TextField } from '../../kit/form/fields';
import { useProblem } from '../../kit/form/problems';
import { countReading, durationReading, numberReading, optional, timeReading } from '../../kit/form/readings';
import { useDraft } from '../../kit/form/useDraft';
import { AddMenu } from '../../kit/Menu';
import { gridOf } from '../actions';
import { ItemCard, listMenu } from '../ItemCard';
import { SeedField } from '../SeedField';
import { lengthsText, strengthText } from './sentence';
import { ShapeEditor } from './ShapeEditor';

type Draw = DrawnInjection['draw'];
type Weighted = DrawnInjection['shapes'][number];

const inTotal = countReading(0, 1_000_000, 'a count');
const perDayReading = numberReading({ min: 0, max: 86_400 });

/** How many anomalies: in total, or per day on average. */
function Count({ edit, name }: { edit: Edit<Draw>; name: string }): ReactElement {
  const { count: total, perDay, ...rest } = edit.value;
  const key = total === undefined ? 'perDay' : 'count';
  const draft = useDraft(withDefault(member(edit, key), 0), key === 'count' ? inTotal : perDayReading);
  const { report } = useProblem(`${edit.path}.${key === 'count' ? 'perDay' : 'count'}`);
  return (
    <Field label="Count" error={draft.error} id={draft.id}>
      <div className="row">
        <input {...inputOf(draft, `${name}, count`)} inputMode="decimal" />
        <Select
          label={`${name}, count is`}
          value={key}
          options={[
            { value: 'count', label: 'in total' },
            { value: 'perDay', label: 'per day' },
          ]}
          onChange={(next) =>
            report(
              edit.commit(
                next === 'count'
                  ? { count: Math.ceil(perDay ?? 1), ...rest }
                  : { perDay: total ?? 1, ...rest },
              ),
            )
          }
        />
      </div>
    </Field>
  );
}

/** Intervals that no anomaly is drawn into. */
function Exclude({ edit, name }: { edit: Edit<[from: string, to: string][]>; name: string }): ReactElement {
  const range = useView((view) => view.range);
  const { error, report } = useProblem(edit.path);
  return (
    <Field label="Exclude" meaning="Intervals without injected anomalies" error={error}>
      <div className="avoid">
        {edit.value.map((pair, index) => {
          const one = item(edit, index, pair);
          const end = (which: 0 | 1): Edit<string> => ({
            value: pair[which],
            path: `${one.path}[${which}]`,
            preview: (text) => one.preview(which === 0 ? [text, pair[1]] : [pair[0], text]),
            commit: (text) => one.commit(which === 0 ? [text, pair[1]] : [pair[0], text]),
          });
          const own = `${name}, excluded interval ${index + 1}`;
          return (
            <div key={`${index} ${pair.join()}`} className="avoid-one">
              <TextField
                label="from"
                name={`${own}, from`}
                reading={timeReading}
                live={false}
                edit={end(0)}
              />
              <TextField label="to" name={`${own}, to`} reading={timeReading} live={false} edit={end(1)} />
              <IconButton
                className="small"
                icon="close"
                label={`Remove excluded interval ${index + 1}`}
                onClick={() => report(edit.commit(without(edit.value, index)))}
              />
            </div>
          );
        })}
        <button
          type="button"
          className="button quiet"
          disabled={range === null}
          title={range ? undefined : 'Zoom in first: the whole series is visible'}
          onClick={() =>
            range &&
            report(
              edit.commit([
                ...edit.value,
                [formatInstant(Math.floor(range.from)), formatInstant(Math.ceil(range.to))],
              ]),
            )
          }
        >
          + visible range
        </button>
      </div>
    </Field>
  );
}

/** The kinds to draw from, each with its weight and its parameters. */
function Mix({ edit, name, series }: { edit: Edit<Weighted[]>; name: string; series: string }): ReactElement {
  const shapes = edit.value;
  const { error, report } = useProblem(edit.path);
  const sum = shapes.reduce((all, { weight = 1 }) => all + weight, 0);
  const change = (next: Weighted[]): void => report(edit.commit(next));
  return (
    <>
      <div className="part-head">
        <h3 className="grow">Kinds</h3>
        <AddMenu
          label="kind"
          name={`${name}: add a kind`}
          entries={Object.values(kinds).map(({ kind, label, meaning }) => ({ key: kind, label, meaning }))}
          onAdd={(kind) => change([...shapes, defaultShape(kind, gridOf(series)?.step)])}
        />
      </div>
      <Refusal error={error} />
      <ol className="cards">
        {shapes.map((shape, index) => {
          const one = item(edit, index, shape);
          const { weight = 1 } = shape;
          const { label } = kinds[shape.kind];
          const own = `${name}, ${label} ${index + 1}`;
          const share = sum > 0 ? `${measure(Math.round((1000 * weight) / sum) / 10)} %` : '';
          return (
            <ItemCard
              key={`${index} ${shapes.length}`}
              path={one.path}
              title={label}
              name={own}
              sentence={[share, strengthText([shape]), lengthsText([shape])].filter(Boolean).join(', ')}
              menu={listMenu(shapes, index, change, 1)}
            >
              <SliderField
                label="Weight"
                name={`${own}, weight`}
                meaning="How often this kind is drawn, relative to the others"
                limits={{ min: 0 }}
                usual={1}
                edit={withDefault(member(one, 'weight'), 1)}
              />
              <ShapeEditor edit={withWeight(one)} name={own} series={series} />
            </ItemCard>
          );
        })}
      </ol>
    </>
  );
}

/** The shape alone, its weight kept. */
function withWeight(edit: Edit<Weighted>): Edit<AnomalyShape> {
  const { weight, ...shape } = edit.value;
  const whole = (next: AnomalyShape): Weighted => ({ ...next, ...(weight === undefined ? {} : { weight }) });
  return {
    value: shape,
    path: edit.path,
    preview: (next) => edit.preview(whole(next)),
    commit: (next) => edit.commit(whole(next)),
  };
}

/** A batch of anomalies at random times. */
export function DrawForm({ edit, name }: { edit: Edit<DrawnInjection>; name: string }): ReactElement {
  const { changed = {}, series } = edit.value;
  const draw = member(edit, 'draw');
  const byHand = Object.keys(changed).length;
  const { error, report } = useProblem(`${edit.path}.changed`);
  return (
    <>
      <Count edit={draw} name={name} />
      <TextField
        label="Min. distance"
        name={`${name}, minimum distance`}
        meaning="Minimum distance from the end of one anomaly to the start of the next"
        placeholder="none, or 10min"
        reading={optional(durationReading)}
        edit={member(draw, 'apart')}
      />
      <SeedField edit={member(draw, 'seed')} name={`${name}, seed`} />
      <Exclude
        name={name}
        edit={omitted<[string, string][]>(member(draw, 'avoid'), [], (list) => list.length === 0)}
      />
      {byHand > 0 && (
        <Field label="By hand" error={error}>
          <div className="row">
            <span
              className="grow"
              title={`${plural(byHand, 'anomaly', 'anomalies')} moved, changed or removed by hand`}
            >
              {count(byHand)} changed
            </span>
            <button
              type="button"
              className="button"
              title="Undo all changes by hand"
              onClick={() => report(member(edit, 'changed').commit(undefined))}
            >
              Reset
            </button>
          </div>
        </Field>
      )}
      <Mix edit={member(edit, 'shapes')} name={name} series={series} />
    </>
  );
}
