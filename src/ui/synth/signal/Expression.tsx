import type { ReactElement } from 'react';
import {
  constants,
  functions,
  variables,
  type FunctionName,
  type Variable,
} from '../../../core/synth/signal/formula/language';
import type { Edit } from '../../kit/form/edit';
import { TextField } from '../../kit/form/fields';
import { requiredText } from '../../kit/form/readings';

const meanings: Record<Variable, string> = {
  t: 'seconds since the first row',
  d: 'days since the first row',
  i: 'row number, from 0',
  tod: 'hours since midnight UTC, 0 to 24',
  dow: 'day of the week, 0 Monday to 6 Sunday',
};

const calls: Partial<Record<FunctionName, string>> = {
  step: 'step(x): 1 for x ≥ 0, else 0',
  min: 'min(a, b, …)',
  max: 'max(a, b, …)',
  pow: 'pow(a, b)',
  mod: 'mod(a, b): not negative for b > 0',
  if: 'if(condition, then, else)',
};

const expression = requiredText('a formula such as 10*sin(2*pi*d)');

interface ExpressionProps {
  edit: Edit<string>;
  label: string;
  name: string;
  meaning: string;
}

/** A formula, with the names that it may use. */
export function Expression({ edit, label, name, meaning }: ExpressionProps): ReactElement {
  const plain = (Object.keys(functions) as FunctionName[]).filter((one) => !(one in calls));
  return (
    <>
      <TextField label={label} name={name} meaning={meaning} reading={expression} edit={edit} lines={3} />
      <details className="words">
        <summary>Names and operators</summary>
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
            <dt>functions</dt>
            <dd className="mono">{plain.join(' ')}</dd>
          </div>
          <div>
            <dt aria-label="functions of several arguments" />
            <dd className="mono">
              {Object.values(calls).map((call) => (
                <span key={call} className="call">
                  {call}
                </span>
              ))}
            </dd>
          </div>
          <div>
            <dt>operators</dt>
            <dd className="mono">{'+ - * / % ^ < <= > >= == != && ||'}</dd>
          </div>
        </dl>
      </details>
    </>
  );
}
