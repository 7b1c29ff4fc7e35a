/** The four plots of a comparison as plain data, and how each side looks. */
import { formatPeriod, namedPeaks } from '../../core/compare';
import type { CompareReport, CompareSide } from '../../core/compare/types';
import { at, last, maxOf, minOf } from '../../core/list';
import { durationText } from '../../core/recipe';
import { formatTick } from '../charts/format';
import { outline } from '../charts/histogram';
import { palettes, type Theme } from '../styles/palette';
import { lagTicks, periodTicks } from './durationTicks';

export interface SideLook {
  /** For the legend. */
  name: string;
  colour: string;
  /** The reference is dashed, so that the two differ without colour. */
  dash?: number[];
}

const parts = (part: CompareSide['part']): string => {
  if (part === 'all') return '';
  if (part === 'first-half') return ', first half';
  if (part === 'second-half') return ', second half';
  return 'outside' in part ? ', the rest' : ', visible range';
};

export const sideName = ({ series, layer, part }: CompareSide): string => `${series}, ${layer}${parts(part)}`;

/** Grey is real and raw, blue is synthetic or processed; two of a kind are told apart as reference (grey) and other (blue). */
export function sideLooks(
  reference: CompareSide,
  other: CompareSide,
  isReal: (series: string) => boolean,
  theme: Theme,
): [reference: SideLook, other: SideLook] {
  const grey = ({ series, layer }: CompareSide): boolean => layer === 'raw' && isReal(series);
  const swapped = !grey(reference) && grey(other);
  const { raw, processed } = palettes[theme];
  return [
    { name: sideName(reference), colour: swapped ? processed : raw, dash: [5, 3] },
    { name: sideName(other), colour: swapped ? raw : processed },
  ];
}

export type Point = [x: number, y: number];

export interface PlotLine {
  name: string;
  points: Point[];
  colour?: string;
  dash?: number[];
  /** Opacity of the area that the line goes around. */
  fill?: number;
  /** Dots in place of a line. */
  dots?: boolean;
}

export interface PlotAxis {
  min: number;
  max: number;
  label: (value: number) => string;
  /** Where labels stand; absent: at round numbers. */
  ticks?: number[];
}

export interface PlotView {
  x: PlotAxis;
  y: PlotAxis;
  lines: PlotLine[];
  /** Ranges of values, shaded from side to side. */
  bands?: { from: number; to: number; colour: string }[];
  notes?: { at: Point; text: string }[];
}

type Looks = readonly [reference: SideLook, other: SideLook];

const styled = ({ name, colour, dash }: SideLook): Omit<PlotLine, 'points'> => ({
  name,
  colour,
  ...(dash ? { dash } : {}),
});

/** Shares of rows in the common bins, of which there must be one: one plot of both sides, or one of each with the same axes. */
export function histogramViews({ bins }: CompareReport, looks: Looks, mode: 'overlaid' | 'side'): PlotView[] {
  const { edges } = bins;
  const low = at(edges, 0);
  const high = last(edges);
  const margin = (high - low) * 0.01;
  const shares = [bins.reference, bins.other].map((counts) => {
    const total = counts.reduce((sum, n) => sum + n, 0) || 1;
    return counts.map((n) => (100 * n) / total);
  });
  const highest = Math.max(1e-9, maxOf(shares.flat()));
  const lines = shares.map((heights, i): PlotLine => ({
    ...styled(looks[i === 0 ? 0 : 1]),
    points: outline(edges, heights, 'linear'),
    fill: i === 0 ? 0.3 : 0.18,
  }));
  const x: PlotAxis = { min: low - margin, max: high + margin, label: formatTick };
  const y: PlotAxis = { min: 0, max: highest * 1.05, label: (value) => `${formatTick(value)} %` };
  return mode === 'overlaid' ? [{ x, y, lines }] : lines.map((line) => ({ x, y, lines: [line] }));
}

