import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import type { LabError } from '../../../core/errors';
import { readJson } from '../../../core/json';
import { at } from '../../../core/list';
import type { Edit } from '../../kit/form/edit';
import { useProblem } from '../../kit/form/problems';
import { numberReading } from '../../kit/form/readings';
import { brokenAt } from './matrix';

const reading = numberReading({ min: -1, max: 1 });
const write = (matrix: readonly (readonly number[])[]): string[][] =>
  matrix.map((row) => row.map(reading.write));

/** Why a matrix is refused. */
function problemOf(matrix: number[][], names: readonly string[]): LabError | undefined {
  const row = brokenAt(matrix);
  if (row === undefined) return undefined;
  const before = names.slice(0, row).join(', ');
  return {
    code: 'recipe-value',
    message: `Expected a positive definite matrix; the correlations of "${at(names, row)}" contradict those of ${before}. Move them closer to 0.`,
  };
}

/** A correlation matrix: what is written in one half stands in the other too. A refused matrix stays as it was written. */
export function Correlation({
  names,
  edit,
}: {
  names: readonly string[];
  edit: Edit<number[][]>;
}): ReactElement {
  const [texts, setTexts] = useState(() => write(edit.value));
  const latest = useRef(texts);
  const [refused, setRefused] = useState<LabError>();
  const { error, report } = useProblem(edit.path);
  const id = useId();
  const shown = JSON.stringify(edit.value);
  useEffect(() => {
    latest.current = write(readJson(shown) as number[][]);
    setTexts(latest.current);
    setRefused(undefined);
    report(undefined);
  }, [shown, report]);
  /** The matrix as it is written, or why it is none. */
  const read = (): number[][] | LabError => {
    const values: number[][] = [];
    for (const row of latest.current) {
      const numbers: number[] = [];
      for (const text of row) {
        const one = reading.read(text.trim());
        if (!one.ok) return one.error;
        numbers.push(one.value);
      }
      values.push(numbers);
    }
    return problemOf(values, names) ?? values;
  };
  const type = (i: number, j: number, text: string): void => {
    latest.current = latest.current.map((row, a) =>
      row.map((old, b) => ((a === i && b === j) || (a === j && b === i) ? text : old)),
    );
    setTexts(latest.current);
    const matrix = read();
    if (Array.isArray(matrix)) edit.preview(matrix);
  };
  const take = (): void => {
    const matrix = read();
    if (!Array.isArray(matrix)) {
      setRefused(matrix);
      return;
    }
    setRefused(undefined);
    report(JSON.stringify(matrix) === shown ? undefined : edit.commit(matrix));
  };
  const shownError = refused ?? error;
  return (
    <div className="matrix-box">
      <table
        className="matrix"
        aria-label="Correlation of the noise of the channels"
        aria-describedby={shownError ? id : undefined}
      >
        <thead>
          <tr>
            <th aria-label="Channel" />
            {names.map((name) => (
              <th key={name} scope="col" title={name}>
                <span className="ellipsis">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, i) => (
            <tr key={name}>
              <th scope="row" title={name}>
                <span className="ellipsis">{name}</span>
              </th>
              {names.map((other, j) => (
                <td key={other}>
                  {i === j ? (
                    <span className="muted">1</span>
                  ) : (
                    <input
                      className="input"
                      inputMode="decimal"
                      aria-label={`Correlation of ${name} and ${other}`}
                      aria-invalid={shownError !== undefined}
                      value={texts[i]?.[j] ?? ''}
                      onChange={(event) => type(i, j, event.target.value)}
                      onBlur={take}
                      onKeyDown={(event) => event.key === 'Enter' && take()}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shownError && (
        <p id={id} role="alert" className="hint bad" data-code={shownError.code}>
          {shownError.message}
        </p>
      )}
    </div>
  );
}
