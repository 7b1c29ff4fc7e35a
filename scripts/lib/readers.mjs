/**
 * The readers' check: the bundle that the end-to-end tests exported, and variants of it, read by the packages that people use. Each folder of
 * `checks/readers` with a `requirements.txt` is a group: its packages are installed together, in a virtual environment of its own, and each of its files
 * `check_*.py` is one check.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readJson, root, run, runTool } from './run.mjs';

const folder = 'checks/readers';
const results = 'reports/readers';
const bundle = `${results}/bundle.zip`;
const expected = `${results}/expected.json`;
const variants = `${results}/variants`;

const failed = (note) => ({ passed: 0, failed: 1, skipped: 0, note });

/** Groups in the order of their names, and the names of their checks. */
const groups = () =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, folder, entry.name, 'requirements.txt')))
    .map(({ name }) => ({
      name,
      checks: readdirSync(join(root, folder, name))
        .filter((file) => /^check_.*\.py$/.test(file))
        .toSorted(),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Where the packages of a group are: `.venv` for those that read Parquet, `.venv-<group>` for others. */
const environment = (group) => (group === 'parquet' ? '.venv' : `.venv-${group}`);
const pythonOf = (group) =>
  join(root, environment(group), process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

const pythonMissing = () =>
  spawnSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' }).status === 0
    ? undefined
    : "python3 with venv is not here (Debian: apt-get install python3-venv): the readers' check was left out";

/** A virtual environment with the pinned requirements of a group, made again when they change. What went wrong where it can't be had. */
async function ensureEnvironment(group) {
  const requirements = `${folder}/${group}/requirements.txt`;
  const place = environment(group);
  const python = pythonOf(group);
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, requirements)))
    .digest('hex');
  const stamp = join(root, place, '.requirements');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined;
  rmSync(join(root, place), { recursive: true, force: true });
  if ((await run('python3', ['-m', 'venv', place])) !== 0) return `python3 -m venv ${place} failed`;
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  if ((await run(python, install)) !== 0) return `pip could not install ${requirements}`;
  writeFileSync(stamp, wanted);
  return undefined;
}

/** Runs to the end; what it wrote is passed on once it ended, so that several may run at once. */
function runQuietly(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(parts));
      resolve(code ?? 1);
    });
  });
}

/** Counts of one check in a process of its own. */
async function runCheck(group, check) {
  const report = `${results}/${group}-${check.replace(/\.py$/, '')}.json`;
  rmSync(join(root, report), { force: true });
  const code = await runQuietly(pythonOf(group), [
    `${folder}/run.py`,
    `${folder}/${group}/${check}`,
    '--bundle',
    bundle,
    '--expected',
    expected,
    '--variants',
    variants,
    '--report',
    report,
  ]);
  const counts = readJson(report);
  if (typeof counts?.passed !== 'number') return failed(`no counts in ${report}`);
  return { passed: counts.passed, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed };
}

/** Counts of all checks; skipped without Python, except in CI, where that is a failure. `READERS=formats` or `READERS=check_croissant` runs some. */
export async function readersCheck() {
  const missing = pythonMissing();
  if (missing) {
    return process.env.CI === 'true' ? failed(missing) : { passed: 0, failed: 0, skipped: 1, note: missing };
  }
  if (!existsSync(join(root, bundle)) || !existsSync(join(root, expected))) {
    return failed(
      `expected ${bundle} and ${expected} from the end-to-end tests (npm test -- --only build,e2e)`,
    );
  }
  const wanted = process.env.READERS;
  const total = { passed: 0, failed: 0, skipped: 0 };
  const notes = [];
  const failures = [];
  // Those that could be written are checked all the same.
  if (
    (await runTool('vitest/vitest.mjs', ['run', '--config', `${folder}/variants/vitest.config.ts`])) !== 0
  ) {
    total.failed++;
    notes.push(`not all variants of the bundle could be written to ${variants}`);
  }
  const queue = [];
  for (const { name, checks } of groups()) {
    const chosen = checks.filter((check) => !wanted || wanted === name || check === `${wanted}.py`);
    if (chosen.length === 0) continue;
    const trouble = await ensureEnvironment(name);
    if (trouble) {
      total.failed++;
      notes.push(trouble);
    } else queue.push(...chosen.map((check) => ({ name, check })));
  }
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const counts = await runCheck(next.name, next.check);
      if (counts.failed > 0) failures.push(`${next.name}/${next.check}`);
      total.passed += counts.passed;
      total.failed += counts.failed;
      if (counts.note) notes.push(counts.note);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  if (total.passed + total.failed === 0) return failed(`expected checks named ${wanted}; there are none`);
  return { ...total, failures, ...(notes.length > 0 ? { note: notes.join('\n') } : {}) };
}
