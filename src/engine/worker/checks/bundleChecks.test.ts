import { describe, expect, it } from 'vitest';
import { checkOf } from '../../../core/checks/make';
import { LabFailure } from '../../../core/errors';
import type { Check } from '../../../core/recipe/types';
import type { ExportRequest } from '../../protocol';
import { exportBundle } from '../dataset/bundle';
import { context, json, recipe, request } from '../dataset/bundleTest.node';
import { MemorySink } from '../dataset/memorySink.node';

const asking = (checks: Check[], accept?: string[]): ExportRequest => {
  const plain = recipe();
  return {
    ...request(),
    recipe: { ...plain, checks, export: { ...plain.export, ...(accept ? { accept } : {}) } },
  };
};
// 300 buckets of ten minutes with values of sevenths up to 299/7, every third filled.
const warm = checkOf('expect_column_values_to_be_between', { max_value: 1 }, { id: 'cold values' });
const filled = checkOf('expect_filled_share_to_be_between', { max_value: 0.5 }, { id: 'filled' });

async function failure(asked: ExportRequest): Promise<LabFailure['error']> {
  const sink = new MemorySink();
  try {
    await exportBundle(asked, context(sink));
  } catch (thrown) {
    expect(sink.files.size).toBe(0);
    if (thrown instanceof LabFailure) return thrown.error;
    throw thrown;
  }
  throw new Error('it was exported');
}

interface Entry {
  id: string;
  pass: boolean;
  accepted?: boolean;
  unexpected?: number;
  examples?: unknown[];
}
const entries = (sink: MemorySink): Entry[] =>
  (json(sink, 'data/metadata/checks_v1.json') as { checks: Entry[] }).checks;

describe('an export of a recipe with checks', () => {
  it('writes nothing where one fails, and says which and how to accept it', async () => {
    const error = await failure(asking([warm, filled]));
    expect(error.code).toBe('checks-failed');
    expect(error.message).toContain('“cold values”: expected value at most 1; got 292 of 300 rows outside');
    expect(error.message).not.toContain('“filled”');
    expect(error.message).toContain('export.accept');
  });

  it('writes all once the failure is accepted by its name, and records that', async () => {
    const sink = new MemorySink();
    await exportBundle(asking([warm, filled], ['cold values']), context(sink));
    const own = entries(sink).filter(({ id }) => !id.startsWith('built-in'));
    expect(own).toMatchObject([
      { id: 'cold values', pass: false, accepted: true, unexpected: 292, examples: { length: 20 } },
      { id: 'filled', pass: true },
    ]);
    expect(own[1]).not.toHaveProperty('accepted');
  });

  it('is not stopped by a name that was accepted for another check', async () => {
    expect((await failure(asking([warm], ['filled']))).code).toBe('checks-failed');
  });

  it('records a failure that only warns, and those of the built-in suite', async () => {
    const sink = new MemorySink();
    await exportBundle(asking([{ ...warm, severity: 'warn' }]), context(sink));
    const failed = entries(sink).filter(({ pass }) => !pass);
    expect(failed.map(({ id }) => id)).toEqual(['built-in: labels cover rows', 'cold values']);
    expect(failed.every((entry) => entry.accepted === undefined)).toBe(true);
  });

  it('holds the checks as a suite of Great Expectations, and names those that it has no word for', async () => {
    const sink = new MemorySink();
    const regular = checkOf('expect_step_to_be_regular', {}, { id: 'regular' });
    await exportBundle(asking([warm, filled, regular], ['cold values']), context(sink));
    expect(json(sink, 'data/metadata/great_expectations/resampled.suite.json')).toMatchObject({
      name: 'Trial: resampled rows',
      expectations: expect.arrayContaining([
        {
          type: 'expect_column_values_to_be_between',
          kwargs: {
            column: 'value',
            max_value: 1,
            row_condition: {
              type: 'comparison',
              column: { name: 'series' },
              operator: '==',
              parameter: '../a.csv',
            },
          },
          severity: 'critical',
          meta: { id: 'cold values', kind: 'expect_column_values_to_be_between', series: '../a.csv' },
        },
        expect.objectContaining({
          type: 'expect_column_mean_to_be_between',
          meta: { id: 'filled', kind: 'expect_filled_share_to_be_between', series: '../a.csv' },
        }),
      ]) as unknown,
      meta: { anomaly_data_lab: { not_expressed: [{ id: 'regular' }] } },
    });
  });
});
