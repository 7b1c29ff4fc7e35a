/** NAB's 58 files dropped on the page: until they are loaded, run through the usual steps, and the first of them is drawn. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Page } from '@playwright/test';
import { dropPaths } from '../../e2e/fixtures/drop';
import { csvFiles, nabData, nabMissing } from '../../e2e/fixtures/nab';
import { openLab } from '../lib/lab';
import { atMost, longestTask } from '../lib/outcomes';
import type { Bench, Outcome } from '../types';

const WANTED = 58;
const MOST_SECONDS = 1.5;
const folder = join(process.cwd(), '.cache/bench/nab-drop');

/** As many files as NAB has, those at hand again and again, in folders of this disk; the folders. */
function layFiles(): string[] {
  const data = process.env.NAB_HOME === undefined ? nabData : join(process.env.NAB_HOME, 'data');
  if (!existsSync(data)) throw new Error(nabMissing);
  const files = csvFiles(data);
  rmSync(folder, { recursive: true, force: true });
  for (let number = 0; number < WANTED; number++) {
    const path = files[number % files.length];
    if (path === undefined) throw new Error(nabMissing);
    const copy = join(folder, `set-${Math.floor(number / files.length) + 1}`, relative(data, path));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(path, copy);
  }
  return readdirSync(folder).map((name) => join(folder, name));
}

/** Notes when files are dropped; runs before the drop. */
const watchDrop = (page: Page): Promise<void> =>
  page.evaluate(() => {
    addEventListener('drop', () => Object.assign(globalThis, { benchDropped: performance.now() }), {
      capture: true,
    });
  });

/** Seconds from the drop until the run of all files is done and the chart shows processed rows. */
const untilDrawn = (page: Page, series: number): Promise<number> =>
  page.evaluate(async (wanted) => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const begin = performance.now();
    const wait = async (there: () => boolean): Promise<void> => {
      while (!there()) {
        if (performance.now() - begin > 120_000) throw new Error(`no ${wanted} series drawn in two minutes`);
        await frame();
      }
    };
    const text = (selector: string): string => document.querySelector(selector)?.textContent ?? '';
    await wait(() => text('footer').includes(`${wanted} series`));
    await window.dataLab.run();
    await wait(() =>
      (document.querySelector('[role=application]')?.getAttribute('aria-label') ?? '').includes(
        'processed row',
      ),
    );
    await frame();
    await frame();
    return (performance.now() - (globalThis as unknown as { benchDropped: number }).benchDropped) / 1000;
  }, series);

export const nabDrop: Bench = {
  name: 'nab-drop',
  async run(context): Promise<Outcome[]> {
    const folders = layFiles();
    const times: number[] = [];
    const tasks: number[] = [];
    for (let round = 0; round < context.rounds; round++) {
      const lab = await openLab(context);
      try {
        await watchDrop(lab.page);
        const drawn = untilDrawn(lab.page, WANTED);
        await dropPaths(lab.page, folders);
        times.push(await drawn);
        tasks.push(await lab.longestTask());
      } finally {
        await lab.close();
      }
    }
    return [
      atMost(
        'nab-drop',
        's',
        times,
        MOST_SECONDS,
        `${WANTED} files drawn and processed in ${MOST_SECONDS} s`,
      ),
      longestTask('nab-drop', Math.max(...tasks)),
    ];
  },
};
