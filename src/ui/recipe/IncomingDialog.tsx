import type { ReactElement } from 'react';
import { plural } from '../../core/format';
import { weightText } from '../../core/recipe/weight';
import { answerIncoming } from '../../state/recipe/documents';
import type { useSession } from '../../state/page/page';
import { Modal } from '../kit/Modal';

type Incoming = NonNullable<ReturnType<typeof useSession.getState>['incoming']>;

const keep = (): void => answerIncoming('keep');
const run = (): void => answerIncoming('run');

/** Asks about a recipe from elsewhere: whether it takes the place of the current one, and whether it runs where it is heavy. */
export function IncomingDialog({ incoming }: { incoming: Incoming }): ReactElement {
  const { recipe, from, replaces, heavy } = incoming;
  const sources = plural(recipe.sources.length + recipe.generated.length, 'source');
  const what = `${from} contains the recipe “${recipe.name}” with ${sources} and ${plural(recipe.steps.length, 'step')}.`;
  const undo = replaces ? ' It takes the place of the current recipe; undo brings that back.' : '';
  return (
    <Modal
      title={heavy ? 'Run this recipe?' : 'Replace the recipe?'}
      description={`${what}${undo}`}
      onClose={keep}
      foot={
        <>
          <button type="button" className="button" onClick={keep}>
            {replaces ? 'Keep the current recipe' : 'Cancel'}
          </button>
          {heavy && (
            <button type="button" className="button primary" onClick={() => answerIncoming('open')}>
              Open without running
            </button>
          )}
          <button type="button" className={heavy ? 'button' : 'button primary'} onClick={run}>
            {heavy ? 'Run' : 'Replace'}
          </button>
        </>
      }
    >
      {heavy ? (
        <p>
          This recipe {weightText(heavy)}. Opened without running it can be edited, and nothing is generated
          until you run it.
        </p>
      ) : (
        <span />
      )}
    </Modal>
  );
}
