/** What a recipe says of the data set as a publication. */
import type { Recipe } from '../../recipe/types';
import type { DatasetAbout } from './dataset';

/** Each text as the recipe has it, null where it has none. Nothing is guessed. */
export const aboutOf = ({ about = {} }: Recipe): DatasetAbout => ({
  title: about.title ?? null,
  description: about.description ?? null,
  licence: about.licence ?? null,
  url: about.url ?? null,
  citation: about.citation ?? null,
  creators: about.creators ?? null,
  keywords: about.keywords ?? null,
  collection: about.collection ?? null,
  limitations: about.limitations ?? null,
  biases: about.biases ?? null,
  personalInformation: about.personalInformation ?? null,
  useCases: about.useCases ?? null,
  socialImpact: about.socialImpact ?? null,
});
