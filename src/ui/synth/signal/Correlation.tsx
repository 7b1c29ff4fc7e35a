import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import type { LabError } from '../../../core/errors';
import type { Edit } from '../fields/edit';
import { useProblem } from '../fields/problems';
import { numberReading } from '../fields/readings';
import { brokenAt } from './matrix';

const reading = numberReading({ min: -1, max: 1 });
const write = (matrix: readonly (readonly number[])[]): string[][] =>
  matrix.map((row) => row.map(reading.write));

/** What is wrong with a matrix, for a person. */
function wrong(matrix: number[][], names: readonly string[]): LabError | undefined {
  const at = brokenAt(matrix);
  if (at === undefined) return undefined;
  const before = names.slice(0, at).join(', ');
  return {
    code: 'recipe-value',
    message: `Expected correlations that can hold at the same time (a positive definite matrix); those of "${names[at] ?? ''}" contradict those of ${before}. Bring them nearer to 0.`,
  };
}

/** A correlation matrix: one half is written, the other follows. What is refused stays as it was written. */
export function Correlation({
  names,
  edit,
}: {
  names: readonly string[];
  edit: Edit<number[][]>;
}): ReactElement {
  const [texts, setTexts] = useState(() => write(edit.value));
  const latest = useRef(texts);
  const [said, setSaid] = useState<LabError>();
  const { error, settle } = useProblem(edit.path);
  const id = useId();
  const shown = JSON.stringify(edit.value);
  useEffect(() => {
    latest.current = write(JSON.parse(shown) as number[][]);
    setTexts(latest.current);
    setSaid(undefined);
    settle(undefined);
  }, [shown, settle]);
  /** All that is written, once every cell holds a number. */
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
    return wrong(values, names) ?? values;
  };
  const type = (i: number, j: number, text: string): void => {
    latest.current = latest.current.map((row, at) =>
      row.map((old, to) => ((at === i && to === j) || (at === j && to === i) ? text : old)),
    );
    setTexts(latest.current);
    const matrix = read();
    if (Array.isArray(matrix)) edit.preview(matrix);
  };
  const take = (): void => {
    const matrix = read();
    if (!Array.isArray(matrix)) {
      setSaid(matrix);
      return;
    }
    setSaid(undefined);
    if (JSON.stringify(matrix) !== shown) settle(edit.commit(matrix));
    else settle(undefined);
  };
  const shownError = said ?? error;
  return (
    <div className="matrix-box">
      <table
        className="matrix"
        aria-label="Correlation of the channels’ noise"
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