/** Quantiles of the other over those of the reference, on axes of the same length, with the diagonal. */
export function qqView({ qq }: CompareReport, looks: Looks): PlotView | null {
  if (!qq) return null;
  const low = Math.min(at(qq.reference, 0), at(qq.other, 0));
  const high = Math.max(last(qq.reference), last(qq.other));
  const margin = high > low ? (high - low) * 0.03 : Math.max(0.5, Math.abs(low) * 0.01);
  const axis: PlotAxis = { min: low - margin, max: high + margin, label: formatTick };
  const points = Array.from(qq.reference, (value, i): Point => [value, at(qq.other, i)]);
  return {
    x: axis,
    y: axis,
    lines: [
      {
        name: 'diagonal',
        points: [
          [axis.min, axis.min],
          [axis.max, axis.max],
        ],
        dash: [3, 3],
      },
      { ...styled(looks[1]), points, dots: true },
    ],
  };
}

/** Both autocorrelations as far as both go, each with the band that 95 % of white noise stays within. */
export function acfView({ acf }: CompareReport, looks: Looks): PlotView | null {
  const found = acf.flatMap((one, i) => (one ? [{ one, look: looks[i === 0 ? 0 : 1] }] : []));
  if (found.length === 0) return null;
  const reach = minOf(found.map(({ one }) => (one.values.length - 1) * one.step)) || 1;
  const lines = found.map(({ one, look }): PlotLine => {
    const shown = one.values.subarray(0, Math.floor(reach / one.step) + 1);
    return { ...styled(look), points: Array.from(shown, (r, k): Point => [k * one.step, r]) };
  });
  const lowest = minOf([
    ...found.map(({ one }) => -one.band),
    ...lines.flatMap(({ points }) => points.map(([, r]) => r)),
  ]);
  return {
    x: {
      min: 0,
      max: reach,
      label: (lag) => (lag === 0 ? '0' : durationText(lag)),
      ticks: lagTicks(reach, 4),
    },
    y: { min: Math.max(-1.05, lowest - 0.05), max: 1.05, label: formatTick },
    lines,
    bands: found.map(({ one, look }) => ({ from: -one.band, to: one.band, colour: look.colour })),
  };
}

/** Powers of ten of the spectrum that are shown. */
const DECADES = 9;
/** Names of periods stand apart by at least this share of the axis. */
const APART = 0.16;

/** Both periodograms over the period, on logarithmic axes, with the names of the periods that stand out. */
export function spectrumView({ spectra, peaks }: CompareReport, looks: Looks): PlotView | null {
  const found = spectra.flatMap((one, i) =>
    one && one.periods.length > 0 ? [{ one, look: looks[i === 0 ? 0 : 1] }] : [],
  );
  if (found.length === 0) return null;
  const lines = found.map(({ one, look }): PlotLine => ({
    ...styled(look),
    points: Array.from(one.periods, (period, k): Point => [Math.log10(period), Math.log10(at(one.power, k))]),
  }));
  const all = lines.flatMap(({ points }) => points);
  const left = minOf(all.map(([x]) => x));
  const right = maxOf(all.map(([x]) => x));
  const lowest = minOf(all.map(([, y]) => y));
  const top = maxOf(all.map(([, y]) => y));
  const bottom = Math.max(lowest, top - DECADES);
  const height = Math.max(1, top - bottom);
  const width = right - left || 1;
  const notes: { at: Point; text: string }[] = [];
  for (const { period, power } of peaks.flatMap((list) => namedPeaks(list))) {
    const place: Point = [Math.log10(period), Math.log10(power)];
    if (notes.every(({ at: [x] }) => Math.abs(x - place[0]) >= APART * width))
      notes.push({ at: place, text: formatPeriod(period) });
  }
  const decades = Array.from(
    { length: Math.floor(top) - Math.ceil(bottom) + 1 },
    (_, i) => Math.ceil(bottom) + i,
  );
  const every = Math.max(1, Math.ceil(decades.length / 5));
  return {
    x: {
      min: left,
      max: left + width,
      label: (x) => durationText(Math.round(10 ** x)),
      ticks: periodTicks(10 ** left, 10 ** right, 6).map(Math.log10),
    },
    y: {
      min: bottom,
      max: bottom + height * 1.18,
      label: (y) => formatTick(Number((10 ** y).toPrecision(1))),
      ticks: decades.filter((_, i) => i % every === 0),
    },
    lines,
    notes,
  };
}
