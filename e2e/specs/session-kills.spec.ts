/** Kills at random moments: 10 here, 100 by `npm run kills`. A failing one is repeated by its number. */
import { expect, test as base } from '@playwright/test';
import type { Recipe } from '../../src/core/recipe/types';
import { nabCsv, wave } from '../fixtures/files';
import { KillableBrowser, killKinds } from '../fixtures/killable';
import { Lab } from '../fixtures/lab';

const kills = Number(process.env.KILLS ?? 10);
/** An edit this old has been written. */
const WRITTEN_MS = 500;

/** Numbers from 0 to 1 by a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const activities = ['load', 'generate', 'run', 'export', 'label edit', 'step edit'] as const;

/** Begins what is under way while the page is killed. */
async function begin(lab: Lab, activity: (typeof activities)[number]): Promise<void> {
  if (activity === 'load') {
    const files = [{ name: 'big.csv', text: nabCsv(20_000, wave) }];
    void lab.addFiles(files).catch(() => undefined);
  } else if (activity === 'run') void lab.run().catch(() => undefined);
  else if (activity === 'export') void lab.exported().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** The recipe as it is after an edit by number, without what reading files adds later. */
const comparable = ({ sources, ...rest }: Recipe): object => ({
  ...rest,
  sources: sources.filter(({ file }) => file !== 'big.csv').map(({ file }) => file),
});

const test = base.extend<{ killable: KillableBrowser }>({
  // eslint-disable-next-line no-empty-pattern
  killable: async ({}, provide) => {
    const killable = await KillableBrowser.open();
    await provide(killable);
    await killable.close();
  },
});

for (let number = 0; number < kills; number++) {
  const random = randomOf(number);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const kind = killKinds[number % killKinds.length] ?? 'crash';
  const activity = pick(activities);

  test(`kill ${number}: the ${kind} during ${activity}; the reopened page equals the last edit at least ${WRITTEN_MS} ms old`, async ({
    killable,
    baseURL,
  }) => {
    test.setTimeout(120_000);
    const page = await killable.page();
    const lab = new Lab(page);
    await page.goto(baseURL ?? '');
    await lab.ready();
    await lab.addFiles([{ name: 'one.csv', text: nabCsv(200, wave) }]);
    const edits: { at: number; recipe: Recipe }[] = [];
    const edit = async (): Promise<void> => {
      const n = edits.length + 1;
      const recipe = await page.evaluate(
        async ({ n: count, what }) => {
          const { dataLab } = window;
          const now = dataLab.recipe();
          const label = {
            id: `one.csv#manual-${count}`,
            series: 'one.csv',
            type: `type ${count}`,
            shape: 'window' as const,
            origin: 'manual' as const,
            start: '2023-01-01T00:00:00Z',
            end: '2023-01-01T01:00:00Z',
          };
          const source = {
            synthetic: `made ${count}`,
            start: '2023-01-01T00:00:00Z',
            step: '1s',
            rows: 20_000,
            signal: [{ constant: { value: count } }],
            noise: [],
          };
          const next = {
            ...now,
            name: `edit ${count}`,
            ...(what === 'step edit'
              ? { steps: count % 2 ? now.steps.slice(0, -1) : now.steps }
              : what === 'generate'
                ? { generated: [source] }
                : { annotations: [...now.annotations, label] }),
          };
          const done = dataLab.setRecipe(next).catch(() => undefined);
          await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 20))]);
          return dataLab.recipe();
        },
        { n, what: activity },
      );
      if (recipe.name === `edit ${n}`) edits.push({ at: Date.now(), recipe });
    };
    await edit();
    await page.waitForTimeout(WRITTEN_MS + 100);
    await begin(lab, activity);
    const end = Date.now() + random() * 2500;
    do {
      await edit();
      await page.waitForTimeout(random() * 400);
    } while (Date.now() < end);
    const killed = Date.now();
    await killable.kill(kind, page);

    const reopened = new Lab(await killable.page());
    await reopened.page.goto(baseURL ?? '');
    await reopened.page.waitForFunction(() => 'dataLab' in window);
    const found = await reopened.recipe();
    const oldEnough = edits.findLastIndex(({ at }) => killed - at >= WRITTEN_MS);
    const match = edits.findIndex(({ recipe }) => recipe.name === found.name);
    expect(match, `${found.name}, of ${edits.length} edits`).toBeGreaterThanOrEqual(oldEnough);
    expect(comparable(found)).toEqual(comparable((edits[match] as { recipe: Recipe }).recipe));
    await expect(reopened.errors).toHaveCount(0);
  });
}
