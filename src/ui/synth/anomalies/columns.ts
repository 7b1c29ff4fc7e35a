import { kinds, strengthField } from '../../../core/synth/inject/kinds';
import type { RealisedAnomaly } from '../../../core/synth/inject/types';
import { sortRows, textColumn, type GridColumn, type Sort } from '../../kit/columns';
import { measure } from '../../../core/format';
import { localTime, span, utc } from '../../kit/format';
import { strengthText } from './sentence';

/** Where no strength was requested: null. */
const asked = ({ requested }: RealisedAnomaly): number | null => {
  const amount = strengthField(requested)?.amount;
  return typeof amount === 'object' ? amount[0] : (amount ?? null);
};

/** Which anomalies two simple detectors would find, by their id. */
export type Found = ReadonlyMap<string, { zscore: boolean; iqr: boolean }>;

const known: readonly GridColumn<RealisedAnomaly>[] = [
  textColumn({
    id: 'kind',
    header: 'Kind',
    meaning: 'Kind of anomaly',
    width: 100,
    text: ({ kind }) => kinds[kind].label,
    value: ({ kind }) => kinds[kind].label,
  }),
  textColumn({
    id: 'sigma',
    header: 'σ',
    meaning: 'Strength as injected: peak change in local standard deviations',
    width: 60,
    numeric: true,
    text: ({ severitySigma }) =>
      severitySigma === null ? '–' : measure(Number(severitySigma.toPrecision(3))),
    value: ({ severitySigma }) => severitySigma,
  }),
  textColumn({
    id: 'time',
    header: 'Time (UTC)',
    meaning: 'Start',
    width: 148,
    text: ({ start }) => utc(start),
    title: ({ start }) => localTime(start),
    value: ({ start }) => start,
  }),
  textColumn({
    id: 'length',
    header: 'Length',
    meaning: 'Length as injected',
    width: 84,
    numeric: true,
    text: ({ realised: { rows, length } }) => (rows === 1 ? '1 row' : span(length)),
    value: ({ realised: { length } }) => length,
  }),
  textColumn({
    id: 'asked',
    header: 'Requested',
    meaning: 'Strength as requested',
    width: 88,
    numeric: true,
    text: ({ requested }) => strengthText([requested]) || '–',
    value: asked,
  }),
];

const foundBy = (
  found: Found,
  id: 'zscore' | 'iqr',
  header: string,
  meaning: string,
): GridColumn<RealisedAnomaly> => {
  const isFound = (anomaly: RealisedAnomaly): boolean => found.get(anomaly.id)?.[id] === true;
  return textColumn({
    id,
    header,
    meaning,
    width: 72,
    text: (anomaly) => (isFound(anomaly) ? 'found' : '–'),
    value: (anomaly) => (isFound(anomaly) ? 0 : 1),
  });
};

/** The table of realised anomalies. `found`: absent until the detectors have run. */
export const columnsOf = (found: Found | undefined): readonly GridColumn<RealisedAnomaly>[] =>
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

/** Rows in order of a column; ties stay in order of time. */
export const sorted = (
  anomalies: readonly RealisedAnomaly[],
  columns: readonly GridColumn<RealisedAnomaly>[],
  sort: Sort,
): RealisedAnomaly[] => sortRows(anomalies, columns, sort);
