/** The recipe of a bundle made once more, its files held against those of the bundle. */
import { createSHA256 } from 'hash-wasm';
import { rawPaths } from '../../../core/dataset/rawPaths';
import { LabFailure, toLabError } from '../../../core/errors';
import { fileNamed } from '../../../core/recipe/fileNamed';
import { filesOf } from '../../../core/recipe/series';
import type { FileSource, LabelSource, Recipe } from '../../../core/recipe/types';
import type { Findings } from '../../../core/verify/collect';
import {
  fileNotMade,
  notInBundle,
  rawChanged,
  rawMissing,
  replayFailed,
  versionBefore,
} from '../../../core/verify/tell';
import type { PreviousVersion } from '../../../core/versions/types';
import type { NamedFile } from '../../protocol';
import { sha256, type BundleSink } from '../dataset/sink';
import { hashFile } from '../ingest/hash';
import { makeRecipe, writeMade, type GivenSource, type MakingCalls } from '../making';
import type { SessionContext } from '../session';
import { compareFile, type CompareOptions } from './compareFile';
import type { BundleContent } from './contents';
import { awaitedFiles, type Documents } from './documents';
import { tellProblem, type HashedFile } from './hashes';
import type { CompareParquet } from './differ';

export interface ReplayInput {
  contents: ReadonlyMap<string, BundleContent>;
  hashes: ReadonlyMap<string, HashedFile>;
  documents: Documents;
  /** Raw files that the bundle does not have, by their names in the recipe. */
  raw: readonly NamedFile[];
  previous?: PreviousVersion;
}

export interface Replayed {
  files: number;
  rows: number;
  /** Paths of all files that it made. */
  paths: ReadonlySet<string>;
}

export interface ReplayContext extends SessionContext {
  calls: MakingCalls;
  compareParquet: CompareParquet;
}

/** Makes the bundle again and compares. Undefined where that cannot be done, which is told. Rejects with AbortError. */
export async function replay(
  input: ReplayInput,
  findings: Findings,
  context: ReplayContext,
): Promise<Replayed | undefined> {
  const { documents } = input;
  const { recipe, dataset } = documents;
  if (!recipe || !dataset) return undefined;
  const { given, missing, others } = await rawFiles(recipe, input, findings, context.signal);
  if (missing.length > 0) findings.add(rawMissing(missing));
  if (missing.length > 0 || others) return undefined;
  const previous = input.previous ?? standIn(input);
  const sink = new ComparingSink(input, findings, {
    withoutPrevious: input.previous === undefined && previous !== undefined,
    compareParquet: context.compareParquet,
    signal: context.signal,
  });
  try {
    const made = await makeRecipe(recipe, given, context.calls, context);
    tellOtherFiles(recipe, made.recipe, findings);
    const report = await writeMade(
      made,
      given,
      {
        now: dataset.created,
        version: dataset.software.find(({ name }) => name === 'Anomaly Data Lab')?.version ?? '',
        awaited: awaitedFiles(documents),
        ...(previous ? { previous } : {}),
      },
      context.calls,
      { ...context, openSink: () => Promise.resolve(sink) },
    );
    if (previous && !input.previous) findings.add(versionBefore(previous.version));
    return { files: report.files.length, rows: report.rows, paths: sink.paths };
  } catch (thrown) {
    context.signal.throwIfAborted();
    findings.add(replayFailed(toLabError(thrown).message));
    return undefined;
  }
}

/** What stands for the version before where nobody has it at hand: it has its number and hash, and nothing changed since. */
function standIn({ documents: { dataset, recipe, checks } }: ReplayInput): PreviousVersion | undefined {
  if (!dataset?.previous || !recipe) return undefined;
  const { version, sha256: hash } = dataset.previous;
  return {
    version,
    sha256: hash,
    dataset: { ...dataset },
    recipe,
    checks: checks.map((entry) => ({ ...entry })),
  };
}

interface RawFiles {
  given: GivenSource[];
  /** Names of those that are not there. */
  missing: string[];
  /** Whether one was given that is not what the recipe names. */
  others: boolean;
}

