/** The recipe's own code: reading, defaults, order, and its forms as text. */
export { checkChange } from './change';
export { emptyRecipe, defaultSteps, stepDefaults } from './defaults';
export { formatDuration, microseconds, parseDuration, durationText } from './duration';
export { schema as recipeSchema } from './validate.generated';
export { checkLength, limits } from './limits';
export { formatInstant, instant, parseInstant } from './instant';
export { parseRecipe, parseRecipeText } from './parse';
export { checkPath } from './semantics';
export { checkOrder, checkSeriesSteps, isFor, kindOf, optionsOf, stepKinds, stepOf } from './steps';
export { canonicalJson, decodeLink, encodeLink, recipeFileText, runText } from './text';
export type * from './types';
