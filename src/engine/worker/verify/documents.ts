/** The documents of a bundle: read, held to their schemas, and what they say of its files. */
import { documentPaths } from '../../../core/dataset/documents';
import type { Dataset } from '../../../core/dataset/documents';
import validAnomalies, {
  schema as anomaliesSchema,
} from '../../../core/dataset/documents/schemas/anomalies.generated';
import validChecks, {
  schema as checksSchema,
} from '../../../core/dataset/documents/schemas/checks.generated';
import validDataset, {
  schema as datasetSchema,
} from '../../../core/dataset/documents/schemas/dataset.generated';
import { parseJson } from '../../../core/json';
import { canonicalJson, parseRecipe } from '../../../core/recipe';
import { explain } from '../../../core/recipe/explain';
import type { Recipe } from '../../../core/recipe/types';
import type { Findings } from '../../../core/verify/collect';
import { documentFormat, documentInvalid, fileMissing, recipeChanged } from '../../../core/verify/tell';
import { sha256 } from '../dataset/sink';

interface Validator {
  (value: unknown): boolean;
  errors?: Parameters<typeof explain>[0][] | null;
}

/** A document as it is in a bundle. */
export interface ReadDocument {
  path: string;
  value: unknown;
}

export interface Documents {
  /** Undefined where it does not hold to its schema. */
  dataset?: Dataset;
  recipe?: Recipe;
  /** Entries of the document of checks. */
  checks: readonly { expectation: string; observed: string }[];
  /** Documents of JSON that were read, by path. */
  values: Map<string, unknown>;
  /** Those that hold to a schema of ours. */
  valid: number;
}

const dataset = /^data\/metadata\/dataset_v([1-9]\d*)\.json$/;

/** Versions of the data set that a bundle has documents of, the newest first. */
export const datasetVersions = (paths: Iterable<string>): number[] =>
  [...paths]
    .flatMap((path) => {
      const version = dataset.exec(path)?.[1];
      return version === undefined ? [] : [Number(version)];
    })
    .sort((a, b) => b - a);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads every document of JSON. `textOf`: its text; undefined where it is not there or cannot be read, which is told already. */
export async function readDocuments(
  paths: readonly string[],
  textOf: (path: string) => Promise<string | undefined>,
  findings: Findings,
): Promise<Documents> {
  const found: Documents = { checks: [], values: new Map(), valid: 0 };
  for (const path of paths.filter((one) => one.endsWith('.json') && isDocument(one))) {
    const text = await textOf(path);
    if (text === undefined) continue;
    const read = parseJson(text);
    if (read.ok) found.values.set(path, read.value);
    else findings.add(documentInvalid(path, `it is no JSON that can be read: ${read.problem.detail}.`));
  }
  const [version = 1] = datasetVersions(paths);
  const places = documentPaths(version);
  const holds = (path: string, validate: Validator, schema: Record<string, unknown>): unknown => {
    if (!found.values.has(path)) {
      if (!paths.includes(path)) findings.add(fileMissing(path, 'the data set'));
      return undefined;
    }
    const value = found.values.get(path);
    if (isObject(value) && value['format'] !== 2) {
      findings.add(documentFormat(path));
      return undefined;
    }
    if (!validate(value)) {
      const [error] = validate.errors ?? [];
      const told = error && explain(error, value, schema);
      findings.add(documentInvalid(path, told?.message ?? 'another document was expected.', told?.path));
      return undefined;
    }
    found.valid++;
    return value;
  };
  const described = holds(places.dataset, validDataset, datasetSchema);
  if (described) found.dataset = described as Dataset;
  holds(places.anomalies, validAnomalies, anomaliesSchema);
  const checks = holds(places.checks, validChecks, checksSchema);
  if (checks) found.checks = (checks as { checks: Documents['checks'] }).checks;
  await readRecipe(places.recipe, found, findings);
  return found;
}

/** Files of JSON that are no data. */
const isDocument = (path: string): boolean =>
  path.startsWith('data/metadata/') || path.startsWith('labels/') || !path.includes('/');

async function readRecipe(path: string, found: Documents, findings: Findings): Promise<void> {
  if (!found.values.has(path)) return;
  const value = found.values.get(path);
  const parsed = parseRecipe(value);
  if (!parsed.ok) {
    findings.add(documentInvalid(path, parsed.error.message, parsed.error.path));
    return;
  }
  found.valid++;
  found.recipe = parsed.value;
  const expected = found.dataset?.recipe.sha256;
  const got = await sha256(new TextEncoder().encode(canonicalJson(value)));
  if (expected !== undefined && expected !== got) findings.add(recipeChanged(path, expected, got));
}

/** A file as a document names it. */
export interface RecordedFile {
  path: string;
  sha256: string;
  /** The document. */
  by: string;
}

/** Every file that a document names with its hash: `dataset_v{n}.json`, and `croissant.json` and `ro-crate-metadata.json` for those that the ones before cannot name. */
export function recordedFiles({ dataset: described, values }: Documents): RecordedFile[] {
  const recorded: RecordedFile[] = [];
  if (described) {
    const by = documentPaths(described.version).dataset;
    for (const { path, sha256: hash } of described.files) recorded.push({ path, sha256: hash, by });
    for (const { files } of [described.processed, ...(described.earlierStages ?? [])])
      for (const { path, sha256: hash } of files) recorded.push({ path, sha256: hash, by });
  }
  for (const file of listIn(values.get('croissant.json'), 'distribution')) {
    const { contentUrl: path, sha256: hash } = file;
    if (typeof path === 'string' && typeof hash === 'string' && !isAddress(path))
      recorded.push({ path, sha256: hash, by: 'croissant.json' });
  }
  for (const entity of listIn(values.get(CRATE), '@graph')) {
    const { '@id': address, '@type': type, sha256: hash } = entity;
    const path = typeof address === 'string' ? decoded(address) : undefined;
    if ([type].flat().includes('File') && path !== undefined && typeof hash === 'string' && !isAddress(path))
      recorded.push({ path, sha256: hash, by: CRATE });
  }
  return recorded;
}

/** A relative URI as a path. */
function decoded(address: string): string | undefined {
  try {
    return decodeURIComponent(address);
  } catch {
    return undefined;
  }
}

const CRATE = 'ro-crate-metadata.json';
const isAddress = (path: string): boolean => /^(?:[a-z][a-z0-9+.-]*:|#)/i.test(path);

/** The objects of a list that a document holds. */
function listIn(document: unknown, key: string): Record<string, unknown>[] {
  const list: unknown = isObject(document) ? document[key] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Files that the recipe of the bundle lacked, as its checks name them. */
export const awaitedFiles = ({ checks }: Documents): string[] =>
  checks.flatMap(({ observed }) => /^(.*) is awaited$/s.exec(observed)?.[1] ?? []);
