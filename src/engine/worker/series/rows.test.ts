import { describe, expect, it } from 'vitest';
import { at } from '../../../core/list';
import type { Step } from '../../../core/recipe/types';
import { SessionStages } from './sessionStages';
import { inThisThread } from '../steps/pool';
import { loaded, runOn } from '../steps/running.node';
import { SeriesCache } from './loaded';
import { columnsOf } from './rows';

describe('the columns of a series', () => {
  it('follow the step that makes its own times UTC, where there are several', async () => {
    const local = Date.UTC(2023, 9, 29, 2, 30) * 1000;
    const given = ['a', 'b'].map((name) => ({ name, zone: 'Europe/Berlin', times: [local], values: [1] }));
    const { series, store } = loaded(given);
    const cache = new SeriesCache(() => series);
    const utc = (name: string, ambiguous: 'earlier' | 'later'): Step => ({
      utc: { nonexistent: 'shift', ambiguous, undecided: 'earlier' },
      for: [name],
    });
    const times = async (ambiguous: 'earlier' | 'later'): Promise<number | undefined> => {
      const { state } = await runOn(given, [utc('a', 'earlier'), utc('b', ambiguous)]);
      const stages = new SessionStages({ series, store, lastRun: state, pool: inThisThread });
      const holder = { series, store, stages, lastRun: state, cache };
      return (await columnsOf(holder, at(series, 1), new AbortController().signal)).times[0];
    };
    const earlier = await times('earlier');
    expect(await times('later')).toBe((earlier ?? NaN) + 3600e6);
  });
});
