/** Texts of a label's fields: how its values are written, and what may be written. Times are microseconds UTC. */
import { checkLength, limits, parseInstant } from '../../core/recipe';
import type { Label } from '../../core/label/types';
import type { LabelChange } from '../../state/label/labels';
import { utc } from '../kit/format';
import { readTime } from '../kit/form/readings';

export type FieldName = 'start' | 'end' | 'type' | 'confidence' | 'note';

const fieldNames: ReadonlySet<string> = new Set<FieldName>(['start', 'end', 'type', 'confidence', 'note']);
export const isField = (name: string): name is FieldName => fieldNames.has(name);

export const fieldLabels: Record<FieldName, string> = {
  start: 'Start (UTC)',
  end: 'End (UTC)',
  type: 'Type',
  confidence: 'Confidence',
  note: 'Note',
};

/** The last moment that a label covers: what a person calls its end. */
export const lastOf = ({ end }: Pick<Label, 'end'>): number => end - 1;

/** The text of a field. */
export function fieldText(label: Label, field: FieldName): string {
  switch (field) {
    case 'start':
      return utc(label.start);
    case 'end':
      return utc(lastOf(label));
    case 'confidence':
      return label.confidence === undefined ? '' : String(label.confidence);
    default:
      return label[field] ?? '';
  }
}

/** Fields that a person may change: of an injected label its kind belongs to its parameters, and a point has one time. */
export function isEditable(label: Label, field: FieldName): boolean {
  if (field === 'end') return label.shape !== 'point';
  return label.origin !== 'injected' || (field !== 'type' && field !== 'confidence');
}

function time(text: string): number | undefined {
  const full = readTime(text);
  return full === undefined ? undefined : parseInstant(full);
}

function checkedTime(text: string): number {
  const us = time(text);
  if (us === undefined) throw new RangeError(`expected a time that was checked, got "${text}"`);
  return us;
}

/** Why a text is not valid in a field of a label; undefined where it is. */
export function checkField(label: Label, field: FieldName, text: string): string | undefined {
  if (field === 'start' || field === 'end') {
    const us = time(text);
    if (us === undefined) return `Expected a time in UTC such as 2023-01-31 06:00:00; got "${text}".`;
    if (field === 'start' && label.shape === 'window' && us > lastOf(label))
      return `Expected a start at or before the end, ${utc(lastOf(label))}; got ${text}.`;
    if (field === 'end' && us < label.start)
      return `Expected an end at or after the start, ${utc(label.start)}; got ${text}.`;
    return undefined;
  }
  if (field === 'confidence') {
    const value = Number(text);
    return text === '' || (value >= 0 && value <= 1) ? undefined : `Expected 0 to 1; got "${text}".`;
  }
  if (field === 'type' && text === '') return 'Expected a type such as spike; the field is empty.';
  return checkLength(text, field === 'type' ? limits.labelType : limits.labelNote);
}

/** The change that a text in a field means. Throws RangeError for a time that `checkField` refuses. */
export function fieldChange(label: Label, field: FieldName, text: string): LabelChange {
  switch (field) {
    case 'start': {
      const start = checkedTime(text);
      // A point stays one row long.
      return label.shape === 'point' ? { start, end: start + label.end - label.start } : { start };
    }
    case 'end':
      return { end: checkedTime(text) + 1 };
    case 'confidence':
      return text === '' ? { confidence: undefined } : { confidence: Number(text) };
    default:
      return { [field]: text };
  }
}
