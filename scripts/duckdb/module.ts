/**
 * DuckDB's module as the lab serves it: the package's own, but for the function that appends doubles, in which an insertion spends half of its
 * time (docs/adr/0010-one-function-of-duckdb-is-replaced.md).
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { code } from './append.generated.ts';

/** SHA-256 of the body of `StandardFixedSizeAppend::Append<double>` in duckdb-eh.wasm of @duckdb/duckdb-wasm 1.32.0. */
const REPLACED = 'd8b7bd644fba0c001e369432479960290ee6228d6dcff87977f7adcd6548d541';
const REPLACED_BYTES = 401;

const root = new URL('../../', import.meta.url);
/** The package's own module. */
export const ownModule = fileURLToPath(new URL('node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm', root));
const folder = fileURLToPath(new URL('.cache/duckdb/', root));
const served = join(folder, 'duckdb-eh.wasm');

const CODE_SECTION = 10;
const HEADER_BYTES = 8;

interface Span {
  /** Where its length stands. */
  at: number;
  from: number;
  to: number;
}

/** A number at a place, seven bits a byte from the lowest on, and the place after it. */
function leb(bytes: Uint8Array, at: number): [value: number, after: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function lebBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.of(...bytes, rest);
    bytes.push((rest % 128) + 128);
  }
}

function spanAt(bytes: Uint8Array, at: number): Span {
  const [length, from] = leb(bytes, at);
  return { at, from, to: from + length };
}

/** The section of code of a module, and the bodies of its functions. */
function codeOf(module: Uint8Array): { section: Span; bodies: Span[] } {
  let section = spanAt(module, HEADER_BYTES + 1);
  while (module[section.at - 1] !== CODE_SECTION) {
    if (section.to >= module.length) throw new Error('expected a WebAssembly module with code');
    section = spanAt(module, section.to + 1);
  }
  const [count, first] = leb(module, section.from);
  const bodies: Span[] = [];
  for (let at = first; bodies.length < count; at = bodies.at(-1)?.to ?? at) bodies.push(spanAt(module, at));
  return { section, bodies };
}

/** The module with the one function replaced; undefined where it is not there exactly once. */
export function withAppend(module: Uint8Array): Uint8Array | undefined {
  const { section, bodies } = codeOf(module);
  const isReplaced = ({ from, to }: Span): boolean =>
    to - from === REPLACED_BYTES &&
    createHash('sha256').update(module.subarray(from, to)).digest('hex') === REPLACED;
  const [replaced, ...more] = bodies.filter(isReplaced);
  if (!replaced || more.length > 0) return undefined;
  const compiled = Buffer.from(code, 'hex');
  const [append] = codeOf(compiled).bodies;
  if (!append) throw new Error('expected a function in append.generated.ts; run npm run generate');
  const body = compiled.subarray(append.from, append.to);
  const codeBytes = Buffer.concat([
    module.subarray(section.from, replaced.at),
    lebBytes(body.length),
    body,
    module.subarray(replaced.to, section.to),
  ]);
  return Buffer.concat([
    module.subarray(0, section.at),
    lebBytes(codeBytes.length),
    codeBytes,
    module.subarray(section.to),
  ]);
}

/** Path of the module to serve, which is made where it is not there. A version of DuckDB whose function is another is served as it is. */
export function moduleToServe(): string {
  const module = withAppend(readFileSync(ownModule));
  if (!module) {
    console.warn('DuckDB is served as its package has it: insertions are slower. See docs/adr/0010.');
    return ownModule;
  }
  if (existsSync(served) && Buffer.compare(readFileSync(served), module) === 0) return served;
  mkdirSync(folder, { recursive: true });
  const making = `${served}.${process.pid}`;
  writeFileSync(making, module);
  renameSync(making, served);
  return served;
}
