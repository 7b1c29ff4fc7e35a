/** The readers' check: the bundle that the end-to-end tests exported, read by pyarrow, polars, DuckDB, pandas and Dask. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, root, run } from './run.mjs';

const requirements = 'checks/readers/requirements.txt';
const bundle = 'reports/readers/bundle.zip';
const expected = 'reports/readers/expected.json';
const report = 'reports/readers/report.json';
const python = join(root, '.venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

const failed = (note) => ({ passed: 0, failed: 1, skipped: 0, note });

/** A virtual environment with the pinned requirements, made again when they change. The reason where it can't be had. */
async function ensureEnvironment() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, requirements)))
    .digest('hex');
  const stamp = join(root, '.venv', '.requirements');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined;
  if (spawnSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' }).status !== 0) {
    return {
      missing:
        "python3 with venv is not here (Debian: apt-get install python3-venv): the readers' check was left out",
    };
  }
  rmSync(join(root, '.venv'), { recursive: true, force: true });
  if ((await run('python3', ['-m', 'venv', '.venv'])) !== 0)
    return { broken: 'python3 -m venv .venv failed' };
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  if ((await run(python, install)) !== 0) return { broken: `pip could not install ${requirements}` };
  writeFileSync(stamp, wanted);
  return undefined;
}

/** Counts of the check; skipped without Python, except in CI, where that is a failure. */
export async function readersCheck() {
  const trouble = await ensureEnvironment();
  if (trouble?.missing) {
    return process.env.CI === 'true'
      ? failed(trouble.missing)
      : { passed: 0, failed: 0, skipped: 1, note: trouble.missing };
  }
  if (trouble?.broken) return failed(trouble.broken);
  if (!existsSync(join(root, bundle)) || !existsSync(join(root, expected))) {
    return failed(
      `expected ${bundle} and ${expected} from the end-to-end tests (npm test -- --only build,e2e)`,
    );
  }
  const code = await run(python, [
    'checks/readers/readers_check.py',
    bundle,
    '--expected',
    expected,
    '--report',
    report,
  ]);
  const counts = readJson(report);
  if (typeof counts?.passed !== 'number') return failed(`no counts in ${report}`);
  return {
    passed: counts.passed,
    failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed,
    skipped: counts.skipped ?? 0,
  };
}
