/** Bundles on the disk: a zip, or a folder. */
import { bundleRoots } from '../core/dataset/rawPaths';
import { LabFailure } from '../core/errors';
import { Findings } from '../core/verify/collect';
import type { PreviousVersion } from '../core/versions/types';
import type { VerifyRequest } from '../engine/protocol';
import { sha256 } from '../engine/worker/dataset/sink';
import { contentsOf } from '../engine/worker/verify/contents';
import { datasetVersions, readDocuments } from '../engine/worker/verify/documents';
import { documentPaths } from '../core/dataset/documents';
import { PathFile } from './node/pathFile';
import { filesBelow, statOf } from './node/walk';
import { namedFiles } from './sources';

/** The bundle at a path. Rejects with `source-missing` or `file-gone`. */
export async function bundleAt(path: string): Promise<VerifyRequest['bundle']> {
  if ((await statOf(path)).isDirectory())
    return { files: await namedFiles(await filesBelow(path, { hidden: true })) };
  return { file: await PathFile.open(path, path) };
}

const notABundle = (path: string, why: string): LabFailure =>
  new LabFailure({
    code: 'bundle-shape',
    file: path,
    message: `Expected ${path} to be a bundle of the lab; ${why} Name the zip or the folder of the version before.`,
  });

/** The documents of a bundle as the version before another one. Rejects with `bundle-shape`, `source-missing` or `file-gone`. */
export async function previousVersion(path: string): Promise<PreviousVersion> {
  const findings = new Findings();
  const contents = await contentsOf(await bundleAt(path), findings);
  const [root] = bundleRoots([...contents.keys()]);
  if (root === undefined) throw notABundle(path, 'it has no recipe and no description of a data set.');
  const bytesOf = async (name: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    const content = contents.get(root + name);
    return content && new Uint8Array(await (await content.open()).arrayBuffer());
  };
  const names = [...contents.keys()]
    .filter((name) => name.startsWith(root))
    .map((name) => name.slice(root.length));
  const documents = await readDocuments(
    names,
    async (name) => {
      const bytes = await bytesOf(name);
      return bytes && new TextDecoder().decode(bytes);
    },
    findings,
  );
  const { dataset, recipe, checks } = documents;
  const [version = 1] = datasetVersions(names);
  const described = await bytesOf(documentPaths(version).dataset);
  if (!dataset || !recipe || !described || findings.failed())
    throw notABundle(path, findings.sorted().findings[0]?.message ?? 'its documents cannot be read.');
  return {
    version: dataset.version,
    sha256: await sha256(described),
    dataset: { ...dataset },
    recipe,
    checks: checks.map((entry) => ({ ...entry })),
  };
}
