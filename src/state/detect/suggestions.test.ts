import { beforeEach, expect, test } from 'vitest';
import type { Annotation } from '../../core/recipe/types';
import { useFiles } from '../ingest/files';
import { currentRecipe, editOrThrow, freshRecipe, undo, useRecipe } from '../recipe/recipe';
import { acceptAllOpen, labelledBy, rejectProposals, useSuggestions, type Proposal } from './suggestions';

const series = 'a.csv';
const hour = 3_600_000_000;
const start = Date.parse('2024-01-01T00:00:00Z') * 1000;

/** The proposal of one hour, so many hours after the start. */
const proposal = (hours: number): Proposal => ({
  series,
  start: start + hours * hour,
  end: start + (hours + 1) * hour,
  rows: 60,
  peak: 4,
  peakAt: start + hours * hour,
  key: `${series} ${hours}`,
  detector: 'zscore',
  threshold: 3,
});
const label = (from: string, to: string): Annotation => ({
  id: `${series}#manual-${from}`,
  series,
  start: `2024-01-01T${from}:00Z`,
  end: `2024-01-01T${to}:00Z`,
  type: 'drift',
  shape: 'window',
  origin: 'manual',
});
/** The starts of labels that came from proposals. */
const detected = (): string[] =>
  currentRecipe()
    .annotations.filter(({ origin }) => origin === 'detected')
    .map((one) => one.start);

beforeEach(() => {
  useRecipe.setState({ recipe: freshRecipe() });
  const info = {
    id: 0,
    name: series,
    file: series,
    source: 'file' as const,
    zone: 'UTC',
    rows: 600,
    first: 0,
    last: 0,
    labels: 0,
    sparkline: [],
  };
  useFiles.setState({ series: [info], fileLabels: [] });
  const proposals = [0, 2, 4, 6].map(proposal);
  useSuggestions.setState({
    found: { [series]: { proposals, total: 4, greatest: 4 } },
    rejected: new Set(),
    accepted: new Map(),
  });
});

test('"Accept all open" leaves out those that share time with a label, whatever its type or origin', () => {
  editOrThrow((recipe) => ({ ...recipe, annotations: [label('02:59', '04:30')] }));
  acceptAllOpen(series);
  expect(detected()).toEqual(['2024-01-01T00:00:00Z', '2024-01-01T06:00:00Z']);
});

test('"Accept all open" leaves out what was rejected, and is one step of undo', () => {
  rejectProposals([proposal(4)]);
  acceptAllOpen(series);
  expect(detected()).toHaveLength(3);
  undo();
  expect(currentRecipe().annotations).toEqual([]);
});

test('a second "Accept all open" adds nothing', () => {
  acceptAllOpen(series);
  const { annotations } = currentRecipe();
  acceptAllOpen(series);
  expect(currentRecipe().annotations).toBe(annotations);
});

test('a label that ends where a proposal begins shares no time with it', () => {
  const labelled = labelledBy([
    { start: start + hour, end: start + 2 * hour },
    { start: start + 3 * hour, end: start + 4 * hour },
  ]);
  expect([0, 1, 2, 3, 4].map((hours) => labelled(proposal(hours)))).toEqual([
    false,
    true,
    false,
    true,
    false,
  ]);
});
