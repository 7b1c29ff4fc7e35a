import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { timeZonesOf } from './timeZones';

const us = (text: string): number => Date.parse(text) * 1000;
const of = (zone: string, first: string, last: string) => ({ zone, first: us(first), last: us(last) });

it('the offsets that local times were read with are recorded for their years, with a fingerprint', async () => {
  const recorded = await timeZonesOf([
    of('Europe/Berlin', '2024-05-01T00:00Z', '2024-06-01T00:00Z'),
    of('UTC', '2020-05-01T00:00Z', '2024-06-01T00:00Z'),
    of('America/Recife', '2000-01-01T00:00Z', '2000-01-02T00:00Z'),
    of('Europe/Berlin', '2024-05-01T00:00Z', '2024-12-01T00:00Z'),
  ]);
  const lines = [
    'America/Recife 2000-01-01T00:00:00Z -7200',
    'America/Recife 2000-02-27T02:00:00Z -10800',
    'America/Recife 2000-10-08T03:00:00Z -7200',
    'America/Recife 2000-10-15T02:00:00Z -10800',
    'Europe/Berlin 2024-01-01T00:00:00Z 3600',
    'Europe/Berlin 2024-03-31T01:00:00Z 7200',
    'Europe/Berlin 2024-10-27T01:00:00Z 3600',
  ];
  expect(recorded).toEqual({
    provider: 'ECMAScript Intl',
    version: expect.stringMatching(/^20\d\d[a-z]$/) as unknown,
    note: expect.stringMatching(/as moment-timezone \d+\.\d+\.\d+ has it, and are the same/) as unknown,
    fingerprint: createHash('sha256')
      .update(lines.map((line) => `${line}\n`).join(''))
      .digest('hex'),
    zones: [
      {
        zone: 'America/Recife',
        from: '2000-01-01T00:00:00Z',
        to: '2001-01-01T00:00:00Z',
        offset: -7200,
        changes: [
          { at: '2000-02-27T02:00:00Z', offset: -10800 },
          { at: '2000-10-08T03:00:00Z', offset: -7200 },
          { at: '2000-10-15T02:00:00Z', offset: -10800 },
        ],
      },
      {
        zone: 'Europe/Berlin',
        from: '2024-01-01T00:00:00Z',
        to: '2025-01-01T00:00:00Z',
        offset: 3600,
        changes: [
          { at: '2024-03-31T01:00:00Z', offset: 7200 },
          { at: '2024-10-27T01:00:00Z', offset: 3600 },
        ],
      },
    ],
  });
});

it('of a data set in UTC there is no zone data, and no fingerprint', async () => {
  const recorded = await timeZonesOf([of('UTC', '2024-05-01T00:00Z', '2024-06-01T00:00Z')]);
  expect(recorded).toEqual({
    provider: 'ECMAScript Intl',
    version: null,
    note: null,
    fingerprint: null,
    zones: [],
  });
});
