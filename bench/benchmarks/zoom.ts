/** Zoom and pan over ten million rows: from the wheel's turn to the last repaint that follows it. */
import { csvFile, seriesName } from '../lib/data';
import { openLab } from '../lib/lab';
import { atP95 } from '../lib/paints';
import { rounded } from '../lib/stats';
import { settleChart, turnTimes } from '../lib/turns';
import type { Bench, Outcome } from '../types';

export const zoom: Bench = {
  name: 'zoom-10m',
  async run(context): Promise<Outcome[]> {
    const path = await csvFile();
    const lab = await openLab(context);
    try {
      const { page } = lab;
      await lab.withoutSteps();
      await lab.addFile(path, seriesName);
      await settleChart(page);
      const tasksBefore = await lab.longestTask();
      const times = await turnTimes(page);
      const task = await lab.longestTask();
      return [
        atP95('zoom-10m', times, 100),
        {
          name: 'zoom-10m-longest-task',
          unit: 'ms',
          value: rounded(task),
          runs: [rounded(tasksBefore), rounded(task)],
          against: {},
          aim: 'no main-thread task over 50 ms',
          holds: task <= 50,
        },
      ];
    } finally {
      await lab.close();
    }
  },
};
