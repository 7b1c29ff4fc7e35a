import type { ReactElement } from 'react';
import { bytes, plural } from '../../core/format';
import type { SparkInput } from '../../core/spark/work';
import { useFiles } from '../../state/ingest/files';
import { inputSize } from '../../state/spark/spark';

/** Files that are listed; all of them are in inputs.sha256. */
const LISTED = 100;

/** The files of the recipe, each with its size and SHA-256. */
export function SparkInputs({ inputs }: { inputs: readonly SparkInput[] }): ReactElement {
  // Sizes of label files are of the files themselves.
  useFiles((files) => files.version);
  if (inputs.length === 0)
    return (
      <p className="muted">The recipe names no files: all its series are generated where they are run.</p>
    );
  const known = inputs.reduce((sum, input) => sum + (inputSize(input) ?? 0), 0);
  const unread = inputs.filter(({ sha256 }) => sha256 === undefined).length;
  return (
    <section aria-label="Inputs" className="inputs">
      <h3>
        {plural(inputs.length, 'input')}
        {known > 0 && <span className="muted regular"> {bytes(known)}</span>}
      </h3>
      <div className="inputs-list">
        <table className="plain" aria-label="Files of the recipe">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" className="num">
                Size
              </th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {inputs.slice(0, LISTED).map((input) => (
              <InputRow key={input.name} input={input} />
            ))}
          </tbody>
        </table>
      </div>
      {inputs.length > LISTED && (
        <p className="muted">{plural(inputs.length - LISTED, 'more file')}, all in inputs.sha256.</p>
      )}
      {unread > 0 && (
        <p className="notice warning">
          {plural(unread, 'file')} of the recipe {unread === 1 ? 'was' : 'were'} never read here, so{' '}
          {unread === 1 ? 'its hash is' : 'their hashes are'} not known.
        </p>
      )}
    </section>
  );
}

function InputRow({ input }: { input: SparkInput }): ReactElement {
  const { name, sha256 } = input;
  const size = inputSize(input);
  return (
    <tr>
      <th scope="row" className="regular">
        {name}
      </th>
      <td className="num">{size === undefined ? '–' : bytes(size)}</td>
      <td className="mono" title={sha256}>
        {sha256 ?? 'not read yet'}
      </td>
    </tr>
  );
}
