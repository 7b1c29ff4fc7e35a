/** `npm run bench [-- --only NAME,NAME --json FILE --rounds N --sizes 1M,10M --rows 10M]`. Never part of the tests: times belong to a machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { chromiumMissing, findChromium } from '../scripts/lib/chromium.mjs';
import { freePort } from '../scripts/lib/run.mjs';
import { csvIn } from './benchmarks/csvIn';
import { dragLabels } from './benchmarks/dragLabels';
import { exporting } from './benchmarks/export';
import { generate, generateMemory, generateToChart } from './benchmarks/generate';
import { nabDrop } from './benchmarks/nabDrop';
import { nabDetector, nabScore, nabWindows } from './benchmarks/nab';
import { preview } from './benchmarks/preview';
import { rolling } from './benchmarks/rolling';
import { standard } from './benchmarks/standard';
import { standardEdits } from './benchmarks/standardEdits';
import { standardFirefox } from './benchmarks/standardFirefox';
import { standardGrowth } from './benchmarks/standardGrowth';
import { standardLabels } from './benchmarks/standardLabels';
import { standardSpark100m, standardSpark10m } from './benchmarks/standardSpark';
import { start } from './benchmarks/start';
import { verifying } from './benchmarks/verify';
import { zoom } from './benchmarks/zoom';
import { markdownTable } from './lib/table';
import type { Outcome } from './types';

const all = [
  csvIn,
  exporting,
  verifying,
  zoom,
  start,
  generate,
  generateMemory,
  generateToChart,
  nabWindows,
  nabDetector,
  nabScore,
  dragLabels,
  preview,
  standard,
  standardGrowth,
  standardLabels,
  standardEdits,
  standardFirefox,
  standardSpark10m,
  standardSpark100m,
  nabDrop,
  rolling,
];
const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    sizes: { type: 'string', default: '1M,10M,30M,100M' },
    rows: { type: 'string', default: '10M' },
  },
});

/** Numbers of rows such as 1M, 500k or 2000. */
function rowCounts(text: string): number[] {
  return text.split(',').map((size) => {
    const [, digits, unit = ''] = /^(\d+)([kM]?)$/.exec(size.trim()) ?? [];
    if (digits === undefined) throw new Error(`expected numbers of rows such as 1M,10M; got ${text}`);
    return Number(digits) * (unit === 'M' ? 1e6 : unit === 'k' ? 1e3 : 1);
  });
}
const sizes = rowCounts(options.sizes).toSorted((a, b) => a - b);
const [rows = 10_000_000] = rowCounts(options.rows);
const wanted = options.only?.split(',');
const chosen = wanted === undefined ? all : all.filter(({ name }) => wanted.includes(name));
if (chosen.length < (wanted?.length ?? 1)) {
  throw new Error(
    `expected --only with some of ${all.map(({ name }) => name).join(',')}; got ${options.only}`,
  );
}
const chromium = await findChromium();
if (!chromium) throw new Error(chromiumMissing);

const port = await freePort();
const server = spawn(process.execPath, ['scripts/preview.mjs', String(port)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const outcomes: Outcome[] = [];
try {
  await once(server.stdout, 'data');
  for (const bench of chosen) {
    console.log(bench.name);
    const url = `http://127.0.0.1:${port}/`;
    const context = { url, chromium, rounds: Number(options.rounds), sizes, rows };
    outcomes.push(...(await bench.run(context)));
  }
} finally {
  server.kill();
}

const peers = (outcome: Outcome): string =>
  Object.entries(outcome.against)
    .map(([peer, { value, ratio }]) => `${peer} ${value} ${outcome.unit} (${ratio}x)`)
    .join(', ');
const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
console.log(
  `\n${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${memory}, Node ${process.version}`,
);
console.table(
  Object.fromEntries(
    outcomes.map((outcome) => [
      outcome.name,
      {
        value: outcome.failed ?? `${outcome.value} ${outcome.unit}`,
        against: peers(outcome),
        aim: outcome.aim,
        holds: outcome.holds ? 'yes' : 'NO',
      },
    ]),
  ),
);
for (const { name, contestants } of outcomes)
  if (contestants) console.log(`\n${name}, stages in seconds\n\n${markdownTable(contestants)}`);
if (options.json) writeFileSync(options.json, `${JSON.stringify(outcomes, null, 2)}\n`);
