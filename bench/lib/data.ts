/** The benchmark's input: ten million rows, one a second from 2023-01-01, the same bytes every time. */
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

export const rows = 10_000_000;
export const seriesName = 'bench/ten-million.csv';
const start = Date.UTC(2023, 0, 1);

/** A well-mixed 32-bit hash of an index, as a fraction in [0, 1). */
function noise(index: number): number {
  let hash = Math.imul(index + 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function line(index: number): string {
  const time = new Date(start + index * 1000).toISOString();
  const value = 55 + 20 * Math.sin((2 * Math.PI * index) / 86_400) + 20 * noise(index);
  return `${time.slice(0, 10)} ${time.slice(11, 19)},${value.toFixed(6)}\n`;
}

/** Path of the CSV file (299 MB), written on first use. */
export async function csvFile(): Promise<string> {
  const folder = join(process.cwd(), '.cache/bench/input');
  const path = join(folder, 'ten-million.csv');
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  console.log('writing ten million rows of CSV once …');
  const partial = `${path}.partial`;
  const out = createWriteStream(partial);
  out.write('timestamp,value\n');
  for (let from = 0; from < rows; from += 50_000) {
    let text = '';
    for (let index = from; index < Math.min(rows, from + 50_000); index++) text += line(index);
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  renameSync(partial, path);
  console.log(`${path}: ${(statSync(path).size / 1e6).toFixed(0)} MB`);
  return path;
}
