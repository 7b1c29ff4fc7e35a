import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { at } from '../../core/list';
import type { ComparedSeries, LabelSet } from '../../core/nab/types';
import { useLabelsNow, compareSets } from '../../state/label/current';
import { useRecipe } from '../../state/recipe/recipe';
import { chooseSeries } from '../../state/view/view';
import { textColumn, type GridColumn } from '../kit/columns';
import { Select } from '../kit/controls';
import { Grid } from '../kit/Grid';
import { ErrorNotice } from '../kit/Notice';
import { count, percent, plural } from '../../core/format';
import { baseName, utc } from '../kit/format';
import { useFetched } from '../kit/hooks';
import { jumpTo } from '../view/navigation';
import '../nab/nab.css';
import './label.css';

const origins = {
  manual: 'Made by hand',
  injected: 'Injected',
  detected: 'Accepted from detectors',
} as const;
type Origin = keyof typeof origins;

const setOf = (name: string): LabelSet =>
  name.startsWith('file ') ? { file: name.slice(5) } : { origin: name as Origin };

/** The sets that there are: every label file, and the origins that have a label. */
function useSets(): { value: string; label: string }[] {
  const files = useRecipe((state) => state.recipe.labels);
  const labels = useLabelsNow();
  return useMemo(() => {
    const there = new Set<string>();
    for (const mine of labels.values()) for (const { origin } of mine) there.add(origin);
    return [
      ...files.map(({ file }) => ({ value: `file ${file}`, label: baseName(file) })),
      ...(Object.keys(origins) as Origin[]).map((origin) => ({
        value: origin,
        label: `${origins[origin]}${there.has(origin) ? '' : ' (none)'}`,
      })),
    ];
  }, [files, labels]);
}

/** Points cover next to no time, yet lie in windows. */
const sayShare = (share: number): string => (share > 0 && share < 0.01 ? 'less than 1 %' : percent(share));

const signs = { both: '= both', a: '◧ first only', b: '◨ second only' } as const;

const columns: readonly GridColumn<ComparedSeries['items'][number]>[] = [
  textColumn({ id: 'in', header: 'in', width: 104, grow: 1, text: ({ side }) => signs[side] }),
  textColumn({ id: 'from', header: 'from (UTC)', width: 148, text: ({ start }) => utc(start) }),
  textColumn({ id: 'to', header: 'to (UTC)', width: 148, text: ({ end }) => utc(end - 1) }),
];

function Differences({ compared }: { compared: ComparedSeries | undefined }): ReactElement {
  const [chosen, setChosen] = useState(-1);
  useEffect(() => setChosen(-1), [compared?.series]);
  if (!compared) return <p className="said">Neither set has a label in this series.</p>;
  const { series, items } = compared;
  return (
    <Grid
      label={`Agreements and differences in ${series}`}
      columns={columns}
      rowHeight={26}
      total={items.length}
      row={(index) => items[index]}
      tone={({ side }) => (side === 'both' ? 'good' : '')}
      selection={{
        role: 'listbox',
        cursor: chosen,
        isChosen: (_, index) => index === chosen,
        onChoose: (index) => {
          setChosen(index);
          const { start, end } = at(items, index);
          jumpTo(series, start, end);
        },
      }}
    />
  );
}

/** Two sets of labels compared: how far they agree, series by series, and where they do not. */
export function AgreementTab({ series }: { series: string }): ReactElement {
  const sets = useSets();
  const labels = useLabelsNow();
  const [chosen, setChosen] = useState<{ a?: string; b?: string }>({});
  const there = (name: string | undefined): string | undefined =>
    sets.some(({ value }) => value === name) ? name : undefined;
  const a = there(chosen.a) ?? sets[0]?.value ?? 'manual';
  const b = there(chosen.b) ?? sets.find(({ value }) => value !== a)?.value ?? 'detected';
  const [turn, setTurn] = useState(0);
  useEffect(() => setTurn((before) => before + 1), [labels]);
  const { data, error } = useFetched(`${a} ${b} ${turn}`, (signal) =>
    compareSets(setOf(a), setOf(b), signal),
  );
  const picker = (side: 'a' | 'b', label: string, value: string): ReactElement => (
    <div className="width-m">
      <Select
        label={label}
        value={value}
        options={sets}
        onChange={(next) => setChosen({ a, b, [side]: next })}
      />
    </div>
  );
  return (
    <div className="nab-body">
      <div className="bar">
        {picker('a', 'First set of labels', a)}
        <span className="muted">and</span>
        {picker('b', 'Second set of labels', b)}
        {data && (
          <span role="status">
            {data.series.length === 0
              ? 'Neither set has a label of a series that is loaded.'
              : `${count(data.matchedA)} of ${count(data.a)} and ${count(data.matchedB)} of ${count(data.b)} overlap · ${sayShare(data.iou)} of the labelled time is shared`}
          </span>
        )}
      </div>
      {error && <ErrorNotice error={error} />}
      {data && data.series.length > 0 && (
        <div className="split-pane nab-split">
          <div className="scroll" tabIndex={0} role="region" aria-label="Agreement in each series">
            <table className="plain nab-files">
              <thead>
                <tr>
                  <th scope="col">{plural(data.series.length, 'series', 'series')}</th>
                  {['first', 'second', 'first only', 'second only', 'shared time'].map((head) => (
                    <th key={head} scope="col" className="num">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.series.map((one) => (
                  <tr key={one.series} className={one.series === series ? 'chosen' : ''}>
                    <td>
                      <button
                        type="button"
                        className="link ellipsis"
                        title={one.series}
                        aria-current={one.series === series ? 'true' : undefined}
                        onClick={() => chooseSeries(one.series)}
                      >
                        {one.series}
                      </button>
                    </td>
                    <td className="num">{count(one.a)}</td>
                    <td className="num">{count(one.b)}</td>
                    <td className="num">{count(one.a - one.matchedA)}</td>
                    <td className="num">{count(one.b - one.matchedB)}</td>
                    <td className="num">{sayShare(one.iou)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div>
            <Differences compared={data.series.find((one) => one.series === series)} />
          </div>
        </div>
      )}
    </div>
  );
}
