import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { at } from '../../core/list';
import type { ComparedSeries, LabelSet } from '../../core/label/agreement';
import { compareSets, useLabelsNow } from '../../state/label/current';
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

const origins = [
  { origin: 'manual', label: 'Manual' },
  { origin: 'injected', label: 'Injected' },
  { origin: 'detected', label: 'Detected (accepted)' },
] as const;

interface LabelSetOption {
  value: string;
  label: string;
  set: LabelSet;
}

/** The sets to compare: every label file, and labels by origin. */
function useSets(): LabelSetOption[] {
  const files = useRecipe((state) => state.recipe.labels);
  const labels = useLabelsNow();
  return useMemo(() => {
    const present = new Set<string>();
    for (const mine of labels.values()) for (const { origin } of mine) present.add(origin);
    return [
      ...files.map(({ file }) => ({ value: `file ${file}`, label: baseName(file), set: { file } })),
      ...origins.map(({ origin, label }) => ({
        value: origin,
        label: present.has(origin) ? label : `${label} (none)`,
        set: { origin },
      })),
    ];
  }, [files, labels]);
}

/** Points cover next to no time, yet lie in windows: not 0 %. */
const shareText = (share: number): string => (share > 0 && share < 0.01 ? '< 1 %' : percent(share));

const signs = { both: '= both', a: '◧ first only', b: '◨ second only' } as const;

const columns: readonly GridColumn<ComparedSeries['items'][number]>[] = [
  textColumn({ id: 'set', header: 'set', width: 104, grow: 1, text: ({ side }) => signs[side] }),
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

/** Two sets of labels compared: how far they agree in each series (IoU: shared over labelled time), and where they differ. */
export function AgreementTab({ series }: { series: string }): ReactElement {
  const sets = useSets();
  const labels = useLabelsNow();
  const [chosen, setChosen] = useState<{ a?: string; b?: string }>({});
  const a = sets.find(({ value }) => value === chosen.a) ?? at(sets, 0);
  const b = sets.find(({ value }) => value === chosen.b) ?? at(sets, a === sets[0] ? 1 : 0);
  const [version, setVersion] = useState(0);
  useEffect(() => setVersion((before) => before + 1), [labels]);
  const { data, error } = useFetched(`${a.value} ${b.value} ${version}`, (signal) =>
    compareSets(a.set, b.set, signal),
  );
  const picker = (side: 'a' | 'b', label: string, value: string): ReactElement => (
    <div className="width-m">
      <Select
        label={label}
        value={value}
        options={sets}
        onChange={(next) => setChosen({ a: a.value, b: b.value, [side]: next })}
      />
    </div>
  );
  return (
    <div className="nab-body">
      <div className="bar">
        {picker('a', 'First set of labels', a.value)}
        <span className="muted">compared with</span>
        {picker('b', 'Second set of labels', b.value)}
        {data && (
          <span role="status">
            {data.series.length === 0
              ? 'Neither set has a label in a loaded series.'
              : `${count(data.matchedA)} of ${count(data.a)} and ${count(data.matchedB)} of ${count(data.b)} labels overlap · IoU ${shareText(data.iou)}`}
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
                  {['first', 'second', 'first only', 'second only', 'IoU'].map((head) => (
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
                    <td className="num">{shareText(one.iou)}</td>
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
