/** What a first visit costs before the engine starts: JavaScript over the wire, and the time to the first paint. */
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { chromiumFlags } from '../../scripts/lib/chromium.mjs';
import { median, rounded } from '../lib/stats';
import type { Bench, BenchContext, Outcome } from '../types';

interface Visit {
  kilobytes: number;
  paint: number;
}

async function visit({ url, chromium: executablePath }: BenchContext): Promise<Visit> {
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const scripts: Promise<number>[] = [];
    let engine = false;
    page.on('worker', () => {
      engine = true;
    });
    page.on('response', (response) => {
      if (engine || response.request().resourceType() !== 'script') return;
      scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
    });
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    );
    const sizes = await Promise.all(scripts);
    return { kilobytes: sizes.reduce((sum, size) => sum + size, 0) / 1024, paint };
  } finally {
    await browser.close();
  }
}

export const start: Bench = {
  name: 'start',
  async run(context): Promise<Outcome[]> {
    const visits: Visit[] = [];
    for (let round = 0; round < context.rounds; round++) visits.push(await visit(context));
    const sizes = visits.map(({ kilobytes }) => kilobytes);
    const paints = visits.map(({ paint }) => paint);
    return [
      {
        name: 'start',
        unit: 'KB',
        value: rounded(Math.max(...sizes)),
        runs: sizes.map(rounded),
        against: {},
        aim: 'at most 350 KB of gzipped JavaScript before the engine',
        holds: Math.max(...sizes) <= 350,
      },
      {
        name: 'start-first-paint',
        unit: 'ms',
        value: rounded(median(paints)),
        runs: paints.map(rounded),
        against: {},
        aim: 'within 1000 ms on loopback',
        holds: median(paints) <= 1000,
      },
    ];
  },
};
