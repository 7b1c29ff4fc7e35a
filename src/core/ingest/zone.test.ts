import { describe, expect, it } from 'vitest';
import { checkZone, localRules, localToUtc, transitions } from './zone';

const utc = (text: string): number => Date.parse(`${text}Z`) * 1000;
const HOUR = 3.6e9;

describe('transitions', () => {
  it('of New York in 2024 are the two that the law names', () => {
    expect(transitions('America/New_York', utc('2024-01-01T00:00'), utc('2025-01-01T00:00'))).toEqual([
      { atUtc: utc('2024-03-10T07:00'), offsetBefore: -5 * HOUR, offsetAfter: -4 * HOUR },
      { atUtc: utc('2024-11-03T06:00'), offsetBefore: -4 * HOUR, offsetAfter: -5 * HOUR },
    ]);
  });

  it('of Lord Howe are half an hour', () => {
    expect(transitions('Australia/Lord_Howe', utc('2024-01-01T00:00'), utc('2025-01-01T00:00'))).toEqual([
      { atUtc: utc('2024-04-06T15:00'), offsetBefore: 11 * HOUR, offsetAfter: 10.5 * HOUR },
      { atUtc: utc('2024-10-05T15:30'), offsetBefore: 10.5 * HOUR, offsetAfter: 11 * HOUR },
    ]);
  });

  it('of a zone without summer time, and of UTC, are none', () => {
    expect(transitions('Asia/Kolkata', utc('2000-01-01T00:00'), utc('2024-01-01T00:00'))).toEqual([]);
    expect(transitions('UTC', 0, 1e15)).toEqual([]);
  });

  it('reach back to local mean time, with its seconds', () => {
    const [first] = transitions('Europe/Berlin', utc('1890-01-01T00:00'), utc('1895-01-01T00:00'));
    expect(first).toEqual({ atUtc: utc('1893-03-31T23:06:32'), offsetBefore: 3208e6, offsetAfter: HOUR });
  });

  // Brazil's summer time of 2000 ended after a week where states withdrew (tzdata, southamerica).
  it.each([
    ['America/Recife', '03:00', -3],
    ['America/Noronha', '02:00', -2],
    ['America/Boa_Vista', '04:00', -4],
  ])('of %s in 2000 include a summer time of 6.96 days', (zone, start, hours) => {
    const end = `0${Number(start.slice(0, 2)) - 1}:00`;
    expect(transitions(zone, utc('2000-06-01T00:00'), utc('2001-01-01T00:00'))).toEqual([
      { atUtc: utc(`2000-10-08T${start}`), offsetBefore: hours * HOUR, offsetAfter: (hours + 1) * HOUR },
      { atUtc: utc(`2000-10-15T${end}`), offsetBefore: (hours + 1) * HOUR, offsetAfter: hours * HOUR },
    ]);
  });

  // Interrupted by Ramadan, so that a week of summer time is left over.
  it.each([
    ['Asia/Gaza', 2040],
    ['Asia/Hebron', 2040],
    ['Asia/Gaza', 2054],
    ['Asia/Hebron', 2054],
    ['Asia/Gaza', 2072],
    ['Asia/Hebron', 2072],
  ])('of %s in %i are those that a look at every hour finds', (zone, year) => {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const hours = (at: number): number => Number(/GMT([+-]\d+)/.exec(format.format(at / 1000))?.[1]);
    const [from, to] = [utc(`${year}-01-01T00:00`), utc(`${year + 1}-01-01T00:00`)];
    const changes: { atUtc: number; offsetBefore: number; offsetAfter: number }[] = [];
    for (let at = from + HOUR; at <= to; at += HOUR) {
      const [offsetBefore, offsetAfter] = [hours(at - HOUR) * HOUR, hours(at) * HOUR];
      if (offsetBefore !== offsetAfter) changes.push({ atUtc: at, offsetBefore, offsetAfter });
    }
    expect(transitions(zone, from, to)).toEqual(changes);
    expect(changes.length).toBeGreaterThan(0);
  });

  it('are the same whatever the first moment', () => {
    const [from, to] = [utc('2000-01-01T00:00'), utc('2001-01-01T00:00')];
    const all = transitions('America/Recife', from, to);
    for (let day = 1; day < 300; day += 7) {
      const since = from + day * 24 * HOUR;
      expect(transitions('America/Recife', since, to)).toEqual(all.filter(({ atUtc }) => atUtc > since));
    }
  });

  it('far in the past and in the future are what the calendar says', () => {
    expect(transitions('Europe/Berlin', utc('0001-01-01T00:00'), utc('1700-01-01T00:00'))).toEqual([]);
    expect(transitions('Europe/Berlin', Date.UTC(9000, 0) * 1000, Date.UTC(9001, 0) * 1000)).toEqual([
      { atUtc: Date.UTC(9000, 2, 30, 1) * 1000, offsetBefore: HOUR, offsetAfter: 2 * HOUR },
      { atUtc: Date.UTC(9000, 9, 26, 1) * 1000, offsetBefore: 2 * HOUR, offsetAfter: HOUR },
    ]);
    expect(localToUtc('Europe/Berlin')(utc('1000-01-01T00:00'))).toBe(utc('1000-01-01T00:00') - 3208e6);
  });

  it('over half a century are found in reasonable time', () => {
    expect(transitions('Europe/Berlin', utc('1980-06-01T00:00'), utc('2024-06-01T00:00'))).toHaveLength(88);
  });
});

describe('local rules', () => {
  it('of Berlin say what was skipped and what came twice, without a gap', () => {
    const [from, to] = [utc('2024-01-01T00:00'), utc('2025-01-01T00:00')];
    const rules = localRules('Europe/Berlin', from, to);
    expect(rules).toEqual([
      { from, to: utc('2024-03-31T02:00'), kind: 'normal', offset: HOUR },
      { from: utc('2024-03-31T02:00'), to: utc('2024-03-31T03:00'), kind: 'nonexistent', offset: HOUR },
      { from: utc('2024-03-31T03:00'), to: utc('2024-10-27T02:00'), kind: 'normal', offset: 2 * HOUR },
      {
        from: utc('2024-10-27T02:00'),
        to: utc('2024-10-27T03:00'),
        kind: 'ambiguous',
        offset: 2 * HOUR,
        offsetLater: HOUR,
      },
      { from: utc('2024-10-27T03:00'), to, kind: 'normal', offset: HOUR },
    ]);
  });

  it('of Apia skip the whole of 30 December 2011', () => {
    const rules = localRules('Pacific/Apia', utc('2011-12-29T00:00'), utc('2012-01-02T00:00'));
    expect(rules.find((rule) => rule.kind === 'nonexistent')).toEqual({
      from: utc('2011-12-30T00:00'),
      to: utc('2011-12-31T00:00'),
      kind: 'nonexistent',
      offset: -10 * HOUR,
    });
  });

  it('cover one moment inside an ambiguous hour', () => {
    const at = utc('2024-10-27T02:30');
    expect(localRules('Europe/Berlin', at, at + 1)).toEqual([
      { from: at, to: at + 1, kind: 'ambiguous', offset: 2 * HOUR, offsetLater: HOUR },
    ]);
  });
});

it('an unknown zone is refused by its name', () => {
  expect(() => checkZone('Mars/Olympus')).toThrow('"Mars/Olympus" is not a time zone');
  expect(() => checkZone('Europe/Berlin')).not.toThrow();
});
