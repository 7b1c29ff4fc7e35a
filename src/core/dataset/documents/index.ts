/** The documents of a bundle: what is written about the data, beside the data. */
import type { LabelHistory } from '../../label/history';
import type { LabelRow } from '../../label/types';
import { canonicalJson } from '../../recipe';
import type { Recipe } from '../../recipe/types';
import type { StepReport } from '../../steps/types';
import { changesSince } from '../../versions/since';
import type { PreviousVersion } from '../../versions/types';
import { last } from '../../list';
import { aboutOf } from './about';
import { anomalyEntries, anomalyLines } from './anomalies';
import type { CheckResult } from '../../checks/types';
import { checkEntries } from './checks';
import { columnLineage } from './columns';
import type { BundleFile, Dataset, Software } from './dataset';
import { dvcFile } from './dvc';
import { formatsOf } from './formats';
import { cardHead } from './huggingFace';
import { bytesOf, listDocument, objectPieces, type Pause } from './lines';
import { documentPaths, schemaPath } from './names';
import { processedColumns, processedRows, type StageRows } from './processed';
import { readme } from './readme';
import type { StepStatistics } from './statistics';
import { documentText } from './text';
import { transformations } from './transformations';
import { checkDocument, documentSchemas } from './validate';

export { leftOutNotes, type CheckedStage, type LeftOut, type ObservedSeries } from './checks';
export type { BundleFile, ColumnLineage, Dataset, RowStatistics, Software } from './dataset';
export { documentPaths, schemaPath } from './names';
export { processedColumns };
export { softwareOf } from './software';
export type { StepStatistics } from './statistics';

/** All that the documents of a bundle are made from. */
export interface BundleFacts {
  recipe: Recipe;
  /** ISO 8601 UTC. */
  created: string;
  /** The version of the data set before this one; null for the first. */
  previous: PreviousVersion | null;
  software: readonly Software[];
  /** The offsets of the zones of local times. */
  timeZones: Dataset['timeZones'];
  /** The sources as the bundle keeps them. */
  sources: Dataset['sources'];
  steps: readonly StepReport[];
  /** By step of the recipe. */
  statistics: readonly (readonly StepStatistics[])[];
  /** What came of the checks, those of the built-in suite among them. */
  checks: readonly CheckResult[];
  /** The labels followed through the run. */
  labels: readonly LabelRow[];
  /** The same step by step. */
  history: LabelHistory;
  /** The stages that are in the bundle, at least one, in the order of the run. */
  stages: readonly StageRows[];
  /** Every file of the bundle but its documents, in the order in which they were written. */
  files: readonly BundleFile[];
  /** For DVC, the MD5 of each of these by its path, and of other bytes; absent: no `data.dvc`. */
  md5?: { of: ReadonlyMap<string, string>; bytes(bytes: Uint8Array): Promise<string> };
}

/** SHA-256 of bytes in lower-case hexadecimal: the platform's, which the core does not have. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

/** A document as it is to be written. */
export interface BundleDocument {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

/**
 * The documents of a bundle, in the order in which they are to be written: the recipe, anomalies, checks, JSON Schemas, README,
 * `dataset_v{n}.json` (which names every file before it but the README, with its hash) and `croissant.json` (which names all others). The same facts
 * give the same texts. Rejects with `document-invalid` before one that does not follow its schema is written.
 * `pause` is called while a long one is made.
 */
export async function bundleDocuments(
  facts: BundleFacts,
  sha256: Sha256,
  pause: Pause = () => Promise.resolve(),
): Promise<BundleDocument[]> {
  const { recipe, labels, stages } = facts;
  const splits = (recipe.splits ?? []).map(({ name }) => name);
  const version = (facts.previous?.version ?? 0) + 1;
  const paths = documentPaths(version);
  const documents: BundleDocument[] = [];
  const files = [...facts.files];
  const { md5 } = facts;
  const md5s = new Map(md5?.of);
  /** Hashes are made beside what comes next; they are there once `settle` has been called. */
  const hashing: { path: string; bytes: Uint8Array<ArrayBuffer>; hash: Promise<string> }[] = [];
  const put = (path: string, content: string | Uint8Array<ArrayBuffer>): void => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const hash = sha256(bytes);
    hash.catch(() => undefined);
    hashing.push({ path, bytes, hash });
  };
  const settle = async (): Promise<void> => {
    for (const { path, bytes, hash } of hashing.splice(0)) {
      const known = await hash;
      documents.push({ path, bytes, sha256: known });
      files.push({ path, bytes: bytes.length, sha256: known });
      if (md5) md5s.set(path, await md5.bytes(bytes));
    }
  };
  const checks = checkEntries(facts.checks, recipe.export.accept ?? []);
  const passed = checks.filter(({ pass }) => pass).length;
  checkDocument(paths.recipe, 'recipe', recipe);
  const canonical = sha256(new TextEncoder().encode(canonicalJson(recipe)));
  canonical.catch(() => undefined);
  put(paths.recipe, await bytesOf(objectPieces(recipe), pause));
  const anomalies = anomalyEntries(labels, facts.history);
  const line = anomalyLines();
  const list = { path: paths.anomalies, version, items: anomalies, count: labels.length, line };
  put(paths.anomalies, await listDocument('anomalies', list, pause));
  const results = { path: paths.checks, version, items: checks, count: checks.length };
  put(paths.checks, await listDocument('checks', results, pause));
  for (const [name, { schema }] of Object.entries(documentSchemas))
    put(schemaPath(name), documentText(schema));
  await settle();
  const processed = processedRows(recipe, last(stages));
  const dataset: Dataset = {
    format: 2,
    version,
    previous: facts.previous && {
      version: facts.previous.version,
      sha256: facts.previous.sha256,
      changes: [],
    },
    name: recipe.name,
    created: facts.created,
    about: aboutOf(recipe),
    software: [...facts.software],
    timeZones: facts.timeZones,
    recipe: {
      path: paths.recipe,
      sha256: await canonical,
    },
    sources: facts.sources,
    transformations: transformations(recipe, facts.steps, facts.statistics),
    columns: columnLineage(recipe, processed, paths),
    processed,
    ...(stages.length > 1
      ? { earlierStages: stages.slice(0, -1).map((stage) => processedRows(recipe, stage)) }
      : {}),
    files: [...files],
    checks: { path: paths.checks, passed, failed: checks.length - passed },
    anomalies: { path: paths.anomalies, count: labels.length },
  };
  if (facts.previous && dataset.previous)
    dataset.previous.changes = changesSince(facts.previous, { recipe, dataset, checks });
  checkDocument(paths.dataset, 'dataset', dataset);
  const card = recipe.export.huggingFace === true;
  put('README.md', `${card ? cardHead(dataset, splits) : ''}${readme(dataset, splits, card)}`);
  put(paths.dataset, documentText(dataset));
  await settle();
  const hash = (text: string): Promise<string> => sha256(new TextEncoder().encode(text));
  for (const { path, text } of formatsOf(dataset, { recipe, splits, labels, hash })) {
    put(path, await text(files));
    await settle();
  }
  if (md5) put('data.dvc', await dvcFile(files, md5s, (text) => md5.bytes(new TextEncoder().encode(text))));
  await settle();
  return documents;
}
