/** A bundle verified: every hash checked, every document held to its schema, its recipe replayed and compared. */
import { bundleRecipe, bundleRoots } from '../../../core/dataset/rawPaths';
import { isHidden } from '../../../core/ingest/archive/entries';
import { Findings } from '../../../core/verify/collect';
import { fileExtra, fileHash, fileMissing, notABundle } from '../../../core/verify/tell';
import type { VerifyReport } from '../../../core/verify/types';
import type { VerifyRequest } from '../../protocol';
import { contentsOf, type BundleContent } from './contents';
import { datasetVersions, readDocuments, recordedFiles, type Documents } from './documents';
import { hashContents, tellProblem, type HashedFile } from './hashes';
import { modeOf, type Mode } from './mode';
import { replay, type Replayed, type ReplayContext } from './replay';

/** The documents that name the others, where a bundle has them. */
const unnamed = ['croissant.json', 'ro-crate-metadata.json', 'data.dvc', 'README.md'];
/** The longest document that is read as text. */
const MAX_DOCUMENT = 256 << 20;

/**
 * Looks at a bundle without trust, and changes nothing but the session, which is empty before. What is wrong is in the report; rejects with AbortError, or
 * where something in the lab itself fails.
 */
export async function verify(request: VerifyRequest, context: ReplayContext): Promise<VerifyReport> {
  const began = performance.now();
  const findings = new Findings();
  const all = await contentsOf(request.bundle, findings);
  const contents = all.size > 0 ? ofBundle(all, findings) : undefined;
  if (!contents) return reportOf(findings, { began });
  const hashes = await hashContents(contents, findings, context);
  const documents = await readDocuments([...contents.keys()], textOf(contents, findings), findings);
  compareHashes(hashes, contents, documents, findings);
  const mode = modeOf(documents.dataset?.software ?? [], request.version);
  const replayed = await replay(
    {
      contents,
      hashes,
      documents,
      raw: request.raw ?? [],
      ...(request.previous ? { previous: request.previous } : {}),
    },
    mode,
    findings,
    context,
  );
  tellExtra(contents, documents, replayed, findings);
  if (replayed && mode.reserve && !findings.failed()) findings.add(mode.reserve);
  return reportOf(findings, { began, mode, hashes, documents, replayed });
}

/** The files of the bundle by their paths in it; undefined where there is none, which is told. */
function ofBundle(
  all: ReadonlyMap<string, BundleContent>,
  findings: Findings,
): Map<string, BundleContent> | undefined {
  const names = [...all.keys()];
  const [root] = bundleRoots(names).sort((a, b) => a.length - b.length);
  if (root === undefined) {
    const recipe = names.some((name) => `/${name}`.endsWith(`/${bundleRecipe('')}`));
    findings.add(notABundle(recipe ? 'data/metadata/dataset_v….json' : bundleRecipe('')));
    return undefined;
  }
  const contents = new Map<string, BundleContent>();
  for (const [path, content] of all) {
    if (path.startsWith(root)) contents.set(path.slice(root.length), content);
    else tellUnnamed(path, findings);
  }
  return contents;
}

/** A file that no document names; one that a system made for itself is no error. */
function tellUnnamed(path: string, findings: Findings): void {
  const finding = fileExtra(path);
  findings.add(isHidden(path) ? { ...finding, severity: 'note' } : finding);
}

const textOf =
  (contents: ReadonlyMap<string, BundleContent>, findings: Findings) =>
  async (path: string): Promise<string | undefined> => {
    const content = contents.get(path);
    if (!content || content.size > MAX_DOCUMENT) return undefined;
    try {
      return new TextDecoder().decode(await (await content.open()).arrayBuffer());
    } catch (thrown) {
      // Hashing has told it.
      if (!findings.failed()) tellProblem(path, thrown, findings);
      return undefined;
    }
  };

function compareHashes(
  hashes: ReadonlyMap<string, HashedFile>,
  contents: ReadonlyMap<string, BundleContent>,
  documents: Documents,
  findings: Findings,
): void {
  const told = new Set<string>();
  for (const { path, sha256, by } of recordedFiles(documents)) {
    const found = hashes.get(path);
    if (told.has(path) || found?.sha256 === sha256) continue;
    told.add(path);
    if (!contents.has(path)) findings.add(fileMissing(path, by));
    else if (found) findings.add(fileHash(path, sha256, found.sha256, by));
  }
}

function tellExtra(
  contents: ReadonlyMap<string, BundleContent>,
  documents: Documents,
  replayed: Replayed | undefined,
  findings: Findings,
): void {
  const recorded = recordedFiles(documents);
  // Where the documents cannot be read, all would be extra.
  if (recorded.length === 0) return;
  const named = new Set([...recorded.map(({ path }) => path), ...(replayed?.paths ?? []), ...unnamed]);
  const [version] = datasetVersions(contents.keys());
  named.add(`data/metadata/dataset_v${version ?? 1}.json`);
  for (const path of contents.keys()) if (!named.has(path)) tellUnnamed(path, findings);
}

function reportOf(
  findings: Findings,
  {
    began,
    mode,
    hashes,
    documents,
    replayed,
  }: {
    began: number;
    mode?: Mode;
    hashes?: ReadonlyMap<string, HashedFile>;
    documents?: Documents;
    replayed?: Replayed | undefined;
  },
): VerifyReport {
  return {
    verdict: findings.verdict(replayed !== undefined),
    comparison: mode?.name ?? 'byte for byte',
    ...findings.sorted(),
    name: documents?.dataset?.name ?? null,
    version: documents?.dataset?.version ?? null,
    files: hashes?.size ?? 0,
    bytes: [...(hashes?.values() ?? [])].reduce((sum, { bytes }) => sum + bytes, 0),
    documents: documents?.valid ?? 0,
    replayed: replayed ? { files: replayed.files, rows: replayed.rows } : null,
    ms: performance.now() - began,
  };
}
