import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paceAt, timeLeft, type Pace } from './timeLeft';

const EVERY = 250;

/** Looks at work every quarter of a second, `doneAt` a time since its begin. */
function look(doneAt: (ms: number) => number, until: number): Pace[] {
  const paces: Pace[] = [];
  for (let now = 0; now <= until; now += EVERY)
    paces.push(paceAt(paces.at(-1) ?? null, Math.min(1, doneAt(now)), 1e6 + now));
  return paces;
}
const seconds = (text: string | null): number => Number(/about (\d+) s left/.exec(text ?? '')?.[1] ?? NaN);

describe('the time that is left', () => {
  it('of steady work is what is left of it, from the first second on and until two are left', () => {
    const texts = look((ms) => ms / 10_000, 10_000).map(timeLeft);
    expect(texts.slice(0, 4)).toEqual([null, null, null, null]);
    expect(texts[4]).toBe('about 9 s left');
    expect(texts[20]).toBe('about 5 s left');
    expect(texts[32]).toBe('about 2 s left');
    expect(texts.slice(33)).toEqual(Array.from({ length: 8 }, () => null));
  });

  it('of short work is never shown', () => {
    expect(look((ms) => ms / 2500, 2500).every((pace) => timeLeft(pace) === null)).toBe(true);
  });

  it('follows the last seconds, not all the time since the begin', () => {
    // Half of it in two seconds, the rest in forty.
    const paces = look((ms) => (ms < 2000 ? ms / 4000 : 0.5 + (ms - 2000) / 80_000), 22_000);
    expect(seconds(timeLeft(paces.at(-1) ?? null))).toBeGreaterThanOrEqual(18);
    expect(seconds(timeLeft(paces.at(-1) ?? null))).toBeLessThanOrEqual(24);
  });

  it('never jumps: from one look to the next it takes at most a quarter of the way', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 30, maxLength: 200 }), (steps) => {
        let done = 0;
        let pace: Pace | null = null;
        for (const [index, step] of steps.entries()) {
          done = Math.min(1, done + step / 1000);
          const next: Pace = paceAt(pace, done, index * EVERY);
          const first = next.seen[0];
          if (pace && pace.left !== null && next.left !== null && first && done > first.done) {
            const rate = (done - first.done) / (index * EVERY - first.at);
            const way = Math.abs((1 - done) / rate - (pace.left - EVERY));
            expect(Math.abs(next.left - pace.left)).toBeLessThanOrEqual(EVERY + way / 4 + 1e-6);
          }
          pace = next;
        }
      }),
    );
  });

  it('counts no nearer while nothing goes on, and is not told once nothing went on for seconds', () => {
    const stalled = look((ms) => Math.min(0.5, ms / 10_000), 20_000).map(timeLeft);
    for (const text of stalled.slice(20, 44)) expect(seconds(text)).toBeGreaterThanOrEqual(4);
    expect(stalled.slice(45).every((text) => text === null)).toBe(true);
  });

  it('begins anew where less is done than before', () => {
    const paces = look((ms) => (ms < 3000 ? ms / 5000 : (ms - 3000) / 20_000), 5000);
    expect(timeLeft(paces[12] ?? null)).toBe(null);
    expect(seconds(timeLeft(paces.at(-1) ?? null))).toBe(18);
  });

  it('is told as finely as it can be known', () => {
    const text = (ms: number): string | null =>
      timeLeft({
        began: 0,
        seen: [
          { at: 0, done: 0 },
          { at: 2000, done: 0.1 },
        ],
        left: ms,
      });
    expect([1900, 8400, 42_000, 100_000, 3.6e6, 5.7e6].map(text)).toEqual([
      null,
      'about 8 s left',
      'about 40 s left',
      'about 2 min left',
      'about 1 h left',
      'about 1 h 35 min left',
    ]);
  });
});
