import { kinds, strengthField } from '../../../core/synth/inject/kinds';
import { count, measure, plural } from '../../../core/format';
import { last, maxOf, minOf } from '../../../core/list';
import { microseconds } from '../../../core/recipe';
import type { AnomalyKind, AnomalyShape, Injection } from '../../../core/recipe/types';
import { timeText } from '../../kit/form/readings';
import { span, spanOf } from '../../kit/format';

/** One and several of each kind, within a sentence. */
const words: Record<AnomalyKind, [one: string, more: string]> = {
  spike: ['spike', 'spikes'],
  'level-shift': ['level shift', 'level shifts'],
  amplitude: ['amplitude change', 'amplitude changes'],
  variance: ['variance change', 'variance changes'],
  frequency: ['frequency change', 'frequency changes'],
  pattern: ['pattern change', 'pattern changes'],
  'pattern-shift': ['pattern shift', 'pattern shifts'],
  flatline: ['flatline', 'flatlines'],
  trend: ['trend', 'trends'],
  'noise-burst': ['noise burst', 'noise bursts'],
  'time-warp': ['time warp', 'time warps'],
  missing: ['gap', 'gaps'],
  correlation: ['correlation reversal', 'correlation reversals'],
  timestamps: ['timestamp fault', 'timestamp faults'],
};

const kindWord = (kind: AnomalyKind, number = 1): string => words[kind][number === 1 ? 0 : 1];

const listed = (parts: readonly string[], conjunction: 'and' | 'or'): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${conjunction} ${last(parts)}`;

const rangeText = (lower: string, upper: string): string =>
  lower === upper ? lower : `${lower} to ${upper}`;

/** `4 to 8 σ`, `2 ×`: over shapes that measure in one unit; empty where they do not, or have no strength. */
export function strengthText(shapes: readonly AnomalyShape[]): string {
  const given = shapes.flatMap((shape) => strengthField(shape) ?? []);
  const [first] = given;
  if (!first || given.some(({ field }) => field.suffix !== first.field.suffix)) return '';
  const numbers = given.flatMap(({ amount }) => amount);
  const text = rangeText(measure(minOf(numbers)), measure(maxOf(numbers)));
  return first.field.suffix === '' ? `${text} in the unit of the series` : `${text} ${first.field.suffix}`;
}

/** `1 s to 5 min long`, over shapes. */
export function lengthsText(shapes: readonly AnomalyShape[]): string {
  const us = shapes
    .flatMap(({ length }) => (typeof length === 'string' ? [length] : length))
    .map(microseconds);
  return `${rangeText(span(minOf(us)), span(maxOf(us)))} long`;
}

/** What came of an injection: how many anomalies, and the greatest strength of them in σ where one is measured. */
export interface Outcome {
  placed: number;
  strongest: number | null;
}

/** What an injection asks for and what came of it: `500 spikes and level shifts, 4 to 8 σ, at least 10 min apart: 500 placed`. `outcome`: undefined while that is not known. */
export function sentence(injection: Injection, outcome: Outcome | undefined): string {
  if (!('draw' in injection)) {
    const { shape, start } = injection;
    const parts = [
      directionText(shape),
      strengthText([shape]),
      lengthsText([shape]),
      `at ${timeText(start)} UTC`,
    ];
    const sigma = outcome?.strongest;
    const injected =
      sigma === undefined || sigma === null ? '' : `: ${measure(Number(sigma.toPrecision(3)))} σ as injected`;
    return `${joined(parts)}${injected}`;
  }
  const { draw, shapes } = injection;
  const number = draw.count ?? 2;
  const kindsOf = [...new Set(shapes.filter(({ weight }) => weight !== 0).map(({ kind }) => kind))];
  const what = listed(
    kindsOf.map((kind) => kindWord(kind, number)),
    number === 1 ? 'or' : 'and',
  );
  const parts = [
    draw.count === undefined ? `${measure(draw.perDay)} ${what} per day` : `${count(draw.count)} ${what}`,
    strengthText(shapes),
    draw.apart === undefined ? '' : `at least ${spanOf(draw.apart)} apart`,
    draw.avoid?.length ? `${plural(draw.avoid.length, 'interval')} excluded` : '',
  ];
  return `${joined(parts)}${outcome ? `: ${count(outcome.placed)} placed` : ''}`;
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

/** What a direction is called for a kind; empty where the direction is drawn. */
function directionText({ kind, direction }: AnomalyShape): string {
  if (direction !== 'up' && direction !== 'down') return '';
  const field = kinds[kind].choices.find(({ key }) => key === 'direction');
  return field?.options.find(({ value }) => value === direction)?.label ?? direction;
}

/** The title of an injection's card. */
export const titleOf = (injection: Injection): string =>
  'draw' in injection ? 'Random batch' : kinds[injection.shape.kind].label;
