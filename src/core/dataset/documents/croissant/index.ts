import type { Creator } from '../../../recipe/types';
import type { BundleFile, Dataset } from '../dataset';
import { mediaOf } from '../media';
import { context } from './context';
import { idOf } from './ids';
import { provenance, responsibleAi, type LabelFacts } from './provenance';
import { fileSets, recordSets } from './records';

/** A licence by its address: that of the SPDX list where it is named by its identifier, as Croissant recommends. */
export const licenceUrl = (licence: string): string =>
  /^[A-Za-z0-9.+-]+$/.test(licence) ? `https://spdx.org/licenses/${licence}` : licence;

/** A person or organisation as schema.org has them. */
export const agentOf = ({ name, kind, url, email }: Creator): Record<string, unknown> => ({
  '@type': kind === 'organisation' ? 'sc:Organization' : 'sc:Person',
  name,
  ...(url === undefined ? {} : { url }),
  ...(email === undefined ? {} : { email }),
});

/** The description that a person gave, or what is known of the rows. */
export const descriptionOf = ({ about, processed }: Dataset): string =>
  about.description ??
  `Time series prepared for anomaly detection: ${processed.series.length} series, ${processed.rows} rows.`;

/**
 * `croissant.json` (MLCommons Croissant 1.1 with RAI 1.0): each file with its hash, the Parquet files of each stage as one set, its fields, the splits, and
 * what is known of origin, processing and limits. `licence`, `creator`, `url` and their like are those of the recipe's `about`; absent where it is silent.
 * `splits`: names of the splits in order of time.
 */
export function croissant(
  dataset: Dataset,
  files: readonly BundleFile[],
  { splits, ...facts }: LabelFacts & { splits: readonly string[] },
): Record<string, unknown> {
  const { about } = dataset;
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    name: about.title ?? dataset.name,
    description: descriptionOf(dataset),
    version: `${dataset.version}.0.0`,
    dateCreated: dataset.created,
    datePublished: dataset.created,
    ...(about.licence === null ? {} : { license: licenceUrl(about.licence) }),
    ...(about.url === null ? {} : { url: about.url }),
    ...(about.citation === null ? {} : { citeAs: about.citation }),
    ...(about.creators === null ? {} : { creator: about.creators.map(agentOf) }),
    ...(about.keywords === null ? {} : { keywords: about.keywords }),
    ...responsibleAi(dataset, facts),
    ...provenance(dataset),
    distribution: [
      ...files.map((file) => ({
        '@type': 'cr:FileObject',
        '@id': idOf(file.path),
        name: file.path,
        contentUrl: file.path,
        contentSize: `${file.bytes} B`,
        encodingFormat: mediaOf(file.path),
        sha256: file.sha256,
      })),
      ...fileSets(dataset),
    ],
    recordSet: recordSets(dataset, splits),
  };
}
