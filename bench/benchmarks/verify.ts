/** A bundle of ten million rows verified, beside making it: in the page, and by `lab`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLab, type Lab } from '../lib/lab';
import { seconds } from '../lib/native';
import { median, rounded } from '../lib/stats';
import type { Bench, Outcome } from '../types';

const work = join(process.cwd(), '.cache/bench/verify');
const LIMIT = 1.5;

const recipe = (seed: number): object => ({
  recipe: 1,
  name: 'Verified',
  seed,
  generated: [
    {
      synthetic: 's1',
      start: '2023-01-01T00:00:00Z',
      step: '1s',
      rows: 10_000_000,
      signal: [{ sine: { period: '1d', amplitude: 20 } }],
      noise: [{ gaussian: { sd: 3 } }],
    },
  ],
  steps: [
    { duplicates: { keep: 'first' } },
    { missing: { sentinels: [], fill: 'linear' } },
    { outliers: { rule: 'zscore', threshold: 3, then: 'flag' } },
  ],
});

/** Seconds of making a bundle with this seed in the page, and of verifying it. */
const inPage = (lab: Lab, seed: number): Promise<{ made: number; verified: number }> =>
  lab.page.evaluate(async (given) => {
    const began = performance.now();
    await window.dataLab.setRecipe(given);
    const zip = await window.dataLab.exportBundle();
    const made = performance.now();
    const { verdict, findings } = await window.dataLab.verifyBundle([new File([zip], 'bundle.zip')]);
    if (verdict !== 'same') throw new Error(`expected the same bundle: ${JSON.stringify(findings)}`);
    return { made: (made - began) / 1000, verified: (performance.now() - made) / 1000 };
  }, recipe(seed));

async function command(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, ['scripts/lab.mjs', ...args], { stdio: 'ignore' });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`expected lab ${args[0]} to end with 0; it ended with ${code}`);
}

async function byCommand(seed: number): Promise<{ made: number; verified: number }> {
  const path = join(work, 'recipe.json');
  const zip = join(work, 'bundle.zip');
  writeFileSync(path, JSON.stringify(recipe(seed)));
  return {
    made: await seconds(() => command('run', path, '--input', work, '--output', zip, '--force')),
    verified: await seconds(() => command('verify', zip)),
  };
}

function outcome(name: string, runs: readonly { made: number; verified: number }[]): Outcome {
  const here = runs.map(({ verified }) => verified);
  const there = runs.map(({ made }) => made);
  const ratio = median(here) / median(there);
  return {
    name,
    unit: 's',
    value: rounded(median(here)),
    runs: here.map(rounded),
    against: { making: { value: rounded(median(there)), ratio: rounded(ratio) } },
    aim: `at most ${LIMIT} times its making`,
    holds: ratio <= LIMIT,
  };
}

export const verifying: Bench = {
  name: 'verify-10m',
  async run(context): Promise<Outcome[]> {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    const lab = await openLab(context);
    try {
      const page: Awaited<ReturnType<typeof inPage>>[] = [];
      const node: typeof page = [];
      await inPage(lab, 0);
      await byCommand(0);
      for (let round = 1; round <= context.rounds; round++) {
        page.push(await inPage(lab, round));
        node.push(await byCommand(round));
        const told = [page, node].map((runs) => {
          const last = runs.at(-1);
          return `made in ${last?.made.toFixed(2)} s, verified in ${last?.verified.toFixed(2)} s`;
        });
        console.log(`  verify-10m ${round}: page ${told[0]}; lab ${told[1]}`);
      }
      return [outcome('verify-10m', page), outcome('verify-10m-command', node)];
    } finally {
      await lab.close();
      rmSync(work, { recursive: true, force: true });
    }
  },
};
