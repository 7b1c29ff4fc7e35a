/** How two recipes differ, in words. */
import { plural } from '../format';
import { nameOf } from '../recipe/series';
import { kindOf, optionsOf } from '../recipe/steps';
import type { Recipe, Step } from '../recipe/types';
import { changeText, differences, sameJson, shown } from './values';

const stepNames = {
  utc: 'time to UTC',
  duplicates: 'order and duplicates',
  missing: 'missing values',
  outliers: 'outliers',
  resample: 'resample',
} as const;

interface Named<T> {
  name: string;
  item: T;
}

/** What was added, taken out and changed in lists of things with names. `skip`: members that are told elsewhere. */
function listChanges<T extends object>(
  what: string,
  before: readonly Named<T>[],
  after: readonly Named<T>[],
  skip: readonly string[] = [],
): string[] {
  const old = new Map(before.map(({ name, item }) => [name, item]));
  const now = new Map(after.map(({ name, item }) => [name, item]));
  const changes: string[] = [];
  for (const { name } of before) if (!now.has(name)) changes.push(`${what} ${name} is gone.`);
  for (const { name, item } of after) {
    const was = old.get(name);
    if (was === undefined) changes.push(`${what} ${name} is new.`);
    else {
      const changed = differences(was, item).filter(({ path: [first = ''] }) => !skip.includes(first));
      if (changed.length > 0) changes.push(`${what} ${name}: ${changed.map(changeText).join('; ')}.`);
    }
  }
  return changes;
}

/** Bytes of files: the same name with other bytes. */
function byteChanges(before: Recipe, after: Recipe): string[] {
  const hashes = new Map(
    [...before.sources, ...before.labels].map(({ file, sha256 }) => [file, sha256] as const),
  );
  return [...after.sources, ...after.labels].flatMap(({ file, sha256 }) => {
    const was = hashes.get(file);
    return was !== undefined && sha256 !== undefined && was !== sha256
      ? [`${file} has other bytes: sha256 ${was.slice(0, 12)}… → ${sha256.slice(0, 12)}….`]
      : [];
  });
}

const stepOn = ({ off, ...step }: Step): object => ({ ...step, ...(off === true ? { off } : {}) });

/** Steps of a kind are matched in their order; of each the options that differ. */
function stepChanges(before: Recipe, after: Recipe): string[] {
  if (sameJson(before.steps.map(stepOn), after.steps.map(stepOn))) return [];
  const changes: string[] = [];
  const kindsOf = (recipe: Recipe): string => recipe.steps.map(kindOf).join(' ');
  const used = new Set<Step>();
  for (const [index, step] of after.steps.entries()) {
    const kind = kindOf(step);
    const was = before.steps.find((one) => kindOf(one) === kind && !used.has(one));
    const name = `Step ${index + 1} (${stepNames[kind]})`;
    if (!was) {
      changes.push(`${name} is new.`);
      continue;
    }
    used.add(was);
    const changed = [
      ...differences(optionsOf(was, kind), optionsOf(step, kind)).map(changeText),
      ...(sameJson(was.for, step.for) ? [] : [`for ${shown(was.for)} → ${shown(step.for)}`]),
      ...((was.off === true) === (step.off === true)
        ? []
        : [step.off === true ? 'switched off' : 'switched on']),
    ];
    if (changed.length > 0) changes.push(`${name}: ${changed.join('; ')}.`);
  }
  for (const step of before.steps)
    if (!used.has(step)) changes.push(`The step ${stepNames[kindOf(step)]} is gone.`);
  return changes.length > 0 || kindsOf(before) === kindsOf(after)
    ? changes
    : ['The steps stand in another order.'];
}

/** How many of a long list are new, gone and changed, by their ids. */
function countChanges(
  what: string,
  many: string,
  before: readonly { id: string }[],
  after: readonly { id: string }[],
): string[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const ids = new Set(after.map(({ id }) => id));
  const added = after.filter(({ id }) => !old.has(id)).length;
  const gone = before.filter(({ id }) => !ids.has(id)).length;
  const changed = after.filter((item) => old.has(item.id) && !sameJson(old.get(item.id), item)).length;
  const parts = [
    ...(added > 0 ? [`${plural(added, what, many)} new`] : []),
    ...(gone > 0 ? [`${plural(gone, what, many)} gone`] : []),
    ...(changed > 0 ? [`${plural(changed, what, many)} changed`] : []),
  ];
  return parts.length > 0 ? [`${parts.join(', ')}.`] : [];
}

const named = <T>(items: readonly T[], name: (item: T) => string): Named<T>[] =>
  items.map((item) => ({ name: name(item), item }));

/** How a recipe differs from the one of the version before, a sentence for each thing; none where they make the same. */
export function recipeChanges(before: Recipe, after: Recipe): string[] {
  const plain = (what: string, name: 'name' | 'seed'): string[] =>
    before[name] === after[name] ? [] : [`${what} ${shown(before[name])} → ${shown(after[name])}.`];
  const told = ['sha256', 'bytes'];
  return [
    ...plain('Name', 'name'),
    ...plain('Seed', 'seed'),
    ...listChanges(
      'File',
      named(before.sources, ({ file }) => file),
      named(after.sources, ({ file }) => file),
      told,
    ),
    ...listChanges(
      'File of labels',
      named(before.labels, ({ file }) => file),
      named(after.labels, ({ file }) => file),
      told,
    ),
    ...byteChanges(before, after),
    ...listChanges('Generated series', named(before.generated, nameOf), named(after.generated, nameOf)),
    ...countChanges('injection', 'injections', before.injections, after.injections),
    ...countChanges('label by hand', 'labels by hand', before.annotations, after.annotations),
    ...countChanges('change to a label', 'changes to labels', before.edits, after.edits),
    ...stepChanges(before, after),
    ...differences(before.splits ?? [], after.splits ?? []).map(
      (one) => `Splits ${shown(one.before)} → ${shown(one.after)}.`,
    ),
    ...(sameJson(before.checks ?? [], after.checks ?? [])
      ? []
      : [
          `Checks: ${plural(before.checks?.length ?? 0, 'check')} → ${plural(after.checks?.length ?? 0, 'check')}, not the same ones.`,
        ]),
    ...differences(before.about ?? {}, after.about ?? {}, ['about']).map((one) => `${changeText(one)}.`),
    ...differences(before.export, after.export, ['export']).map((one) => `${changeText(one)}.`),
  ];
}
