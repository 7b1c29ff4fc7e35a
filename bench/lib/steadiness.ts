/** How evenly this machine works: the same small piece of work again and again, as far apart as a person's inputs. */
import type { Page } from '@playwright/test';

/** On a machine of today some 15 ms. */
const TURNS = 1_800_000;
const TIMES = 60;

/** Milliseconds that the page's main thread takes for one and the same calculation, each time after so long a rest. */
export const fixedWork = (page: Page, restMs: number): Promise<number[]> =>
  page.evaluate(
    async ({ turns, times, rest }) => {
      const work = (): number => {
        let x = 0;
        for (let i = 0; i < turns; i++) x = (x * 31 + i) | 0;
        return x;
      };
      for (let k = 0; k < 20; k++) work();
      const taken: number[] = [];
      for (let k = 0; k < times; k++) {
        await new Promise((resolve) => setTimeout(resolve, rest));
        const begun = performance.now();
        work();
        taken.push(performance.now() - begun);
      }
      return taken;
    },
    { turns: TURNS, times: TIMES, rest: restMs },
  );