/** The raw files of a recipe, from the bundle or given beside it. */
async function rawFiles(
  recipe: Recipe,
  { contents, raw }: ReplayInput,
  findings: Findings,
  signal: AbortSignal,
): Promise<RawFiles> {
  const paths = rawPaths(recipe);
  const found: RawFiles = { given: [], missing: [], others: false };
  const bundled = async (content: BundleContent): Promise<File | undefined> => {
    try {
      return await content.open();
    } catch (thrown) {
      tellProblem(content.path, thrown, findings);
      return undefined;
    }
  };
  const find = async (name: string, expected: string | undefined): Promise<File | undefined> => {
    const content = contents.get(paths.get(name) ?? '');
    if (content) return bundled(content);
    const file = namedAmong(name, raw);
    if (!file || expected === undefined) return file;
    const got = await hashFile(file, signal);
    if (got === expected) return file;
    // It says nothing of the bundle.
    findings.add({ ...rawChanged(name, expected, got), severity: 'warning' });
    found.others = true;
    return file;
  };
  for (const source of filesOf(recipe)) {
    const files: { name: string; file: File }[] = [];
    for (const { file: name, sha256: expected } of partsOf(source)) {
      const file = await find(name, expected);
      if (file) files.push({ name, file });
      else found.missing.push(name);
    }
    const [first] = files;
    if (first) found.given.push(givenSource(source, first.file, files));
  }
  return found;
}

const partsOf = (source: FileSource | LabelSource): readonly { file: string; sha256?: string }[] =>
  ('parts' in source ? source.parts : undefined) ?? [source];

/** Where several may be meant, none is. */
function namedAmong(name: string, files: readonly NamedFile[]): File | undefined {
  try {
    return fileNamed(name, files)?.file;
  } catch (thrown) {
    if (thrown instanceof LabFailure) return undefined;
    throw thrown;
  }
}

const givenSource = (
  source: FileSource | LabelSource,
  file: File,
  parts: GivenSource['parts'] & object,
): GivenSource => ({
  name: source.file,
  file,
  source,
  ...('parts' in source && source.parts ? { parts } : {}),
});

function tellOtherFiles(before: Recipe, after: Recipe, findings: Findings): void {
  const found = new Map(filesOf(after).map(({ file, sha256: hash }) => [file, hash]));
  for (const { file, sha256: expected } of filesOf(before)) {
    const got = found.get(file);
    if (expected !== undefined && got !== undefined && got !== expected)
      findings.add(rawChanged(file, expected, got));
  }
}

/** Takes the files of a replay, keeps none, and tells where one is not that of the bundle. */
class ComparingSink implements BundleSink {
  readonly paths = new Set<string>();
  private bytes = 0;
  /** Whether a file was another than that of the bundle. */
  private others = false;

  constructor(
    private readonly input: ReplayInput,
    private readonly findings: Findings,
    private readonly options: Omit<CompareOptions, 'others'>,
  ) {}

  async write(
    path: string,
    content: Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    this.paths.add(path);
    const known = this.input.hashes.get(path);
    if (content instanceof Uint8Array) {
      this.bytes += content.length;
      if (!known) this.missing(path);
      else if (known.bytes !== content.length || known.sha256 !== (await sha256(content)))
        await this.compare(path, content);
      return;
    }
    const hasher = await createSHA256();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of content) {
      hasher.update(part);
      this.bytes += part.length;
      // Raw files are the bundle's own, or were given and have their hashes told.
      if (known && !path.startsWith('data/raw/')) parts.push(part.slice());
    }
    if (!known) this.missing(path);
    else if (hasher.digest('hex') !== known.sha256 && parts.length > 0)
      await this.compare(path, new Uint8Array(await new Blob(parts).arrayBuffer()));
  }

  finish(): Promise<{ bytes: number }> {
    for (const path of this.input.hashes.keys())
      if (
        path.startsWith('data/') &&
        path.endsWith('.parquet') &&
        !this.paths.has(path) &&
        !isRaw(path, this.input)
      )
        this.findings.add(fileNotMade(path));
    return Promise.resolve({ bytes: this.bytes });
  }

  abort(): Promise<void> {
    return Promise.resolve();
  }

  private missing(path: string): void {
    this.others = true;
    if (!this.findings.failed(path)) this.findings.add(notInBundle(path));
  }

  private async compare(path: string, content: Uint8Array<ArrayBuffer>): Promise<void> {
    const file = this.input.contents.get(path);
    if (!file) return;
    const got = new Uint8Array(await (await file.open()).arrayBuffer());
    await compareFile(path, content, got, this.findings, { ...this.options, others: this.others });
    this.others = true;
  }
}

/** Whether a Parquet file is one that came in. */
const isRaw = (path: string, { documents: { recipe } }: ReplayInput): boolean =>
  recipe !== undefined && [...rawPaths(recipe).values()].includes(path);
