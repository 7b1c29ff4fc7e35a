/**
 * `npm run kills [-- COUNT] [--seed N] [--only NUMBER]`: builds the app and kills its page, its process and the browser at 100 random moments by a
 * seed (1), or repeats one of them; then says how many came back whole, and how old the oldest edit was that was lost.
 */
import { parseArgs } from 'node:util';
import { ensureInstalled } from './ensure-installed.mjs';
import { freePort, readJson, runTool } from './lib/run.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, only: { type: 'string' } },
});
const [count = '100'] = positionals;
for (const [what, text] of Object.entries({ COUNT: count, ...values })) {
  if (/^\d+$/.test(text)) continue;
  console.error(`${what}: expected a whole number, got "${text}".`);
  process.exit(2);
}

ensureInstalled();
console.log(
  values.only ? `Kill ${values.only} of seed ${values.seed}` : `${count} kills of seed ${values.seed}`,
);
const built = await runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
process.exitCode =
  built ||
  (await runTool('@playwright/test/cli.js', ['test', 'e2e/specs/session-kills.spec.ts'], {
    E2E_PORT: String(await freePort()),
    KILLS: count,
    KILLS_SEED: values.seed,
    ...(values.only ? { KILLS_ONLY: values.only } : {}),
  }));
if (!built) summarise(readJson('reports/e2e.json'));

/** One line for each activity: kills, those that came back whole, edits made, and of the edits lost how many and the oldest. */
function summarise(report) {
  const kills = (report?.suites ?? [])
    .flatMap(({ specs }) => specs)
    .flatMap((spec) => {
      const said = Object.fromEntries(
        spec.tests
          .flatMap(({ annotations }) => annotations)
          .map(({ type, description }) => [type, description]),
      );
      return { ok: spec.ok, ...said };
    });
  const table = {};
  for (const name of [...new Set(kills.flatMap(({ activity, kind }) => [activity, kind]))].sort((a, b) =>
    a.localeCompare(b),
  )) {
    const mine = kills.filter(({ activity, kind }) => activity === name || kind === name);
    const ages = mine.map((kill) => Number(kill['lost edit, age in ms'])).filter((age) => !Number.isNaN(age));
    table[name] = {
      kills: mine.length,
      whole: mine.filter(({ ok }) => ok).length,
      edits: mine.reduce((sum, { edits }) => sum + Number(edits ?? 0), 0),
      'lost an edit': ages.length,
      'oldest lost, ms': ages.length > 0 ? Math.max(...ages) : '–',
    };
  }
  console.table(table);
  console.log(`${kills.filter(({ ok }) => ok).length} of ${kills.length} came back whole.`);
}
