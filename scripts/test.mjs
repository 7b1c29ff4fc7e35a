/**
 * `npm test`: every part in order, going on where the next part still makes sense, and one line of counts at the end.
 * `npm test -- --only lint,unit` runs some. The counts come from the runners' own reports.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './ensure-installed.mjs';
import { root } from './lib/run.mjs';

ensureInstalled();
const { parts } = await import('./lib/parts.mjs');

const position = process.argv.indexOf('--only');
const only = position < 0 ? parts.map((part) => part.name) : (process.argv[position + 1] ?? '').split(',');
const unknown = only.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) {
  console.error(`expected parts of ${parts.map((part) => part.name).join(', ')}; got ${unknown.join(', ')}`);
  process.exit(2);
}

if (position < 0) rmSync(join(root, 'reports'), { recursive: true, force: true });
mkdirSync(join(root, 'reports'), { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = new Set();
const lines = [];
const named = [];
for (const part of parts) {
  if (!only.includes(part.name)) continue;
  const blocker = part.needs.find((name) => failures.has(name));
  const start = performance.now();
  console.log(`\n── ${part.name} ${'─'.repeat(60 - part.name.length)}`);
  const counts = blocker
    ? { passed: 0, failed: 1, skipped: 0, note: `not run: ${blocker} failed` }
    : await part.run();
  if (counts.note) console.log(counts.note);
  if (counts.failed > 0) failures.add(part.name);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  for (const name of counts.failures ?? []) named.push(`failed: ${part.name}: ${name}`);
  for (const name of counts.flaky ?? []) named.push(`passed when tried again: ${part.name}: ${name}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  lines.push(
    `${counts.failed > 0 ? '✗' : '✓'} ${part.name.padEnd(12)}${String(counts.passed).padStart(6)} passed${String(counts.failed).padStart(5)} failed${String(counts.skipped).padStart(5)} skipped  ${seconds} s`,
  );
}

console.log(`\n${lines.join('\n')}\n`);
if (named.length > 0) console.log(`${named.join('\n')}\n`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
