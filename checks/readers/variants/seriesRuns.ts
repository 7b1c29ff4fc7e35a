/** Runs that are about series: longer windows than one task works on, and copies. */
import type { GeneratedSource, Recipe } from '../../../src/core/recipe/types';
import { byYear, inZone, type Run } from './runRecipe';

/** Outliers of wide windows. */
export function windowsRun(): Run {
  const rows = Array.from({ length: 20_000 }, (_, i) => {
    const at = new Date(Date.UTC(2023, 0, 1) + (i - (i % 40 === 7 ? 4 : 0)) * 30_000);
    const value = i % 97 === 3 ? '' : (i * 7919) % 1009 === 0 ? 900 + i / 100 : ((i * 37) % 101) + i / 500;
    return `${at.toISOString().slice(0, 19)},${value}`;
  });
  return {
    files: new Map([['long.csv', new TextEncoder().encode(`timestamp,value\n${rows.join('\n')}\n`)]]),
    generated: [
      {
        synthetic: 'made',
        start: '2024-01-01T00:00:00Z',
        step: '1min',
        rows: 40_000,
        signal: [{ constant: { value: 1e9 } }, { sine: { period: '9d', amplitude: 20 } }],
        noise: [{ gaussian: { sd: 1 } }],
        faults: { missing: { as: 'absent', random: 0.02 }, duplicates: 0.01 },
      },
    ] as GeneratedSource[],
    recipe: byYear,
    steps: [
      { duplicates: { keep: 'last' } },
      { outliers: { rule: 'zscore', threshold: 3, window: 10_003, then: 'remove', protect: true } },
      { missing: { sentinels: [], fill: 'drop' } },
      { outliers: { rule: 'zscore', threshold: 2, window: 14_001, then: 'interpolate', protect: true } },
    ],
  };
}

/** Copies of files, as they are and with anomalies. */
export function copiesRun(): Run {
  const rows = (zone: number): string =>
    Array.from({ length: 1200 }, (_, i) => {
      const at = new Date(Date.UTC(2024, 9, 26, 14) + (i - (i % 10 === 7 ? 3 : 0)) * zone);
      return `${at.toISOString().slice(0, 19)},${i % 61 === 5 ? '' : Math.round(40 * Math.sin(i / 30) + ((i * 37) % 11))}`;
    }).join('\n');
  const [kinds, others] = [
    ['spike', 'level-shift', 'trend', 'flatline', 'variance'],
    ['pattern', 'missing', 'timestamps'],
  ];
  return {
    files: new Map(
      ['plain.csv', 'local.csv'].map((name, k) => [
        name,
        new TextEncoder().encode(`timestamp,value\n${rows((k + 1) * 60_000)}\n`),
      ]),
    ),
    source: inZone((file) => (file === 'local.csv' ? 'Europe/Berlin' : undefined)),
    generated: [
      { copy: 'plain.csv', name: 'as it is' },
      {
        synthetic: 'made',
        start: '2024-01-01T00:00:00Z',
        step: '1min',
        rows: 2000,
        signal: [{ constant: { value: 5 } }, { sine: { period: '3h', amplitude: 2 } }],
      },
      { copy: 'plain.csv', name: 'hit' },
      { copy: 'local.csv', name: 'local too' },
      { copy: 'local.csv', name: 'local and hit' },
    ] as GeneratedSource[],
    recipe: {
      ...byYear,
      injections: [
        {
          id: 'many',
          series: 'hit',
          draw: { count: 12, apart: '5min' },
          shapes: [
            ...kinds.map((kind) => ({ kind, length: '20min' })),
            ...others.map((kind) => ({ kind, length: '15min' })),
            { kind: 'correlation', length: '30min', with: 'plain.csv' },
            { kind: 'correlation', length: '30min', with: 'made' },
          ],
        },
        {
          id: 'local',
          series: 'local and hit',
          draw: { count: 4, apart: '1h' },
          shapes: [
            { kind: 'missing', as: 'absent', length: '20min' },
            { kind: 'level-shift', length: '40min', strength: { sigma: 5 } },
          ],
        },
      ] as Recipe['injections'],
    },
    accept: ['zone UTC, Europe/Berlin', 'zone Europe/Berlin, UTC'],
    steps: [
      { utc: { nonexistent: 'shift', ambiguous: 'infer', undecided: 'earlier' } },
      { duplicates: { keep: 'last' } },
      { missing: { sentinels: [], fill: 'linear', longest: '10min' } },
      { outliers: { rule: 'zscore', threshold: 3, then: 'clip', protect: true } },
    ],
  };
}
