/** The recipe's own code: reading, defaults, order, and its forms as text. */
export { emptyRecipe, defaultSteps, stepDefaults } from './defaults';
export { formatDuration, microseconds, parseDuration, durationText } from './duration';
export { schema as recipeSchema } from './validate.generated';
export { formatInstant, instant, parseInstant } from './instant';
export { parseRecipe, parseRecipeText } from './parse';
export { checkOrder, kindOf, optionsOf, stepKinds, stepOf } from './steps';
export { canonicalJson, decodeLink, encodeLink, recipeFileText } from './text';
export type * from './types';
