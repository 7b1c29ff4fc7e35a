/** The app in a fresh Chromium, with a clock on its main thread. */
import { chromium, type Page } from '@playwright/test';
import { chromiumFlags } from '../../scripts/lib/chromium.mjs';
import type { DataLab } from '../../src/state/automation';
import type { BenchContext } from '../types';

/** One row of an answer, by column. */
export type Row = Awaited<ReturnType<DataLab['query']>>[number];

export interface Lab {
  page: Page;
  /** Takes every step out of the recipe, so that rows are read and nothing else. */
  withoutSteps(): Promise<void>;
  /** Hands a file of this disk to the lab and waits for it; seconds in the page's own clock. */
  addFile(path: string, name: string): Promise<number>;
  query(sql: string): Promise<Row[]>;
  /** Longest task on the main thread since the engine answered first, in milliseconds; 0 when none passed 50. */
  longestTask(): Promise<number>;
  close(): Promise<void>;
}

/** Watches long tasks; runs before the page's own scripts. */
function watch(): void {
  const tasks: number[] = [];
  Object.assign(globalThis, { benchTasks: tasks });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) tasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
}

/** Opens the app and waits until its engine answers. `onEmpty` is called while the page is still empty. */
export async function openLab(
  { url, chromium: executablePath }: BenchContext,
  onEmpty?: (page: Page) => Promise<void>,
): Promise<Lab> {
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await onEmpty?.(page);
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForFunction(() => 'dataLab' in window);
  await page.evaluate(async () => window.dataLab.query('SELECT 1 AS one'));
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    (globalThis as unknown as { benchTasks: number[] }).benchTasks.length = 0;
  });
  return {
    page,
    withoutSteps: () =>
      page.evaluate(async () => {
        await window.dataLab.setRecipe({ ...window.dataLab.recipe(), steps: [] });
        await window.dataLab.run();
      }),
    async addFile(path, name) {
      await page.evaluate(() => {
        const input = document.createElement('input');
        input.type = 'file';
        input.id = 'bench-input';
        input.hidden = true;
        document.body.append(input);
      });
      await page.setInputFiles('#bench-input', path);
      return page.evaluate(async (as) => {
        const file = document.querySelector<HTMLInputElement>('#bench-input')?.files?.[0];
        if (!file) throw new Error('no file in the input');
        Object.defineProperty(file, 'webkitRelativePath', { value: as });
        const begin = performance.now();
        await window.dataLab.addFiles([file]);
        return (performance.now() - begin) / 1000;
      }, name);
    },
    query: (sql) => page.evaluate(async (text) => window.dataLab.query(text), sql),
    longestTask: () =>
      page.evaluate(() => Math.max(0, ...(globalThis as unknown as { benchTasks: number[] }).benchTasks)),
    close: () => browser.close(),
  };
}
