/** The bundle that a page has exported, on this disk. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { readZip } from '../../e2e/fixtures/zip';

/** A page in which functions run, whatever drives it. */
export type Scripted = Pick<Page, 'evaluate'>;

/** Seconds for the bundle in the page's clock; the zip stays in the page as `benchBundle`. */
export const exportOnce = (page: Scripted): Promise<number> =>
  page.evaluate(async () => {
    const begin = performance.now();
    const file = await window.dataLab.exportBundle();
    Object.assign(globalThis, { benchBundle: file });
    return (performance.now() - begin) / 1000;
  });

/** Saves the last bundle. */
export async function saveBundle(page: Page, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const download = page.waitForEvent('download');
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL((globalThis as unknown as { benchBundle: File }).benchBundle);
    link.download = 'bundle.zip';
    link.click();
  });
  await (await download).saveAs(path);
}

/** Lays the Parquet files below a folder of a bundle out below a folder of this disk; their bytes. */
export function layOut(zip: string, prefix: string, folder: string): number {
  let bytes = 0;
  for (const entry of readZip(zip)) {
    if (!entry.path.startsWith(prefix) || !entry.path.endsWith('.parquet')) continue;
    const path = join(folder, entry.path.slice(prefix.length));
    mkdirSync(dirname(path), { recursive: true });
    const content = entry.bytes();
    bytes += content.length;
    writeFileSync(path, content);
  }
  return bytes;
}

/** Bytes of the Parquet files below a folder. */
export const folderBytes = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.parquet'))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
