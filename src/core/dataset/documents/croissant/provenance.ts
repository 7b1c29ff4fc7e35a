/** What is said of a data set beside its rows: Croissant's Responsible AI properties (RAI 1.0) and provenance by PROV-O. */
import { plural } from '../../../format';
import type { LabelRow } from '../../../label/types';
import { shareText } from '../../verdict';
import type { Dataset } from '../dataset';
import { APPLICATION } from '../software';
import { idOf } from './ids';

type Json = Record<string, unknown>;

/** What the properties are made from beside the data set's own document. */
export interface LabelFacts {
  labels: readonly Pick<LabelRow, 'origin' | 'detector'>[];
}

/** How each kind of label came to be. */
const origins: Readonly<Record<LabelRow['origin'], string>> = {
  imported: 'from files of labels or label columns',
  manual: 'drawn by a person',
  detected: 'proposed by a detector and accepted by a person',
  injected: 'of anomalies that were injected into the values',
};

/** How many labels there are of each origin; nothing without labels. */
function annotation({ labels }: LabelFacts): string | undefined {
  if (labels.length === 0) return undefined;
  const parts = Object.entries(origins).flatMap(([origin, text]) => {
    const count = labels.filter((label) => label.origin === origin).length;
    return count > 0 ? [`${count} ${text}`] : [];
  });
  return `${plural(labels.length, 'label')}: ${parts.join('; ')}.`;
}

/** What the run shows of the values that are there. */
function knownLimits({ processed, checks }: Dataset): string[] {
  const { filled, rows, series } = processed;
  const irregular = series.filter(({ regular }) => !regular).length;
  return [
    ...(filled.filledRows > 0
      ? [
          `${shareText(filled.filledRows, rows)} of the values were filled in and not observed; column filled marks them.`,
        ]
      : []),
    ...(filled.missingRows > 0 ? [`${shareText(filled.missingRows, rows)} of the rows have no value.`] : []),
    ...(irregular > 0 ? [`${irregular} of ${series.length} series have no regular grid of times.`] : []),
    ...(checks.failed > 0 ? [`${plural(checks.failed, 'check')} failed: ${checks.path}.`] : []),
  ];
}

/** Properties whose value is there. */
const present = (properties: Json): Json =>
  Object.fromEntries(
    Object.entries(properties).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** What a person said of the data set, and what the run shows. Nothing else: a property of which neither is known is absent. */
export function responsibleAi(dataset: Dataset, facts: LabelFacts): Json {
  const { about, sources, transformations, processed } = dataset;
  const { labels } = facts;
  const steps = transformations.filter(({ off }) => !off);
  const missing = steps.filter(({ kind }) => kind === 'missing').map(({ sentence }) => sentence);
  const detectors = labels.flatMap(({ origin, detector }) =>
    origin === 'detected' && detector !== undefined ? [detector] : [],
  );
  return present({
    'rai:dataCollection': about.collection,
    'rai:dataCollectionMissingData':
      processed.filled.missingRows > 0
        ? `${processed.filled.missingRows} of ${processed.rows} rows have no value: column value is null.`
        : undefined,
    'rai:dataImputationProtocol': missing.length > 0 ? missing.join(' ') : undefined,
    'rai:dataPreprocessingProtocol': steps.map(({ sentence }) => sentence),
    'rai:dataAnnotationProtocol': annotation(facts),
    'rai:machineAnnotationTools': [...new Set(detectors)].toSorted(),
    'rai:dataLimitations': [
      ...(about.limitations === null ? [] : [about.limitations]),
      ...knownLimits(dataset),
    ],
    'rai:dataBiases': about.biases,
    'rai:personalSensitiveInformation': about.personalInformation,
    'rai:dataUseCases': about.useCases,
    'rai:dataSocialImpact': about.socialImpact,
    'rai:hasSyntheticData':
      sources.some(({ kind }) => kind === 'synthetic' || kind === 'copy') ||
      labels.some(({ origin }) => origin === 'injected'),
  });
}

/** Where the rows come from, and what made them of it. */
export function provenance(dataset: Dataset): Json {
  const { sources, transformations, software, recipe, created } = dataset;
  const agents = software.map(({ name, version, role }) => ({
    '@type': role === APPLICATION ? 'prov:SoftwareAgent' : 'prov:Agent',
    'prov:label': `${name} ${version}`,
  }));
  return {
    'prov:wasDerivedFrom': sources.map(({ name, kind, sha256 }) => ({
      '@type': 'prov:Entity',
      '@id': `source/${idOf(name)}`,
      'prov:label': name,
      description: {
        file: 'a file',
        labels: 'a file of labels',
        synthetic: 'a generated series',
        copy: 'a generated copy',
      }[kind],
      ...(sha256 === null ? {} : { sha256 }),
    })),
    'prov:wasGeneratedBy': [
      {
        '@type': 'prov:Activity',
        'prov:label': `The recipe ${recipe.path} was run and its rows were exported.`,
        'prov:endedAtTime': created,
        'prov:used': { '@id': idOf(recipe.path) },
        'prov:wasAssociatedWith': agents,
      },
      ...transformations
        .filter(({ off }) => !off)
        .map(({ kind, sentence }) => ({
          '@type': 'prov:Activity',
          'prov:type': kind,
          'prov:label': sentence,
        })),
    ],
  };
}
