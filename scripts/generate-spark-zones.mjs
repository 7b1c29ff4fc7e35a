/**
 * Writes the rules of time zones into the package for Spark: the release of the IANA database that the lab compares its own with, as moment-timezone packs it.
 * Run with `node scripts/generate-spark-zones.mjs`; a test fails when what it writes is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const folder = new URL('node_modules/moment-timezone/', root);

/** The file, below the project. */
export const path = 'runners/spark/data_lab_spark/ingest/zones.generated.json';

/** What it holds: a zone a line, so that a change of rules is seen. */
export async function zonesText() {
  const read = (file) => readFile(new URL(file, folder), 'utf8');
  const { name, version, license } = JSON.parse(await read('package.json'));
  const { version: release, zones, links } = JSON.parse(await read('data/packed/latest.json'));
  const notice = (await read('LICENSE')).trim();
  return `${JSON.stringify({ from: `${name} ${version}`, license, notice, version: release, zones, links }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await writeFile(new URL(path, root), await zonesText());
