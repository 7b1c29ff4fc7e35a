import { useMemo, type ReactElement } from 'react';
import { toLabError } from '../../core/errors';
import { bytes, count, plural } from '../../core/format';
import type { Recipe } from '../../core/recipe/types';
import { commandsAfter, commandsBefore } from '../../core/spark/commands';
import { estimate, timeText } from '../../core/spark/estimate';
import { nearLimits, refused } from '../../core/spark/refusals';
import { measuredOn } from '../../core/spark/throughput';
import { inputsOf } from '../../core/spark/work';
import { useRun } from '../../state/engine/runState';
import { notify, useFiles } from '../../state/ingest/files';
import { useRecipe } from '../../state/recipe/recipe';
import { sparkHashes, sparkRecipeText, sparkWork, useSparkChoices } from '../../state/spark/spark';
import { openDialog } from '../../state/view/view';
import { Modal } from '../kit/Modal';
import { download } from '../kit/take';
import { CommandBlock } from './CommandBlock';
import { SparkFields } from './SparkFields';
import { SparkInputs } from './SparkInputs';
import './spark.css';

const saveRecipe = (): Promise<void> =>
  sparkRecipeText().then(
    (text) => download(new Blob([text], { type: 'application/json' }), 'recipe.json'),
    (thrown: unknown) => notify(toLabError(thrown)),
  );

/** Places of a recipe that are named; of more the number. */
const PLACES = 3;

/** What the runner would refuse, before anybody starts it. */
function Refused({ recipe }: { recipe: Recipe }): ReactElement | null {
  const found = useMemo(() => refused(recipe), [recipe]);
  const near = useMemo(() => nearLimits(recipe), [recipe]);
  return (
    <>
      {found.length > 0 && (
        <div className="notice warning" role="group" aria-label="What Spark refuses">
          <p>
            The runner refuses this recipe before anything runs (<code>not-on-spark</code>). It does not do:
          </p>
          <ul className="refused">
            {found.map(({ what, places }) => (
              <li key={what}>
                {what}: <code>{places.slice(0, PLACES).join(', ')}</code>
                {places.length > PLACES && ` and ${count(places.length - PLACES)} more`}
              </li>
            ))}
          </ul>
          <p>Change them, or run the recipe here or by lab.</p>
        </div>
      )}
      {near.length > 0 && <p className="muted">As it reads files, the runner refuses: {near.join('; ')}.</p>}
    </>
  );
}

/** How long it takes and how much it writes. */
function Expected({ recipe }: { recipe: Recipe }): ReactElement {
  const series = useFiles((files) => files.series);
  const report = useRun((run) => (run.ranRecipe === recipe ? run.report : null));
  const { cores, place } = useSparkChoices();
  const work = useMemo(() => sparkWork(recipe, series, report), [recipe, series, report]);
  const { seconds, bytes: size, cores: busy } = estimate(work, cores, place);
  return (
    <p role="status" aria-label="Expected">
      <strong>
        About {timeText(seconds)} on {plural(cores, 'core')}, {bytes(Math.round(size))} of Parquet
      </strong>{' '}
      for {plural(work.generated + work.files, 'row')}
      {!work.whole && ', without those of files that are not loaded here'}.
      {busy < cores && ` More than ${plural(busy, 'core')} would have nothing to do.`}
      <span className="muted">
        {' '}
        From a recipe of three steps measured on {measuredOn}: good to a factor of two, and longer where a
        step looks at a window around each row.
      </span>
    </p>
  );
}

/** The recipe to be run on Spark: its inputs, the commands, what to expect, and what to do with the result. */
export function SparkDialog(): ReactElement {
  const recipe = useRecipe((state) => state.recipe);
  const choices = useSparkChoices();
  const inputs = useMemo(() => inputsOf(recipe), [recipe]);
  const hashed = inputs.some(({ sha256 }) => sha256 !== undefined);
  return (
    <Modal
      wide
      title="Run on Spark"
      description="The same recipe, on one machine or a cluster. It gives the same rows and the same documents; nothing is sent from here."
      onClose={() => openDialog(null)}
      foot={
        <>
          {hashed && (
            <button
              type="button"
              className="button"
              onClick={() =>
                download(new Blob([sparkHashes(inputs)], { type: 'text/plain' }), 'inputs.sha256')
              }
            >
              Save inputs.sha256
            </button>
          )}
          <button type="button" className="button primary" onClick={() => void saveRecipe()}>
            Save recipe.json
          </button>
        </>
      }
    >
      <Refused recipe={recipe} />
      <SparkInputs inputs={inputs} />
      <SparkFields />
      <Expected recipe={recipe} />
      <p className="muted">In a clone of the repository, with recipe.json beside it:</p>
      {commandsBefore(choices, hashed).map((command) => (
        <CommandBlock key={command.title} command={command} />
      ))}
      <h3>Then</h3>
      {commandsAfter(choices, inputs.length > 0).map((command) => (
        <CommandBlock key={command.title} command={command} />
      ))}
      <p className="muted">
        The folder opens in the page as any bundle does: drop it, or a zip of it, and its recipe opens with
        the raw files that it has. <em>Verify a bundle…</em> compares its rows with the page’s own.
      </p>
    </Modal>
  );
}
