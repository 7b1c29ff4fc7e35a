/** The statistics of a comparison: as text to read, and as rows for a spreadsheet. */
import {
  namedPeaks,
  PEAKS_NOTE,
  type Moments,
  readAcf,
  readAcfGap,
  readKs,
  readMoments,
  readPeaks,
  readPsi,
  readQq,
  readWasserstein,
} from '../../core/compare';
import type { CompareReport } from '../../core/compare/types';
import { count, measured, plural } from '../../core/format';

interface Figure {
  label: string;
  value: string;
  /** Beside the value. */
  detail?: string;
  reading: string;
}

const none = '–';
const text = (value: number | null | undefined): string =>
  typeof value === 'number' ? measured(value) : none;

/** Kolmogorov-Smirnov, Wasserstein and PSI, each with its sentence. */
export function figures({ ks, wasserstein, psi }: CompareReport): Figure[] {
  const p = ks ? (ks.p < 0.001 ? 'p < 0.001' : `p = ${ks.p.toFixed(3)}`) : '';
  return [
    { label: 'Kolmogorov-Smirnov', value: text(ks?.statistic), detail: p, reading: readKs(ks) },
    { label: 'Wasserstein', value: text(wasserstein?.distance), reading: readWasserstein(wasserstein) },
    { label: 'Population stability', value: text(psi?.value), reading: readPsi(psi) },
  ];
}

const momentLines: [label: string, of: (moments: Moments) => number | null][] = [
  ['mean', ({ mean }) => mean],
  ['standard deviation', ({ sd }) => sd],
  ['skewness', ({ skewness }) => skewness],
  ['excess kurtosis', ({ kurtosis }) => kurtosis],
];

/** Values, then moments: label, reference, other. */
export const momentRows = ({ moments: [a, b] }: CompareReport): [string, string, string][] => [
  ['values', count(a.count), count(b.count)],
  ...momentLines.map(([label, of]): [string, string, string] => [label, text(of(a)), text(of(b))]),
];

/** Below each chart. */
export const captions = {
  qq: ({ qq }: CompareReport): string[] => [readQq(qq)],
  acf: ({ acf, acfGap }: CompareReport): string[] => [
    `${readAcfGap(acfGap)} Shaded: 95 % band of white noise.`,
    `Reference: ${readAcf(acf[0])}`,
    `Other: ${readAcf(acf[1])}`,
  ],
  spectrum: ({ peaks }: CompareReport): string[] => [
    `Reference: ${readPeaks(peaks[0], false)}`,
    `Other: ${readPeaks(peaks[1], false)}`,
    ...(peaks.some((list) => namedPeaks(list).length > 0) ? [PEAKS_NOTE] : []),
  ],
  moments: ({ moments }: CompareReport): string[] => [
    `Reference: ${readMoments(moments[0])}`,
    `Other: ${readMoments(moments[1])}`,
  ],
};

/** Which rows the numbers come from. */
export function sampled({ sampling }: CompareReport): string[] {
  return sampling.map(({ rows, taken, inTime, missing, regular }, i) => {
    const who = i === 0 ? 'Reference' : 'Other';
    const from =
      taken < rows
        ? `from ${count(taken)} of ${count(rows)} rows, evenly spaced (autocorrelation and periodogram from ${count(inTime)} consecutive rows)`
        : `from ${rows === 1 ? 'its one row' : `all ${count(rows)} rows`}`;
    const gaps = missing > 0 ? `, ${plural(missing, 'row')} without a value` : '';
    const steps = regular
      ? ''
      : '; irregular times, so autocorrelation and periodogram treat rows as equidistant';
    return `${who}: ${from}${gaps}${steps}.`;
  });
}

export const copyColumns = ['measure', 'reference', 'other', 'between', 'reading'];

/** Every statistic in full precision, one a row, for `copyColumns`. */
export function copyRows(report: CompareReport, names: readonly [string, string]): Record<string, unknown>[] {
  const { ks, wasserstein, psi, moments, acf, acfGap, peaks, sampling } = report;
  const [a, b] = moments;
  const pair = (measure: string, reference: unknown, other: unknown): Record<string, unknown> => ({
    measure,
    reference,
    other,
  });
  const between = (measure: string, value: unknown, reading = ''): Record<string, unknown> => ({
    measure,
    between: value,
    reading,
  });
  return [
    pair('series', ...names),
    pair('rows', sampling[0].rows, sampling[1].rows),
    pair('rows taken', sampling[0].taken, sampling[1].taken),
    pair('values', a.count, b.count),
    ...momentLines.map(([label, of]) => pair(label, of(a), of(b))),
    between('Kolmogorov-Smirnov D', ks?.statistic, readKs(ks)),
    between('Kolmogorov-Smirnov p', ks?.p),
    between('Wasserstein distance', wasserstein?.distance, readWasserstein(wasserstein)),
    between('Wasserstein / deviation', wasserstein?.relative),
    between('population stability index', psi?.value, readPsi(psi)),
    pair('autocorrelation at one row', acf[0]?.values[1], acf[1]?.values[1]),
    between('greatest difference of autocorrelations', acfGap?.gap, readAcfGap(acfGap)),
    pair('strongest period (s)', seconds(peaks[0][0]?.period), seconds(peaks[1][0]?.period)),
  ];
}

const seconds = (us: number | undefined): number | undefined => (us === undefined ? undefined : us / 1e6);
