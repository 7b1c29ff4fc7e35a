import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoted, quotedPath, sha256Lines } from './shell';

/** What a shell takes words for. */
function taken(words: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync('bash', ['-c', `printf '%s\\0' ${words.join(' ')}`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\0').slice(0, -1);
}

/** What means something to a shell or a terminal. */
const special = `'"\\$\`!*?~#&;|<>(){}[] \t\n\r=-ab\u0001\u007F\u200B`.split('');

const hostile = [
  "it's",
  '$(touch x)',
  '`touch x`',
  'a;b&c|d>e<f',
  '*?[a]{b,c}',
  '~root',
  '!!',
  '#x',
  'a b\tc\nd\re',
  '\u001B[2J\u0003',
  '\u202Etxt.vsc',
  'C:\\data\\new',
  "$'x'",
  '"$HOME"',
  '',
  'höhe/ümlaut 流.csv',
  '🙂',
  '\\',
];

describe('words of a shell', () => {
  it('are the texts that they were', () => {
    expect(taken(hostile.map(quoted))).toEqual(hostile);
  });

  it('are so whatever the text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((one) => !one.includes('\0'));
    const nasty = fc
      .array(fc.constantFrom(...special), { maxLength: 12 })
      .map((characters) => characters.join(''));
    fc.assert(
      fc.property(fc.array(fc.oneof(text, nasty), { minLength: 1, maxLength: 40 }), (texts) => {
        expect(taken(texts.map(quoted))).toEqual(texts);
      }),
      { numRuns: 40 },
    );
  });

  it('stay as they are where a shell takes them so, and show no character that is not seen', () => {
    expect(quoted('data/raw-1_2.csv')).toBe('data/raw-1_2.csv');
    expect(quoted('s3a://bucket/a=b')).toBe('s3a://bucket/a=b');
    expect(quoted('\u202Ea\n')).toBe("$'\\342\\200\\256a\\012'");
    expect(() => quoted('a\0')).toThrow(RangeError);
  });

  it('of paths are no options', () => {
    expect(quotedPath('-rf')).toBe('./-rf');
    expect(quotedPath('--output x')).toBe("'./--output x'");
    expect(quotedPath('data')).toBe('data');
  });
});

it('sha256sum finds each file again, whatever its name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-sums-'));
  const names = ['plain.csv', 'a b.csv', '-n', "it's.csv", 'back\\slash', 'two\nlines', 'a\rb', ' *x'];
  const files = names.map((name) => ({
    name,
    sha256: createHash('sha256').update(name).digest('hex'),
  }));
  const check = (): number | null => {
    writeFileSync(join(folder, 'sums'), sha256Lines(files));
    return spawnSync('sha256sum', ['--check', '--strict', '--quiet', 'sums'], { cwd: folder }).status;
  };
  try {
    for (const name of names) writeFileSync(join(folder, name), name);
    expect(check()).toBe(0);
    writeFileSync(join(folder, 'two\nlines'), 'other');
    expect(check()).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
