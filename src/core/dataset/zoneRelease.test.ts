import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { isoTime } from '../format';
import { offsetAt, transitions } from '../ingest/zone';
import { releaseOf, type PackedZones, type ZoneOffsets } from './zoneRelease';

const packed = createRequire(import.meta.url)('moment-timezone/data/packed/latest.json') as PackedZones;
const us = (text: string): number => Date.parse(text) * 1000;

/** What this engine's own data says. */
const offsetsOf = (zone: string, from: string, to: string): ZoneOffsets => ({
  zone,
  from,
  to,
  offset: offsetAt(zone, us(from)) / 1e6,
  changes: transitions(zone, us(from), us(to)).map(({ atUtc, offsetAfter }) => ({
    at: isoTime(atUtc),
    offset: offsetAfter / 1e6,
  })),
});
const berlin = offsetsOf('Europe/Berlin', '2000-01-01T00:00:00Z', '2025-01-01T00:00:00Z');
const release = (...used: ZoneOffsets[]) => releaseOf(used, packed, 'a package');

describe('the release of the zone data', () => {
  it('is that of the package where all offsets are the same, whatever the zone, also by another name', () => {
    const zones = [
      'America/New_York',
      'Asia/Calcutta',
      'asia/kolkata',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Pacific/Apia',
      'Asia/Tokyo',
    ];
    const used = zones.map((zone) => offsetsOf(zone, '1990-01-01T00:00:00Z', '2020-01-01T00:00:00Z'));
    expect(release(berlin, ...used)).toEqual({
      version: packed.version,
      note: `All offsets were compared with release ${packed.version} of the IANA time zone database, as a package has it, and are the same. Other releases may have the same ones.`,
    });
    expect(packed.version).toMatch(/^20\d\d[a-z]$/);
  });

  it('has local mean times to the second', () => {
    expect(release(offsetsOf('Africa/Abidjan', '1911-01-01T00:00:00Z', '1913-01-01T00:00:00Z')).version).toBe(
      packed.version,
    );
    expect(offsetAt('Africa/Abidjan', us('1911-06-01T00:00:00Z')) / 1e6).toBe(-968);
  });

  it.each([
    ['an offset at the start', { ...berlin, offset: 7200 }, 'from 2000-01-01T00:00:00Z on'],
    [
      'a change at another time',
      {
        ...berlin,
        changes: berlin.changes.map((change, index) =>
          index === 3 ? { ...change, at: '2001-10-28T01:00:01Z' } : change,
        ),
      },
      'from 2001-10-28T01:00:00Z on',
    ],
    [
      'a change that was not used',
      { ...berlin, changes: berlin.changes.slice(0, -1) },
      'from 2024-10-27T01:00:00Z on',
    ],
    [
      'a change to another offset',
      {
        ...berlin,
        changes: berlin.changes.map((change, index) => (index === 0 ? { ...change, offset: 7260 } : change)),
      },
      'from 2000-03-26T01:00:00Z on',
    ],
  ])('is unknown where %s differs, and the note says from when', (_, used, from) => {
    const { version, note } = release(used);
    expect(version).toBeNull();
    expect(note).toContain(`The offsets of Europe/Berlin differ from those of release ${packed.version}`);
    expect(note).toContain(from);
  });

  it('is unknown for a zone that it lacks and for years beyond those that it has', () => {
    const shift = { ...berlin, zone: '+02:00' };
    expect(release(shift)).toEqual({
      version: null,
      note: expect.stringContaining('+02:00 is not in release') as unknown,
    });
    const late = { ...berlin, to: '2600-01-01T00:00:00Z' };
    expect(release(late)).toEqual({
      version: null,
      note: expect.stringContaining('go beyond those') as unknown,
    });
  });

  it('of the package is the one that its package-lock names', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string }>;
    };
    const own = createRequire(import.meta.url)('moment-timezone/package.json') as { version: string };
    expect(lock.packages['node_modules/moment-timezone']?.version).toBe(own.version);
  });
});
