/** Ten thousand labels on a series, all in sight: from a move of the pointer that drags one of them to the repaint that follows it. */
import { openLab } from '../lib/lab';
import { atP95, painted, toPixels, watchPaints } from '../lib/paints';
import type { Bench, Outcome } from '../types';

const labels = 10_000;
const rows = 1_000_000;
const series = 's';

export const dragLabels: Bench = {
  name: 'drag-10k-labels',
  async run(context): Promise<Outcome[]> {
    const lab = await openLab(context);
    try {
      const { page } = lab;
      await page.evaluate(
        async ({ count, length, name }) => {
          const origin = Date.UTC(2023, 0, 1);
          const time = (row: number): string => new Date(origin + row * 1000).toISOString();
          const apart = length / count;
          const annotations = Array.from({ length: count }, (_, index) => ({
            id: `${name}#manual-${index + 1}`,
            series: name,
            start: time(index * apart + 20),
            end: time(index * apart + 60),
            type: 'anomaly',
            shape: 'window',
            origin: 'manual',
          }));
          const source = {
            synthetic: name,
            start: time(0),
            step: '1s',
            rows: length,
            signal: [{ sine: { period: '1d', amplitude: 20 } }],
            noise: [{ gaussian: { sd: 3 } }],
          };
          await window.dataLab.setRecipe({
            ...window.dataLab.recipe(),
            steps: [],
            generated: [source],
            annotations,
          });
          await window.dataLab.run();
        },
        { count: labels, length: rows, name: series },
      );
      const chart = page.getByRole('application', {
        name: new RegExp(`${labels.toLocaleString('en-GB')} labels`),
      });
      await chart.waitFor();
      const box = await chart.boundingBox();
      if (!box) throw new Error('no chart to drag on');
      await page.waitForTimeout(4000);
      await watchPaints(page, 'pointermove');
      const at = { x: box.x + box.width * 0.3, lane: box.y + 8, y: box.y + box.height / 2 };
      // Labels so dense are ticks above the plot; the chosen one can be held anywhere.
      await page.mouse.click(at.x, at.lane);
      await page.mouse.move(at.x, at.y);
      await page.mouse.down();
      await page.mouse.move(at.x + 8, at.y);
      await page.waitForTimeout(500);
      const times: number[] = [];
      for (let step = 0; step < 80; step++) {
        const x = at.x + 8 + 4 * (step < 40 ? step + 1 : 79 - step);
        times.push(await toPixels(page, () => page.mouse.move(x, at.y), 120));
      }
      await page.mouse.up();
      const dragged = await page.evaluate(
        (origin) =>
          window.dataLab
            .recipe()
            .annotations.filter(
              ({ start, id }) =>
                Date.parse(start) !== origin + ((Number(id.split('-').at(-1)) - 1) * 100 + 20) * 1000,
            ).length,
        Date.UTC(2023, 0, 1),
      );
      if (dragged !== 1) throw new Error(`expected one label to be moved; ${dragged} were`);
      return [atP95('drag-10k-labels', painted(times), 50)];
    } finally {
      await lab.close();
    }
  },
};
