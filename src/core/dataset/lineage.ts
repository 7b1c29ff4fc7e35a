/** From sources through steps to outputs: what flows between them, and where each is drawn. */
import { count, finePercent, plural } from '../format';
import { at } from '../list';
import type { StageKind } from './stages';

/** A file or a generated series; numbers are null where they are not known. */
export interface LineageSource {
  name: string;
  kind: 'file' | 'labels' | 'generated';
  /** Null of a file of labels. */
  rows: number | null;
  /** Labels that it brings, not rows under them; null where it can have none. */
  labels: number | null;
}

/** A step of the recipe, with what a run found out; nulls before the first. */
export interface LineageStep {
  index: number;
  title: string;
  off: boolean;
  /** Rows of all series after it, rows under labels before and after it, filled rows after it. */
  rows: number | null;
  labelsBefore: number | null;
  labelsAfter: number | null;
  filled: number | null;
  warnings: number;
}

/** Rows that are written. `final`: of the last stage. */
export interface LineageOutput {
  kind: StageKind;
  final: boolean;
}

export interface LineageFacts {
  sources: readonly LineageSource[];
  /** Rows as they were read, and those of them under labels. */
  raw: { rows: number | null; labels: number | null };
  steps: readonly LineageStep[];
  /** Place of the first step whose rows are not cleaned ones any more. */
  resampledBy: number | null;
  outputs: readonly LineageOutput[];
}

/** Rows of all series after each step of the recipe that was on, and how many of them are filled. */
export interface RowFlow {
  steps: { index: number; rows: number; filled: number }[];
}

/** What goes from one node to the next. `filled`: share of the rows. */
export interface Flow {
  rows: number | null;
  labels: number | null;
  filled: number | null;
}

/** What a node stands for: `source` and the name, `more`, `raw`, `step` and the place, `output` and the kind. */
export type NodeOf =
  | { kind: 'source'; name: string }
  | { kind: 'more'; sources: number }
  | { kind: 'raw' }
  | { kind: 'step'; index: number }
  | { kind: 'output'; stage: StageKind };

export interface LineageNode {
  id: string;
  of: NodeOf;
  title: string;
  /** Of the node, in words, for those who hear the page. */
  told: string;
  off: boolean;
  warns: boolean;
  column: number;
  x: number;
  y: number;
}

export interface LineageEdge extends Flow {
  from: string;
  to: string;
  /** Lines of text: rows, labels, filled share. */
  lines: string[];
}

export interface LineagePicture {
  nodes: LineageNode[];
  edges: LineageEdge[];
  width: number;
  height: number;
}

/** Sizes of the picture, pixels. */
export const lineageSizes = { node: 112, row: 44, apart: 8, between: 96, margin: 8 } as const;
/** Nodes of sources at most, the one for all others among them. */
const MOST_SOURCES = 12;

const sumOf = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null)
    ? null
    : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** The last part of a path. */
const shortName = (name: string): string => name.split('/').at(-1) ?? name;

/** A flow in short lines; what is not known is left out. */
export function flowLines({ rows, labels, filled }: Flow): string[] {
  return [
    ...(rows === null ? [] : [plural(rows, 'row')]),
    ...(labels === null ? [] : [`${count(labels)} labelled`]),
    ...(filled === null ? [] : [`${finePercent(filled)} filled`]),
  ];
}

const toldFlow = ({ rows, labels, filled }: Flow): string =>
  [
    ...(rows === null ? [] : [plural(rows, 'row')]),
    ...(labels === null ? [] : [`${plural(labels, 'row')} under labels`]),
    ...(filled === null ? [] : [`${finePercent(filled)} filled`]),
  ].join(', ') || 'not known yet';

interface Shown {
  id: string;
  of: NodeOf;
  title: string;
  flow: Flow;
  /** What comes from it, in short lines. */
  lines: string[];
}

/** Sources as nodes: those beyond the twelfth are one. */
function shownSources(sources: readonly LineageSource[]): Shown[] {
  const fits = sources.length <= MOST_SOURCES;
  const alone = fits ? sources : sources.slice(0, MOST_SOURCES - 1);
  const rest = sources.slice(alone.length);
  const nodes = alone.map(({ name, kind, rows, labels }): Shown => ({
    id: `source ${name}`,
    of: { kind: 'source', name },
    title: shortName(name),
    flow: { rows: kind === 'labels' ? null : rows, labels: null, filled: null },
    lines: [
      ...(rows === null || kind === 'labels' ? [] : [plural(rows, 'row')]),
      ...(labels === null ? [] : [plural(labels, 'label')]),
    ],
  }));
  if (rest.length === 0) return nodes;
  const files = rest.filter(({ kind }) => kind !== 'labels');
  const flow = { rows: sumOf(files.map(({ rows }) => rows)), labels: null, filled: null };
  const title = `and ${count(rest.length)} more ${rest.some(({ kind }) => kind === 'generated') ? 'sources' : 'files'}`;
  return [
    ...nodes,
    { id: 'more', of: { kind: 'more', sources: rest.length }, title, flow, lines: flowLines(flow) },
  ];
}

