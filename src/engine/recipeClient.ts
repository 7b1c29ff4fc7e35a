/** The page's side of the recipe worker: one worker for each recipe from elsewhere, ended when it has answered or its time is over. */
import { wrap } from 'comlink';
import { fail, toLabError, type Result } from '../core/errors';
import type { RecipeText, RecipeWorker, WeighedRecipe } from './protocol';

/** How long reading and weighing may take. */
export const READ_LIMIT_MS = 10_000;

const tooLarge = (what: string, detail: string): Result<never> =>
  fail({
    code: 'recipe-too-large',
    path: '$',
    message: `Expected a recipe that can be read and checked within ${READ_LIMIT_MS / 1000} s; ${what}. Make it smaller: fewer labels, sources or anomalies.`,
    detail,
  });

const notStarted = (): Result<never> =>
  fail({
    code: 'worker-died',
    message:
      'The part of the lab that reads recipes did not start. Reload the page, and open the recipe again.',
  });

const startWorker = (): Worker =>
  new Worker(new URL('./worker/recipe/recipe.worker.ts', import.meta.url), {
    type: 'module',
    name: 'recipe',
  });

/**
 * Reads, checks and weighs a recipe. Errors: those of a recipe; recipe-too-large where it takes too long or more memory
 * than there is; worker-died where the worker does not start.
 * Never rejects.
 */
export function readRecipe(source: RecipeText, start = startWorker): Promise<Result<WeighedRecipe>> {
  return new Promise((resolve) => {
    const worker = start();
    const end = (result: Result<WeighedRecipe>): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(result);
    };
    const timer = setTimeout(() => end(tooLarge('this one takes longer', 'time limit')), READ_LIMIT_MS);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(event.message ? tooLarge('reading this one ended its worker', event.message) : notStarted());
    });
    worker.addEventListener('messageerror', () =>
      end(tooLarge('what was read could not be passed on', 'a message could not be read')),
    );
    (wrap<RecipeWorker>(worker).read(source) as Promise<Result<WeighedRecipe>>).then(end, (thrown: unknown) =>
      end(fail(toLabError(thrown))),
    );
  });
}
