/** The standard work in Firefox, driven by WebDriver BiDi; left out where there is none. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { launch, type Browser, type Page } from 'puppeteer-core';
import type { Scripted } from '../lib/bundle';
import { within } from '../lib/limit';
import { watchMemory, type Watch } from '../lib/memory';
import { atMost, failedOutcome } from '../lib/outcomes';
import { standardRun } from '../standard/lab';
import { expected } from '../standard/work';
import type { Bench, BenchContext, Outcome } from '../types';

const MOST_MINUTES = 5;
const MOST_MEMORY = 1200;
const aim = 'made, run and exported';

/** Path of FIREFOX, or of one on the PATH. */
function findFirefox(): string | undefined {
  const names = process.env.FIREFOX === undefined ? ['firefox-esr', 'firefox'] : [process.env.FIREFOX];
  const paths = names.flatMap((name) =>
    name.includes('/')
      ? [name]
      : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  );
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Counts of cleaned rows and of buckets, by the page's own SQL. */
async function expectCounts(page: Page, rows: number): Promise<void> {
  const found = await page.evaluate(async () => {
    const [answer] = await window.dataLab.query(
      'SELECT (SELECT count(*)::INTEGER FROM clean) AS clean, (SELECT count(*)::INTEGER FROM resampled) AS resampled',
    );
    return answer as { clean: number; resampled: number };
  });
  const wanted = expected(rows);
  const off = Math.abs(found.clean - wanted.rows.mean) / wanted.rows.deviation;
  if (!(off <= 6) || found.resampled !== wanted.buckets)
    throw new Error(`Firefox made ${JSON.stringify(found)} of ${rows} rows`);
}

async function measure(
  browser: Browser,
  memory: Watch,
  { url, rows, rounds }: BenchContext,
): Promise<Outcome[]> {
  const page = await browser.newPage();
  await memory.empty();
  await page.goto(url);
  await page.waitForFunction(() => 'dataLab' in window);
  await page.evaluate(async () => window.dataLab.query('SELECT 1 AS one'));
  // Both drivers run a function with its argument in the page.
  const scripted: Scripted = { evaluate: page.evaluate.bind(page) };
  await standardRun(scripted, { rows, seed: 1 });
  const peak = memory.stop();
  await expectCounts(page, rows);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    times.push((await standardRun(scripted, { rows, seed: round + 2 })).whole);
  console.log(`  ${await browser.version()}: ${times.map((time) => time.toFixed(2)).join(', ')} s`);
  const memoryAim = 'at most 1,200 MB above the empty page';
  return [
    atMost('standard-firefox', 's', times, Infinity, aim),
    atMost('standard-firefox-memory', 'MB', [peak], MOST_MEMORY, memoryAim),
  ];
}

/** Ends a browser whose page may not answer any more. */
async function end(browser: Browser): Promise<void> {
  try {
    await within(0.5, browser.close());
  } catch {
    browser.process()?.kill('SIGKILL');
  }
}

export const standardFirefox: Bench = {
  name: 'standard-firefox',
  async run(context): Promise<Outcome[]> {
    const firefox = findFirefox();
    if (firefox === undefined) {
      console.log('  left out: no Firefox on the PATH or in FIREFOX (Debian: apt-get install firefox-esr)');
      return [];
    }
    const memory = watchMemory();
    const browser = await launch({
      browser: 'firefox',
      executablePath: firefox,
      headless: true,
      protocolTimeout: 0,
    });
    try {
      return await within(MOST_MINUTES, measure(browser, memory, context));
    } catch (thrown) {
      return [failedOutcome('standard-firefox', 's', aim, thrown)];
    } finally {
      memory.stop();
      await end(browser);
    }
  },
};