/** The picture: a column for the sources, one for raw rows, one for each step, one for what is written. */
export function lineagePicture({ sources, raw, steps, resampledBy, outputs }: LineageFacts): LineagePicture {
  const { node, row, apart, between, margin } = lineageSizes;
  const first = shownSources(sources);
  const columns = steps.length + 3;
  const tallest = Math.max(first.length, outputs.length, 1);
  const height = 2 * margin + tallest * row + (tallest - 1) * apart;
  const nodes: LineageNode[] = [];
  const edges: LineageEdge[] = [];
  // Columns begin at the top: what follows many sources is in sight without scrolling.
  const place = (column: number, index = 0): { column: number; x: number; y: number } => ({
    column,
    x: margin + column * (node + between),
    y: margin + index * (row + apart),
  });
  const connect = (from: string, to: string, flow: Flow): void =>
    void edges.push({ from, to, ...flow, lines: flowLines(flow) });
  for (const [index, { id, of, title, flow, lines }] of first.entries()) {
    const name = of.kind === 'source' ? of.name : title;
    const told = `Source ${name}: ${lines.join(', ') || 'not known yet'}`;
    nodes.push({ id, of, title, told, off: false, warns: false, ...place(0, index) });
    edges.push({ from: id, to: 'raw', ...flow, lines });
  }
  let flow: Flow = { ...raw, filled: raw.rows === null ? null : 0 };
  nodes.push({
    id: 'raw',
    of: { kind: 'raw' },
    title: 'Raw rows',
    told: `Raw rows: ${toldFlow(flow)}`,
    off: false,
    warns: false,
    ...place(1),
  });
  let from = 'raw';
  let clean = { from, flow };
  for (const [index, step] of steps.entries()) {
    const id = `step ${step.index}`;
    const before: Flow = step.labelsBefore === null ? flow : { ...flow, labels: step.labelsBefore };
    connect(from, id, before);
    if (!step.off && step.rows !== null)
      flow = {
        rows: step.rows,
        labels: step.labelsAfter ?? before.labels,
        filled: step.filled === null ? null : share(step.filled, step.rows),
      };
    const told = step.off
      ? `Step ${step.index + 1}, ${step.title}: off`
      : `Step ${step.index + 1}, ${step.title}: in ${toldFlow(before)}; out ${toldFlow(flow)}`;
    const title = `${step.index + 1} ${step.title}`;
    const of: NodeOf = { kind: 'step', index: step.index };
    nodes.push({ id, of, title, told, off: step.off, warns: step.warnings > 0, ...place(index + 2) });
    from = id;
    if (resampledBy === null || step.index < resampledBy) clean = { from, flow };
  }
  for (const [index, { kind, final }] of outputs.entries()) {
    const source = final ? { from, flow } : clean;
    const title = kind === 'clean' ? 'Cleaned rows' : 'Resampled rows';
    const id = `output ${kind}`;
    const told = `Output, ${title.toLowerCase()}: ${toldFlow(source.flow)}`;
    const where = place(columns - 1, index);
    nodes.push({ id, of: { kind: 'output', stage: kind }, title, told, off: false, warns: false, ...where });
    connect(source.from, id, source.flow);
  }
  return { nodes, edges, width: 2 * margin + columns * node + (columns - 1) * between, height };
}

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all);

/** Where the line of an edge begins and ends. */
export function edgeLine(
  { nodes }: Pick<LineagePicture, 'nodes'>,
  { from, to }: Pick<LineageEdge, 'from' | 'to'>,
): { x1: number; y1: number; x2: number; y2: number } {
  const { node, row } = lineageSizes;
  const of = (id: string): LineageNode =>
    at(
      nodes,
      nodes.findIndex((one) => one.id === id),
    );
  const [start, end] = [of(from), of(to)];
  return { x1: start.x + node, y1: start.y + row / 2, x2: end.x, y2: end.y + row / 2 };
}
