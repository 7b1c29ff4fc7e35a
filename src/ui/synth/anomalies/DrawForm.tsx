import type { ReactElement } from 'react';
import { defaultShape, kinds } from '../../../core/synth/inject/kinds';
import { formatInstant } from '../../../core/recipe';
import type { AnomalyShape, DrawnInjection } from '../../../core/recipe/types';
import { useView } from '../../../state/view/view';
import { IconButton, Select } from '../../kit/controls';
import { count, measure, plural } from '../../../core/format';
import { gridOf } from '../actions';
import { AddMenu } from '../fields/AddMenu';
import { at, doubled, item, moved, orElse, without, type Edit } from '../fields/edit';
import { inputOf, Written } from '../fields/inputs';
import { ItemCard } from '../fields/ItemCard';
import { NumberSlider } from '../fields/NumberSlider';
import { useProblem } from '../fields/problems';
import { countReading, durationReading, numberReading, optional, timeReading } from '../fields/readings';
import { Row } from '../fields/Row';
import { Seed } from '../fields/Seed';
import { useDraft } from '../fields/useDraft';
import { lengthsText, strengthText } from './sentence';
import { ShapeEditor } from './ShapeEditor';

type Draw = DrawnInjection['draw'];
type Weighted = DrawnInjection['shapes'][number];

const inAll = countReading(0, 1_000_000, 'how many');
const aDay = numberReading({ min: 0, max: 86_400 });

/** How many: in all, or a day on average. */
function HowMany({ edit, name }: { edit: Edit<Draw>; name: string }): ReactElement {
  const { count: all, perDay, ...rest } = edit.value;
  const key = all === undefined ? 'perDay' : 'count';
  const draft = useDraft(orElse(at(edit, key), 0), key === 'count' ? inAll : aDay);
  const { settle } = useProblem(`${edit.path}.${key === 'count' ? 'perDay' : 'count'}`);
  return (
    <Row label="How many" error={draft.error} id={draft.id}>
      <div className="row">
        <input
          {...inputOf(draft, `${name}, how many`)}
          inputMode="decimal"
          value={draft.text}
          onChange={(event) => draft.type(event.target.value)}
          onBlur={draft.take}
          onKeyDown={draft.onKeyDown}
        />
        <Select
          label={`${name}, counted`}
          value={key}
          options={[
            { value: 'count', label: 'in all' },
            { value: 'perDay', label: 'a day' },
          ]}
          onChange={(next) =>
            settle(
              edit.commit(
                next === 'count' ? { count: Math.ceil(perDay ?? 1), ...rest } : { perDay: all ?? 1, ...rest },
              ),
            )
          }
        />
      </div>
    </Row>
  );
}

/** Stretches that no anomaly is drawn into. */
function Avoid({ edit, name }: { edit: Edit<[from: string, to: string][]>; name: string }): ReactElement {
  const range = useView((view) => view.range);
  const { error, settle } = useProblem(edit.path);
  return (
    <Row label="Keeps free" meaning="Stretches that no anomaly is drawn into" error={error}>
      <div className="avoid">
        {edit.value.map((pair, index) => {
          const one = item(edit, index, pair);
          const end = (which: 0 | 1): Edit<string> => ({
            value: pair[which],
            path: `${one.path}[${which}]`,
            preview: (text) => one.preview(which === 0 ? [text, pair[1]] : [pair[0], text]),
            commit: (text) => one.commit(which === 0 ? [text, pair[1]] : [pair[0], text]),
          });
          return (
            <div key={`${index} ${pair.join()}`} className="avoid-one">
              <Written
                label="from"
                name={`${name}, free stretch ${index + 1}, from`}
                reading={timeReading}
                quiet={false}
                edit={end(0)}
              />
              <Written
                label="to"
                name={`${name}, free stretch ${index + 1}, to`}
                reading={timeReading}
                quiet={false}
                edit={end(1)}
              />
              <IconButton
                className="small"
                icon="close"
                label={`Remove free stretch ${index + 1}`}
                onClick={() => settle(edit.commit(without(edit.value, index)))}
              />
            </div>
          );
        })}
        <button
          type="button"
          className="button quiet"
          disabled={range === null}
          title={range ? undefined : 'Zoom in first: all of the series is in sight'}
          onClick={() =>
            range &&
            settle(
              edit.commit([
                ...edit.value,
                [formatInstant(Math.floor(range.from)), formatInstant(Math.ceil(range.to))],
              ]),
            )
          }
        >
          + what is in sight
        </button>
      </div>
    </Row>
  );
}

function Mix({ edit, name, series }: { edit: Edit<Weighted[]>; name: string; series: string }): ReactElement {
  const shapes = edit.value;
  const { error, settle } = useProblem(edit.path);
  const sum = shapes.reduce((all, { weight = 1 }) => all + weight, 0);
  const change = (next: Weighted[]): void => settle(edit.commit(next));
  return (
    <>
      <div className="part-head">
        <h3 className="grow">Mix of kinds</h3>
        <AddMenu
          label="kind"
          name={`${name}: add a kind`}
          entries={Object.values(kinds).map(({ kind, label, meaning }) => ({ key: kind, label, meaning }))}
          onAdd={(kind) => change([...shapes, defaultShape(kind, gridOf(series)?.step)])}
        />
      </div>
      {error && (
        <p role="alert" className="hint bad">
          {error.message}
        </p>
      )}
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
              menu={[
                ['Move up', index > 0, () => change(moved(shapes, index, index - 1))],
                ['Move down', index < shapes.length - 1, () => change(moved(shapes, index, index + 1))],
                ['Duplicate', true, () => change(doubled(shapes, index))],
                ['Remove', shapes.length > 1, () => change(without(shapes, index))],
              ]}
            >
              <NumberSlider
                label="Weight"
                name={`${own}, weight`}
                meaning="How often this kind is drawn, against the others"
                limits={{ min: 0 }}
                usual={1}
                edit={orElse(at(one, 'weight'), 1)}
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

/** Many anomalies at places drawn by seed. */
export function DrawForm({ edit, name }: { edit: Edit<DrawnInjection>; name: string }): ReactElement {
  const { changed = {}, series } = edit.value;
  const draw = at(edit, 'draw');
  const avoid = at(draw, 'avoid');
  const byHand = Object.keys(changed).length;
  const { error, settle } = useProblem(`${edit.path}.changed`);
  return (
    <>
      <HowMany edit={draw} name={name} />
      <Written
        label="Apart"
        name={`${name}, least distance`}
        meaning="Least distance from the end of one to the start of the next"
        placeholder="any, or 10min"
        reading={optional(durationReading)}
        edit={at(draw, 'apart')}
      />
      <Seed edit={at(draw, 'seed')} name={`${name}, seed`} />
      <Avoid
        name={name}
        edit={{
          ...avoid,
          value: avoid.value ?? [],
          commit: (next) => avoid.commit(next.length > 0 ? next : undefined),
        }}
      />
      {byHand > 0 && (
        <Row label="By hand" error={error}>
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
              onClick={() => settle(at(edit, 'changed').commit(undefined))}
            >
              Undo
            </button>
          </div>
        </Row>
      )}
      <Mix edit={at(edit, 'shapes')} name={name} series={series} />
    </>
  );
}
