/** What the documents of a bundle that another implementation of the recipe wrote may say otherwise than a replay. All else in them is the same. */
import type { RealisedNumbers } from '../synth/inject/types';
import { numbersAlike, sentencesAlike } from './alike';

/**
 * `own`: what that implementation says of itself and of its files, which are held to what they are by their hashes. `measured`: a number, compared as values of rows are.
 * `sentence`: words with rounded numbers. `left out`: it may be `null` in the bundle.
 */
export type Otherwise = 'own' | 'measured' | 'sentence' | 'left out';

interface Allowance {
  document: 'dataset' | 'anomalies' | 'checks';
  /** Place in it: `[*]` is any of a list, `.**` all below. */
  at: string;
  may: Otherwise;
}

const statistics = ['before', 'after'].flatMap((side) =>
  ['value', 'observations'].flatMap((column) =>
    ['min', 'max', 'mean', 'sd'].map(
      (number) => `$.transformations[*].statistics[*].${side}.${column}.${number}`,
    ),
  ),
);

/** What came of an injected anomaly, but for its counts and lengths. */
const realised: readonly (keyof RealisedNumbers)[] = [
  'strength',
  'amount',
  'localMean',
  'localDeviation',
  'effect',
  'extreme',
  'held',
  'mean',
  'deviation',
  'period',
  'waveMean',
  'waveDeviation',
  'slope',
  'otherMean',
];

const places = (
  document: Allowance['document'],
  may: Otherwise,
  ...paths: readonly string[]
): readonly Allowance[] => paths.map((at) => ({ document, at, may }));

/** docs/lab.md has the same list for people. */
export const allowances: readonly Allowance[] = [
  ...places(
    'dataset',
    'own',
    '$.software.**',
    '$.timeZones.provider',
    '$.timeZones.version',
    '$.timeZones.note',
    '$.recipe.sha256',
    '$.files.**',
    '$.processed.files.**',
    '$.earlierStages[*].files.**',
  ),
  ...places('dataset', 'left out', '$.sources[*].path', '$.sources[*].bytes'),
  ...places('dataset', 'measured', ...statistics),
  ...places('dataset', 'sentence', '$.transformations[*].sentence', '$.transformations[*].warnings[*]'),
  ...places(
    'anomalies',
    'measured',
    '$.anomalies[*].severitySigma',
    ...realised.map((number) => `$.anomalies[*].realised.${number}`),
  ),
  ...places('checks', 'measured', '$.checks[*].value', '$.checks[*].examples[*].value'),
  ...places('checks', 'sentence', '$.checks[*].observed'),
];

const patternOf = (at: string): RegExp =>
  new RegExp(
    `^${at
      .replaceAll(/[$.[\]*]/g, '\\$&')
      .replace('\\.\\*\\*', '(?:[.[].*)?')
      .replaceAll('\\[\\*\\]', '\\[\\d+\\]')}$`,
    's',
  );

const patterns = allowances.map(({ document, at, may }) => ({ document, may, pattern: patternOf(at) }));
const path = /^data\/metadata\/(dataset|anomalies|checks)_v\d+\.json$/;

const alike: Record<Otherwise, (expected: unknown, got: unknown) => boolean> = {
  own: () => true,
  measured: (a, b) => typeof a === 'number' && typeof b === 'number' && numbersAlike(a, b),
  sentence: (a, b) => typeof a === 'string' && typeof b === 'string' && sentencesAlike(a, b),
  'left out': (_, b) => b === null,
};

/** Whether two values that are not the same may stand at a place of a document of the bundle, a JSON path as `jsonDifferences` has it. */
export function mayDiffer(file: string): (at: string, expected: unknown, got: unknown) => boolean {
  const document = path.exec(file)?.[1];
  const its = patterns.filter((one) => one.document === document);
  return (at, expected, got) => its.some(({ may, pattern }) => alike[may](expected, got) && pattern.test(at));
}
