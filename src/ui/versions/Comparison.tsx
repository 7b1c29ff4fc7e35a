import { useEffect, useState, type ReactElement } from 'react';
import { count, measured } from '../../core/format';
import { versionChanges } from '../../core/versions/compare';
import { versionConflicts } from '../../core/versions/conflicts';
import { recipeChanges } from '../../core/versions/recipe';
import { documentOf } from '../../core/versions/since';
import type { PreviousVersion } from '../../core/versions/types';
import { readVersion, type ListedVersion } from '../../state/versions/registry';

interface Both {
  before: PreviousVersion;
  after: PreviousVersion;
}

const isComparable = ({ dataset }: PreviousVersion): boolean => dataset['format'] === 2;

/** What is told of two versions, by what it is about. */
function changesOf({ before, after }: Both): { heading: string; sentences: string[] }[] {
  const recipe = { heading: 'Recipe', sentences: recipeChanges(before.recipe, after.recipe) };
  if (!isComparable(before) || !isComparable(after)) return [recipe];
  const [old, now] = [documentOf(before), documentOf(after)];
  const changes = versionChanges(
    { dataset: old, checks: before.checks },
    { dataset: now, checks: after.checks },
  );
  const conflicts = versionConflicts({ ...old, recipe: before.recipe }, { ...now, recipe: after.recipe });
  return [
    recipe,
    { heading: 'Rows', sentences: changes.rows },
    { heading: 'Columns', sentences: changes.columns },
    { heading: 'Conflicts of the schema', sentences: conflicts.map(({ message }) => message) },
    { heading: 'Statistics', sentences: changes.statistics },
    { heading: 'Checks', sentences: changes.checks },
    { heading: 'Labels', sentences: changes.labels },
  ];
}

/** Numbers of both versions in two columns. */
function numbersOf(version: PreviousVersion): Record<string, string> {
  if (!isComparable(version)) return {};
  const { processed, checks, anomalies, sources } = documentOf(version);
  const { filledShare, missingRows } = processed.filled;
  return {
    stage: processed.stage,
    rows: count(processed.rows),
    series: count(processed.series.length),
    sources: count(sources.length),
    filled: `${measured(100 * filledShare)} %`,
    'without a value': count(missingRows),
    labels: count(anomalies.count),
    'checks passed': count(checks.passed),
    'checks failed': count(checks.failed),
  };
}

const columnOf = ({ name, version }: ListedVersion): string => `${name} v${version}`;

/** Two versions side by side: their numbers, and what changed in words. */
export function Comparison({
  before,
  after,
}: {
  before: ListedVersion;
  after: ListedVersion;
}): ReactElement | null {
  const [both, setBoth] = useState<Both | 'gone' | null>(null);
  useEffect(() => {
    let wanted = true;
    void Promise.all([readVersion(before.key), readVersion(after.key)]).then(([first, second]) => {
      if (wanted) setBoth(first && second ? { before: first, after: second } : 'gone');
    });
    return () => {
      wanted = false;
    };
  }, [before.key, after.key]);
  if (both === null) return null;
  if (both === 'gone') return <p className="notice warning">One of the two cannot be read any more.</p>;
  const [left, right] = [numbersOf(both.before), numbersOf(both.after)];
  const changes = changesOf(both).filter(({ sentences }) => sentences.length > 0);
  return (
    <section className="versions-compared" aria-label="Comparison">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">of the version</th>
            <th scope="col">{columnOf(before)}</th>
            <th scope="col">{columnOf(after)}</th>
          </tr>
        </thead>
        <tbody>
          {Object.keys(right).map((name) => (
            <tr key={name} className={left[name] === right[name] ? '' : 'versions-changed'}>
              <th scope="row">{name}</th>
              <td className="num">{left[name] ?? '–'}</td>
              <td className="num">{right[name]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="versions-changes">
        {changes.length === 0 && <p className="good">✓ The two say the same.</p>}
        {changes.map(({ heading, sentences }) => (
          <section key={heading}>
            <h3>{heading}</h3>
            <ul>
              {sentences.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
