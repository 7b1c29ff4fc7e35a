import { kinds, strengthField } from '../../../core/synth/inject/kinds';
import type { RealisedAnomaly } from '../../../core/synth/inject/types';
import { measure, span, utc } from '../../kit/format';
import { strengthText } from './sentence';

export interface Column {
  key: 'kind' | 'sigma' | 'time' | 'length' | 'asked' | 'zscore' | 'iqr';
  label: string;
  meaning: string;
  width: string;
  numeric: boolean;
  text: (anomaly: RealisedAnomaly) => string;
  /** Orders rows. */
  rank: (anomaly: RealisedAnomaly) => number | string;
}

const asked = ({ requested }: RealisedAnomaly): number => {
  const amount = strengthField(requested)?.amount ?? 0;
  return typeof amount === 'number' ? amount : amount[0];
};

/** Which anomalies two plain detectors would find, by their id. */
export type Found = ReadonlyMap<string, { zscore: boolean; iqr: boolean }>;

const known: readonly Column[] = [
  {
    key: 'kind',
    label: 'Kind',
    meaning: 'Kind of anomaly',
    width: '100px',
    numeric: false,
    text: ({ kind }) => kinds[kind].label,
    rank: ({ kind }) => kinds[kind].label,
  },
  {
    key: 'sigma',
    label: 'σ',
    meaning: 'As realised: greatest change over the deviation of the rows around it',
    width: '60px',
    numeric: true,
    text: ({ severitySigma }) =>
      severitySigma === null ? '–' : measure(Number(severitySigma.toPrecision(3))),
    rank: ({ severitySigma }) => severitySigma ?? -1,
  },
  {
    key: 'time',
    label: 'Time (UTC)',
    meaning: 'Start',
    width: '148px',
    numeric: false,
    text: ({ start }) => utc(start),
    rank: ({ start }) => start,
  },
  {
    key: 'length',
    label: 'Length',
    meaning: 'Length as realised',
    width: '84px',
    numeric: true,
    text: ({ realised: { rows, length } }) => (rows === 1 ? '1 row' : span(length)),
    rank: ({ realised: { length } }) => length,
  },
  {
    key: 'asked',
    label: 'Asked for',
    meaning: 'Strength as requested',
    width: '88px',
    numeric: true,
    text: ({ requested }) => strengthText([requested]) || '–',
    rank: asked,
  },
];

const foundBy = (found: Found, key: 'zscore' | 'iqr', label: string, meaning: string): Column => ({
  key,
  label,
  meaning,
  width: '72px',
  numeric: false,
  text: ({ id }) => (found.get(id)?.[key] ? 'found' : '–'),
  rank: ({ id }) => (found.get(id)?.[key] ? 0 : 1),
});

/** The table of realised anomalies; what matters most comes first, for it is narrow. `found`: absent while nobody has looked. */
export const columnsOf = (found: Found | undefined): readonly Column[] =>
  found
    ? [
        ...known,
        foundBy(
          found,
          'zscore',
          'Z-score',
          'Whether a row of it lies more than 3 deviations from the mean of the series',
        ),
        foundBy(
          found,
          'iqr',
          'IQR',
          'Whether a row of it lies more than 1.5 interquartile ranges beyond the quartiles',
        ),
      ]
    : known;

export interface Sort {
  key: Column['key'];
  down: boolean;
}

/** Rows in order of a column; ties stay in order of time. */
export function sorted(
  anomalies: readonly RealisedAnomaly[],
  columns: readonly Column[],
  { key, down }: Sort,
): RealisedAnomaly[] {
  const rank = columns.find((column) => column.key === key)?.rank ?? (() => 0);
  const ranked = anomalies.map((anomaly) => ({ anomaly, by: rank(anomaly) }));
  ranked.sort((a, b) => {
    const less = a.by < b.by ? -1 : a.by > b.by ? 1 : 0;
    return down ? -less : less;
  });
  return ranked.map(({ anomaly }) => anomaly);
}
