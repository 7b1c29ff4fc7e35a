/** Values that come as JSON from elsewhere. */

/** How deeply lists and objects may stand within each other in a recipe or a file of labels. */
export const MAX_NESTING = 64;

/** Whether lists and objects stand within each other more than `levels` deep. Ends for a value that contains itself. */
export function nestedDeeper(value: unknown, levels = MAX_NESTING): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nestedDeeper(inner, levels - 1));
}
