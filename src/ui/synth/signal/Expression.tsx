import type { ReactElement } from 'react';
import { ok } from '../../../core/errors';
import {
  constants,
  functions,
  variables,
  type FunctionName,
  type Variable,
} from '../../../core/synth/signal/formula/language';
import type { Edit } from '../fields/edit';
import { Written } from '../fields/inputs';
import { refuse, type Reading } from '../fields/useDraft';

const meanings: Record<Variable, string> = {
  t: 'seconds since the first row',
  d: 'days since the first row',
  i: 'row, from 0',
  tod: 'hours since midnight UTC, 0 to 24',
  dow: 'day of the week, 0 Monday to 6 Sunday',
};

const calls: Partial<Record<FunctionName, string>> = {
  step: 'step(x): 1 from x = 0 on, else 0',
  min: 'min(a, b, …)',
  max: 'max(a, b, …)',
  pow: 'pow(a, b)',
  mod: 'mod(a, b): never negative for b > 0',
  if: 'if(condition, then, else)',
};

const expression: Reading<string> = {
  write: (text) => text,
  read: (text) =>
    text === '' ? refuse('Expected a formula such as 10*sin(2*pi*d); it is empty.') : ok(text),
};

interface ExpressionProps {
  edit: Edit<string>;
  label: string;
  name: string;
  meaning: string;
}

/** A formula, with the words that it may use. */
export function Expression({ edit, label, name, meaning }: ExpressionProps): ReactElement {
  const plain = (Object.keys(functions) as FunctionName[]).filter((one) => !(one in calls));
  return (
    <>
      <Written label={label} name={name} meaning={meaning} reading={expression} edit={edit} lines={3} />
      <details className="words">
        <summary>What a formula may use</summary>
        <dl>
          {variables.map((variable) => (
            <div key={variable}>
              <dt className="mono">{variable}</dt>
              <dd>{meanings[variable]}</dd>
            </div>
          ))}
          <div>
            <dt>numbers</dt>
            <dd className="mono">1.5 2e3 {Object.keys(constants).join(' ')}</dd>
          </div>
          <div>
            <dt>of one</dt>
            <dd className="mono">{plain.join(' ')}</dd>
          </div>
          <div>
            <dt>of more</dt>
            <dd className="mono">
              {Object.values(calls).map((call) => (
                <span key={call} className="call">
                  {call}
                </span>
              ))}
            </dd>
          </div>
          <div>
            <dt>signs</dt>
            <dd className="mono">{'+ - * / % ^ < <= > >= == != && ||'}</dd>
          </div>
        </dl>
      </details>
    </>
  );
}
