import { useState, type ReactElement } from 'react';
import { at } from '../../core/list';
import { freeName, namesOf } from '../../core/checks/make';
import { kindOfCheck } from '../../core/checks/kinds';
import type { CheckResult, FailingRow } from '../../core/checks/types';
import { count, measure, plural } from '../../core/format';
import { parseInstant } from '../../core/recipe/instant';
import { acceptFailure, setChecks } from '../../state/checks/checks';
import { notify } from '../../state/ingest/files';
import { useRecipe } from '../../state/recipe/recipe';
import { chooseSeries } from '../../state/view/view';
import { textColumn, type GridColumn } from '../kit/columns';
import { baseName } from '../kit/format';
import { IconButton } from '../kit/controls';
import { Section } from '../kit/form/Field';
import { timeText } from '../kit/form/readings';
import { Grid } from '../kit/Grid';
import { jumpTo } from '../view/navigation';
import { CheckForm } from './CheckForm';
import { standingOf, type CheckGroup } from './groups';

const resultColumns: readonly GridColumn<CheckResult>[] = [
  textColumn({
    id: 'series',
    header: 'series',
    width: 120,
    grow: 1,
    text: ({ pass, series }) =>
      `${pass ? '✓' : '✗'} ${series === undefined ? 'all rows together' : baseName(series)}`,
    title: ({ series }) => series ?? 'all rows together',
  }),
  textColumn({ id: 'observed', header: 'found', width: 140, grow: 1.4, text: ({ observed }) => observed }),
];

const exampleColumns: readonly GridColumn<FailingRow>[] = [
  textColumn({
    id: 'time',
    header: 'time (UTC)',
    width: 160,
    grow: 1,
    text: ({ timestamp }) => timeText(timestamp),
  }),
  textColumn({
    id: 'value',
    header: 'value',
    width: 110,
    grow: 1,
    text: ({ value }) =>
      value === null ? 'null' : typeof value === 'number' ? measure(value) : String(value),
    value: ({ value }) => (typeof value === 'boolean' ? String(value) : value),
  }),
];

/** The first rows for which a check does not hold; choosing one shows its place in the chart. */
function Examples({ result }: { result: CheckResult }): ReactElement | null {
  const [chosen, setChosen] = useState(-1);
  const { examples = [], unexpected = 0, series } = result;
  if (examples.length === 0) return null;
  return (
    <>
      <h4 className="check-heading">
        {examples.length < unexpected
          ? `The first ${examples.length} of ${count(unexpected)}`
          : plural(unexpected, 'place')}
        <span className="muted regular"> Choose one to see it in the chart.</span>
      </h4>
      <div className="check-grid">
        <Grid
          label={`Where it fails${series === undefined ? '' : ` in ${series}`}`}
          columns={exampleColumns}
          total={examples.length}
          row={(index) => examples[index]}
          selection={{
            role: 'listbox',
            cursor: chosen,
            isChosen: (_, index) => index === chosen,
            onChoose: (index) => {
              setChosen(index);
              const { timestamp, series: own = series } = at(examples, index);
              const time = parseInstant(timestamp);
              if (own !== undefined && time !== undefined) jumpTo(own, time, time);
            },
          }}
        />
      </div>
    </>
  );
}

interface CheckDetailProps {
  group: CheckGroup;
  onRename: (id: string) => void;
}

/** One check: its options where it is the recipe's, what came of it in each series, and where it fails. */
export function CheckDetail({ group, onRename }: CheckDetailProps): ReactElement {
  const check = useRecipe(({ recipe }) => (group.index < 0 ? undefined : recipe.checks?.[group.index]));
  const [chosen, setChosen] = useState(0);
  // Where nothing fails there is nothing to look for. It stays so while the options are edited.
  const [optionsFirst] = useState(group.failing === 0);
  const { id, sentence, index, results, failing, accepted } = group;
  const result = results[chosen] ?? results[0];
  const standing = standingOf(group);
  const change = (edit: Parameters<typeof setChecks>[0]): void => {
    const error = setChecks(edit);
    if (error) notify(error);
  };
  const options = check && (
    <Section title="Options" summary={id} startsOpen={optionsFirst}>
      <CheckForm check={check} index={index} id={id} onRename={onRename} />
    </Section>
  );
  return (
    <section className="check-detail" aria-label={`Check ${id}`}>
      <div className="check-head">
        <h3 className="grow">{sentence}</h3>
        {check && (
          <>
            <IconButton
              className="small"
              icon="copy"
              label={`Duplicate ${id}`}
              onClick={() =>
                change((checks) => [
                  ...checks,
                  { ...check, id: freeName(kindOfCheck(check), new Set(namesOf(checks))) },
                ])
              }
            />
            <IconButton
              className="small"
              icon="bin"
              label={`Remove ${id}`}
              onClick={() => change((checks) => checks.toSpliced(index, 1))}
            />
          </>
        )}
      </div>
      {(standing === 'fails' || standing === 'accepted') && (
        <label className="choice check-accept">
          <input
            type="checkbox"
            checked={accepted}
            onChange={({ target }) => {
              const error = acceptFailure(id, target.checked);
              if (error) notify(error);
            }}
          />
          Export although it fails
        </label>
      )}
      {optionsFirst && options}
      {results.length === 1 && result && (
        <p className={`check-found ${result.pass ? 'good' : 'warn'}`}>
          {result.pass ? '✓' : '✗'} {result.observed}
          {result.series !== undefined && (
            <button type="button" className="link muted" onClick={() => chooseSeries(result.series ?? '')}>
              {result.series}
            </button>
          )}
        </p>
      )}
      {results.length > 1 && (
        <>
          <h4 className="check-heading">
            {failing === 0 ? 'Holds in' : `Fails in ${count(failing)} of`}{' '}
            {plural(results.length, 'series', 'series')}
          </h4>
          <div className="check-grid">
            <Grid
              label={`Results of ${id}`}
              columns={resultColumns}
              total={results.length}
              row={(place) => results[place]}
              tone={({ pass }) => (pass ? '' : 'check-fails')}
              selection={{
                role: 'listbox',
                cursor: chosen,
                isChosen: (_, place) => place === chosen,
                onChoose: (place) => {
                  setChosen(place);
                  const { series } = at(results, place);
                  if (series !== undefined) chooseSeries(series);
                },
              }}
            />
          </div>
        </>
      )}
      {result && <Examples key={`${result.series ?? ''} ${result.observed}`} result={result} />}
      {!optionsFirst && options}
    </section>
  );
}
