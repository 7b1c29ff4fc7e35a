/** Kills at random moments: 10 here, 100 by `npm run kills`. A failing one is repeated by its seed and number: `npm run kills -- --seed 1 --only 17`. */
import { expect, test as base } from '@playwright/test';
import type { Recipe, SyntheticSource } from '../../src/core/recipe/types';
import { nabCsv, wave } from '../fixtures/files';
import { KillableBrowser, killKinds } from '../fixtures/killable';
import { Lab } from '../fixtures/lab';

const seed = Number(process.env.KILLS_SEED ?? 1);
const only = process.env.KILLS_ONLY;
const numbers =
  only === undefined
    ? Array.from({ length: Number(process.env.KILLS ?? 10) }, (_, number) => number)
    : [Number(only)];

/** An edit this old has been written. */
const WRITTEN_MS = 500;
/** The kill comes within this time after the activity has begun. */
const WITHIN_MS = 2500;
/** The longest pause between two edits. */
const PAUSE_MS = 400;

/** What is under way at the kill, while edits go on. Begun again as soon as it is over. */
const activities = ['load', 'generate', 'run', 'export', 'label edit', 'step edit'] as const;
type Activity = (typeof activities)[number];

/** Numbers from 0 to 1 by a seed (mulberry32). */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Rows of the file that is there before the kill: few where nothing reads them, enough for a run or an export to last. */
const rowsFor = (activity: Activity): number => (activity === 'run' || activity === 'export' ? 100_000 : 200);

/** Does the activity over and over in the page, until the kill. What edits alone bring about (`generate`, `run`) needs nothing here. */
async function begin(lab: Lab, activity: Activity): Promise<void> {
  if (activity !== 'load' && activity !== 'export') return;
  const text = nabCsv(60_000, wave);
  await lab.page.evaluate(
    ({ what, csv }) => {
      const { dataLab } = window;
      const once = (n: number): Promise<unknown> =>
        what === 'load' ? dataLab.addFiles([new File([csv], `big-${n}.csv`)]) : dataLab.exportBundle();
      const repeat = async (): Promise<void> => {
        for (let n = 1; ; n++) await once(n).catch(() => new Promise((resolve) => setTimeout(resolve, 20)));
      };
      void repeat();
    },
    { what: activity, csv: text },
  );
}

/** The recipe with edit number `n`. */
function edited(now: Recipe, n: number, activity: Activity): Recipe {
  const next = { ...now, name: `edit ${n}` };
  if (activity === 'step edit' || activity === 'run') {
    const outliers = {
      rule: 'hampel',
      threshold: 3 + n / 100,
      window: 51,
      then: 'flag',
      protect: true,
    } as const;
    const others = now.steps.filter((step) => !('outliers' in step) && !('resample' in step));
    return { ...next, steps: [...others, { outliers }] };
  }
  if (activity === 'generate') {
    const source: SyntheticSource = {
      synthetic: `made ${n}`,
      start: '2023-01-01T00:00:00Z',
      step: '1s',
      rows: 2_000_000,
      signal: [{ constant: { value: n } }],
      noise: [{ gaussian: { sd: 1 } }],
    };
    return { ...next, generated: [source] };
  }
  const label = {
    id: `one.csv#manual-${n}`,
    series: 'one.csv',
    type: `type ${n}`,
    shape: 'window',
    origin: 'manual',
    start: '2024-01-01T00:00:00Z',
    end: '2024-01-01T01:00:00Z',
  } as const;
  return { ...next, annotations: [...now.annotations, label] };
}

/** The recipe without what reading files adds later: their hashes, and the files that load beside the edits. */
const comparable = ({ sources, ...rest }: Recipe): object => ({
  ...rest,
  sources: sources
    .filter(({ file }) => file === 'one.csv')
    .map(({ sha256: _sha256, bytes: _bytes, ...source }) => source),
});

/** Edits, one after the other; each with the time at which it stood in the page at the latest. */
class Edits {
  readonly done: { at: number; recipe: Recipe }[] = [];
  private number = 0;

  constructor(
    private readonly lab: Lab,
    private readonly activity: Activity,
  ) {}

  async make(): Promise<void> {
    this.number += 1;
    const recipe = edited(await this.lab.recipe(), this.number, this.activity);
    const { page } = this.lab;
    await page.evaluate((next) => void window.dataLab.setRecipe(next), recipe);
    await page.waitForFunction((name) => window.dataLab.recipe().name === name, recipe.name);
    this.done.push({ at: Date.now(), recipe: await this.lab.recipe() });
  }
}

const test = base.extend<{ killable: KillableBrowser }>({
  // eslint-disable-next-line no-empty-pattern
  killable: async ({}, provide) => {
    const killable = await KillableBrowser.open();
    await provide(killable);
    await killable.close();
  },
});

for (const number of numbers) {
  const random = randomOf(seed * 1_000_003 + number);
  // Eighteen in a row are every activity under every kind of kill.
  const activity = activities[number % activities.length] as Activity;
  const kind = killKinds[(number + Math.floor(number / activities.length)) % killKinds.length] ?? 'crash';
  const moment = Math.round(random() * WITHIN_MS);

  test(`kill ${number} of seed ${seed}: the ${kind}, ${moment} ms into ${activity}; the reopened page equals the last edit at least ${WRITTEN_MS} ms old`, async ({
    killable,
    baseURL,
  }, testInfo) => {
    test.setTimeout(120_000);
    const page = await killable.page();
    const lab = new Lab(page);
    await page.goto(baseURL ?? '');
    await lab.ready();
    const rows = rowsFor(activity);
    await lab.addFiles([{ name: 'one.csv', text: nabCsv(rows, wave) }]);
    await lab.settle();
    const edits = new Edits(lab, activity);
    await edits.make();
    await page.waitForTimeout(WRITTEN_MS + 100);

    await begin(lab, activity);
    const end = Date.now() + moment;
    while (Date.now() < end) {
      await page.waitForTimeout(Math.min(random() * PAUSE_MS, end - Date.now()));
      if (Date.now() < end) await edits.make();
    }
    const killed = Date.now();
    await killable.kill(kind, page);

    const reopened = new Lab(await killable.page());
    await reopened.page.goto(baseURL ?? '');
    await reopened.page.waitForFunction(() => 'dataLab' in window);
    const found = await reopened.recipe();
    const { done } = edits;
    const match = done.findIndex(({ recipe }) => recipe.name === found.name);
    const lost = match < 0 ? undefined : done[match + 1];
    testInfo.annotations.push(
      { type: 'kind', description: kind },
      { type: 'activity', description: activity },
      { type: 'edits', description: String(done.length) },
      { type: 'lost edit, age in ms', description: lost ? String(killed - lost.at) : 'none' },
    );
    const oldEnough = done.findLastIndex(({ at }) => killed - at >= WRITTEN_MS);
    expect(match, `${found.name}, of ${done.length} edits`).toBeGreaterThanOrEqual(oldEnough);
    expect(comparable(found)).toEqual(comparable((done[match] as { recipe: Recipe }).recipe));

    // The rows come back too, and nothing is told as an error.
    await reopened.run();
    expect(await reopened.number("SELECT count(*)::INTEGER FROM raw WHERE series = 'one.csv'")).toBe(rows);
    await expect(reopened.errors).toHaveCount(0);
    if (activity === 'load' || match === 0) return;
    await reopened.press('Control+z');
    await expect.poll(async () => (await reopened.recipe()).name).toBe(`edit ${match}`);
  });
}
