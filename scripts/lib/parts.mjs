/**
 * The parts of `npm test`. Each answers with counts, and where its runner's report has them with the names of the tests that failed, and of those that
 * passed only when tried again; `needs` are parts without which it can't run.
 */
import { relative } from 'node:path';
import { chromiumMissing, findChromium } from './chromium.mjs';
import { freePort, readJson, root, runTool } from './run.mjs';
import { readersCheck } from './readers.mjs';

const one = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

/** Counts of a report, and one failure more where the runner failed without a failed test (a broken import, say). */
function counted(code, passed, failed, skipped, named) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped, ...named };
}

/** Tests of vitest's report that failed, and files that could not be run. */
function unitFailures(files) {
  return files.flatMap((file) => {
    const name = relative(root, file.name);
    const tests = file.assertionResults.filter((test) => test.status === 'failed');
    if (file.status === 'failed' && tests.length === 0) return [`${name}: did not run`];
    return tests.map((test) => `${name}: ${test.fullName}`);
  });
}

/** Titles of the tests of Playwright's report that ended in this status. */
function e2eTitles(suites, status) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter((spec) => spec.tests.some((test) => test.status === status))
      .map((spec) => `${spec.file}:${spec.line}: ${spec.title}`),
    ...e2eTitles(suite.suites ?? [], status),
  ]);
}

async function unit() {
  const code = await runTool('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=reports/unit.json',
  ]);
  const report = readJson('reports/unit.json') ?? {};
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  return counted(code, report.numPassedTests ?? 0, report.numFailedTests ?? 0, skipped, {
    failures: unitFailures(report.testResults ?? []),
  });
}

async function e2e() {
  if (!(await findChromium())) return { passed: 0, failed: 1, skipped: 0, note: chromiumMissing };
  const code = await runTool('@playwright/test/cli.js', ['test'], { E2E_PORT: String(await freePort()) });
  const { stats = {}, suites = [] } = readJson('reports/e2e.json') ?? {};
  const passed = (stats.expected ?? 0) + (stats.flaky ?? 0);
  return counted(code, passed, stats.unexpected ?? 0, stats.skipped ?? 0, {
    failures: e2eTitles(suites, 'unexpected'),
    flaky: e2eTitles(suites, 'flaky'),
  });
}

const check = (script, args) => async () => one(await runTool(script, args));

export const parts = [
  { name: 'types', needs: [], run: check('typescript/bin/tsc', ['-b']) },
  { name: 'lint', needs: [], run: check('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'format', needs: [], run: check('prettier/bin/prettier.cjs', ['--check', '.']) },
  {
    name: 'boundaries',
    needs: [],
    run: check('dependency-cruiser/bin/dependency-cruise.mjs', [
      'src',
      '--config',
      '.dependency-cruiser.mjs',
    ]),
  },
  { name: 'unit', needs: [], run: unit },
  { name: 'build', needs: [], run: check('vite/bin/vite.js', ['build', '--logLevel', 'warn']) },
  { name: 'e2e', needs: ['build'], run: e2e },
  { name: 'readers', needs: ['build'], run: readersCheck },
];
