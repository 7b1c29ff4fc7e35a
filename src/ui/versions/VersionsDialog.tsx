import { useEffect, useState, type ReactElement } from 'react';
import { count, plural } from '../../core/format';
import { recipeFileText } from '../../core/recipe';
import { openRecipeText } from '../../state/recipe/documents';
import { openDialog } from '../../state/view/view';
import {
  readRegistry,
  readVersion,
  removeVersion,
  useRegistry,
  type ListedVersion,
} from '../../state/versions/registry';
import { IconButton } from '../kit/controls';
import { Modal } from '../kit/Modal';
import { Comparison } from './Comparison';
import './versions.css';

const titleOf = ({ name, version }: ListedVersion): string => `${name}, version ${version}`;
const day = (created: string): string => created.slice(0, 16).replace('T', ' ');

/** Opens the recipe of a version: its files are looked for among those that are saved, and awaited where they are not there. */
async function open(version: ListedVersion): Promise<void> {
  const found = await readVersion(version.key);
  if (!found) return readRegistry();
  openDialog(null);
  await openRecipeText(recipeFileText(found.recipe), titleOf(version));
}

interface RowProps {
  version: ListedVersion;
  chosen: boolean;
  onChoose: (on: boolean) => void;
}

function VersionRow({ version, chosen, onChoose }: RowProps): ReactElement {
  const { rows, series, labels, passed, failed, created, sha256, name } = version;
  const title = titleOf(version);
  return (
    <tr>
      <td>
        <label className="choice">
          <input
            type="checkbox"
            checked={chosen}
            aria-label={`Compare ${title}`}
            onChange={({ target }) => onChoose(target.checked)}
          />
          {name}
        </label>
      </td>
      <td className="num">{version.version}</td>
      <td>{day(created)}</td>
      <td className="num">{count(rows)}</td>
      <td className="num">{count(series)}</td>
      <td className="num">{count(labels)}</td>
      <td className={failed > 0 ? 'warn' : 'good'}>
        {failed > 0
          ? `✗ ${plural(failed, 'check')} of ${count(passed + failed)} failed`
          : `✓ ${plural(passed, 'check')}`}
      </td>
      <td>
        <code title={sha256}>{sha256.slice(0, 8)}…</code>
      </td>
      <td>
        <div className="versions-actions">
          <button
            type="button"
            className="button quiet"
            aria-label={`Open ${title}`}
            onClick={() => void open(version)}
          >
            Open
          </button>
          <IconButton icon="bin" label={`Remove ${title}`} onClick={() => void removeVersion(version.key)} />
        </div>
      </td>
    </tr>
  );
}

/** The registry of one's data sets: what was exported in this browser, two of them side by side, and the way back to their recipes. */
export function VersionsDialog(): ReactElement {
  const { versions, problem } = useRegistry();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  useEffect(() => void readRegistry(), []);
  const there = (versions ?? []).filter(({ key }) => chosen.includes(key));
  const choose = (key: string, on: boolean): void =>
    // A third one takes the place of the one that was chosen first.
    setChosen((before) => [...before.filter((other) => other !== key), ...(on ? [key] : [])].slice(-2));
  const [a, b] = there;
  return (
    <Modal
      title="Data sets and their versions"
      description="Documents and recipes of what was exported in this browser, without rows. Choose two to compare them."
      wide
      onClose={() => openDialog(null)}
    >
      {problem && <p className="notice warning">{problem}</p>}
      {versions?.length === 0 && (
        <p className="said">
          Nothing yet. Give the data set a name and export it: each further export is a version that names
          what changed.
        </p>
      )}
      {versions && versions.length > 0 && (
        <div className="scroll versions-list" tabIndex={0} role="region" aria-label="Versions">
          <table className="plain">
            <thead>
              <tr>
                {[
                  'data set',
                  'version',
                  'exported (UTC)',
                  'rows',
                  'series',
                  'labels',
                  'checks',
                  'hash',
                  '',
                ].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {versions.map((version) => (
                <VersionRow
                  key={version.key}
                  version={version}
                  chosen={chosen.includes(version.key)}
                  onChoose={(on) => choose(version.key, on)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {a && b && (
        <Comparison
          key={`${a.key} ${b.key}`}
          before={a.version < b.version ? a : b}
          after={a.version < b.version ? b : a}
        />
      )}
    </Modal>
  );
}
