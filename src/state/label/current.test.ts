import { beforeEach, expect, test } from 'vitest';
import type { Annotation } from '../../core/recipe/types';
import { useFiles } from '../ingest/files';
import { editRecipe, freshRecipe, setName, useRecipe } from '../recipe/recipe';
import { useGenerated } from '../synth/generated';
import { findLabel, labelInputs, labelsOf, onLabelInputs } from './current';

const annotation: Annotation = {
  id: 'a.csv#manual-1',
  series: 'a.csv',
  start: '2024-01-01T00:00:00Z',
  end: '2024-01-01T01:00:00Z',
  type: 'anomaly',
  shape: 'window',
  origin: 'manual',
};
const series = {
  id: 0,
  name: 'a.csv',
  file: 'a.csv',
  source: 'file' as const,
  zone: 'UTC',
  rows: 1,
  first: 0,
  last: 0,
  labels: 0,
  sparkline: [],
};

beforeEach(() => {
  useRecipe.setState({ recipe: freshRecipe() });
  useFiles.setState({ series: [series], fileLabels: [] });
});

test('labels keep their identity, and their list, as long as nothing that they depend on changes', () => {
  editRecipe((recipe) => ({ ...recipe, annotations: [annotation] }));
  const identity = labelInputs();
  const labels = labelsOf('a.csv');
  setName('another');
  useFiles.setState({ rejected: 1 });
  useGenerated.setState({ making: null });
  expect(labelInputs()).toBe(identity);
  expect(labelsOf('a.csv')).toBe(labels);
  expect(labels.map(({ id }) => id)).toEqual([annotation.id]);
});

test.each([
  ['annotations', () => editRecipe((recipe) => ({ ...recipe, annotations: [annotation] }))],
  ['edits', () => editRecipe((recipe) => ({ ...recipe, edits: [{ id: 'x', removed: true }] }))],
  ['labels of files', () => useFiles.setState({ fileLabels: [] })],
  ['loaded series', () => useFiles.setState({ series: [] })],
  ['generated series', () => useGenerated.setState({ reports: {} })],
])('other %s are other labels, and listeners hear of it once', (_what, change) => {
  const identity = labelInputs();
  let heard = 0;
  const stop = onLabelInputs(() => heard++);
  change();
  setName('another');
  stop();
  change();
  expect(labelInputs()).not.toBe(identity);
  expect(heard).toBe(1);
});

test('a label is found by its id until it leaves the recipe', () => {
  editRecipe((recipe) => ({ ...recipe, annotations: [annotation] }));
  expect(findLabel(annotation.id)?.series).toBe('a.csv');
  editRecipe((recipe) => ({ ...recipe, annotations: [] }));
  expect(findLabel(annotation.id)).toBeUndefined();
});
