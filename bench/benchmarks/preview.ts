/** A slider of a synthetic series of ten million rows, all in sight: from a key on it to the new line on the chart. */
import { openLab } from '../lib/lab';
import { atP95, painted, toPixels, watchPaints } from '../lib/paints';
import { median, quantile, rounded } from '../lib/stats';
import { fixedWork } from '../lib/steadiness';
import type { Bench, Outcome } from '../types';

/** Shorter than the pause after which the whole series is made anew. */
const BETWEEN_MS = 200;
/** Of a few dozen, the three or four worst would decide. */
const PRESSES = 240;

export const preview: Bench = {
  name: 'preview',
  async run(context): Promise<Outcome[]> {
    const lab = await openLab(context);
    try {
      const { page } = lab;
      await page.evaluate(async () => {
        const source = {
          synthetic: 's',
          start: '2023-01-01T00:00:00Z',
          step: '1s',
          rows: 10_000_000,
          signal: [{ sine: { period: '1d', amplitude: 20 } }, { sine: { period: '1h', amplitude: 5 } }],
          noise: [{ gaussian: { sd: 3 } }],
        };
        const injections = [
          {
            id: 'drawn',
            series: 's',
            draw: { count: 500, apart: '10min' },
            shapes: [
              { kind: 'spike', length: '1s', strength: { sigma: [4, 8] } },
              { kind: 'level-shift', length: ['1min', '30min'], strength: { sigma: [3, 6] } },
            ],
          },
        ];
        await window.dataLab.setRecipe({
          ...window.dataLab.recipe(),
          steps: [],
          generated: [source],
          injections,
        });
        await window.dataLab.run();
      });
      await page.getByRole('application').waitFor();
      await page.getByRole('button', { name: 'Sine 1', exact: true }).click();
      const slider = page.getByRole('slider', { name: 'Sine 1, amplitude, slider' });
      await slider.focus();
      await page.waitForTimeout(5000);
      const fixed = await fixedWork(page, BETWEEN_MS);
      await watchPaints(page, 'keydown');
      const times: number[] = [];
      for (let step = 0; step < PRESSES; step++) {
        const key = step % 40 < 20 ? 'ArrowRight' : 'ArrowLeft';
        times.push(await toPixels(page, () => page.keyboard.press(key), BETWEEN_MS));
      }
      // The first ones warm up what draws ahead, as they do for a person.
      const outcome = atP95('preview', painted(times), 50);
      // A machine that is slow now and then makes any tail: medians, and the 95th percentiles over them, of the preview and of work that is always the same.
      const unsteady = (some: readonly number[]): number => rounded(quantile(some, 0.95) / median(some));
      const against = {
        'tail over its median': { value: rounded(median(painted(times))), ratio: unsteady(painted(times)) },
        'the same of fixed work': { value: rounded(median(fixed)), ratio: unsteady(fixed) },
      };
      return [{ ...outcome, against }];
    } finally {
      await lab.close();
    }
  },
};
