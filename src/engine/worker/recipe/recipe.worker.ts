import { expose } from 'comlink';
import { fail, toLabError } from '../../../core/errors';
import type { RecipeWorker } from '../../protocol';
import { readRecipe } from './read';

const worker: RecipeWorker = {
  read(source) {
    try {
      return readRecipe(source);
    } catch (thrown) {
      return fail(toLabError(thrown));
    }
  },
};

expose(worker);
