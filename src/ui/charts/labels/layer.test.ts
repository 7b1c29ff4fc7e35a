import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelLayer } from './layer';
import { palettes } from '../../styles/palette';
import { lookAlike, type ChartLabel } from '../seriesView';
import type { Box } from '../shapes';

const plotted: Box = { x: 60, y: 14, width: 500, height: 300 };
/** A pixel for ten milliseconds. */
const range = { from: 0, to: 5_000_000 };
const layerOf = (labels: ChartLabel[]) => labelLayer({ labels, theme: 'light', range });

describe('the layer of labels', () => {
  it('shades windows within the range, and draws points as dashed lines', () => {
    const shapes = layerOf([
      { id: 'a', start: 1_000_000, end: 3_000_000, type: '', shape: 'window', origin: 'imported' },
      { id: 'b', start: 4_000_000, end: 4_000_001, type: 'spike', shape: 'point', origin: 'injected' },
      { id: 'c', start: 5_000_000, end: 6_000_000, type: '', shape: 'window', origin: 'imported' },
    ]).shapes(plotted);
    const { labelled, injected } = palettes.light;
    expect(shapes.flatMap((shape) => (shape.kind === 'boxes' ? shape.boxes : []))).toEqual([
      { ...plotted, x: 160, width: 200 },
    ]);
    expect(shapes.filter((shape) => shape.kind === 'path' && shape.dash)).toMatchObject([
      { path: 'M160.0 14.0h200.0v300.0h-200.0Z', stroke: labelled },
      { path: 'M460 314V14', stroke: injected },
    ]);
  });

  it('never has more shapes for labels than pixels, and covers each window within the range', () => {
    const window = fc.record({ start: fc.integer({ min: -1e6, max: 6e6 }), length: fc.nat(1e6) });
    fc.assert(
      fc.property(fc.array(window, { maxLength: 3000 }), (given) => {
        const labels = given.map(({ start, length }, index) => ({
          id: `${index}`,
          start,
          end: start + length + 1,
          type: '',
          shape: 'window' as const,
          origin: 'imported' as const,
        }));
        const boxes = layerOf(labels)
          .shapes(plotted)
          .flatMap((shape) => (shape.kind === 'boxes' ? shape.boxes : []));
        // Joined ones lie at least a pixel apart and are at least a pixel wide.
        expect(boxes.length).toBeLessThanOrEqual(100 + plotted.width / 2);
        for (const { start, end } of labels) {
          if (end <= 0 || start >= 5e6) continue;
          const from = Math.max(60, 60 + start / 1e4);
          const to = Math.min(560, 60 + end / 1e4);
          expect(boxes.some(({ x, width }) => x <= from + 1e-6 && x + width >= to - 1e-6)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('two lists of labels', () => {
  const one: ChartLabel = { id: 'a', start: 1, end: 3, type: 't', shape: 'window', origin: 'injected' };

  it('look alike whatever else is known of them', () => {
    expect(lookAlike([one], [{ ...one }])).toBe(true);
    expect(lookAlike([one], [{ ...one, severitySigma: 4 } as ChartLabel])).toBe(true);
  });

  it.each<Partial<ChartLabel>>([
    { id: 'b' },
    { start: 0 },
    { end: 4 },
    { type: 'u' },
    { shape: 'point' },
    { origin: 'manual' },
  ])('do not where one differs in %j', (change) => {
    expect(lookAlike([one, one], [one, { ...one, ...change }])).toBe(false);
  });

  it('do not where one is missing', () => {
    expect(lookAlike([one], [one, one])).toBe(false);
    expect(lookAlike([one, one], [one])).toBe(false);
  });
});
