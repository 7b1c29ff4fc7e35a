import type { ReactElement } from 'react';
import { openRecipeText, recipeText } from '../../state/recipe/documents';
import { useRecipe } from '../../state/recipe/recipe';
import { useSession } from '../../state/page/page';
import { clearKept } from '../../state/ingest/storage';
import { openDialog } from '../../state/view/view';
import { Modal } from '../kit/Modal';
import { PipelineButtons } from '../pipeline/PipelineButtons';
import { copyText, download } from '../kit/take';
import { bytes } from '../../core/format';
import './recipe.css';

const close = (): void => openDialog(null);

function openFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (!file) return;
    close();
    void file.text().then((text) => openRecipeText(text, file.name));
  });
  input.click();
}

/** The recipe as text, to be copied, saved, or replaced by a file. */
export function RecipeDialog(): ReactElement {
  useRecipe((state) => state.recipe);
  const text = recipeText();
  return (
    <Modal
      title="Recipe"
      description="All settings as one document. The same recipe and the same files give the same bytes."
      wide
      onClose={close}
      foot={
        <>
          <button type="button" className="button" onClick={openFile}>
            Open…
          </button>
          <PipelineButtons />
          <button
            type="button"
            className="button"
            onClick={() => download(new Blob([text], { type: 'application/json' }), 'recipe.json')}
          >
            Save
          </button>
          <button type="button" className="button primary" onClick={() => void copyText(text)}>
            Copy
          </button>
        </>
      }
    >
      <pre className="json mono" tabIndex={0} aria-label="Recipe as JSON">
        {text}
      </pre>
    </Modal>
  );
}

type Storage = NonNullable<ReturnType<typeof useSession.getState>['storage']>;

function storageText({ message, cleared, bytes: saved }: Storage): string {
  if (message !== undefined) return message;
  return cleared === undefined
    ? `${bytes(saved)} saved.`
    : `${bytes(cleared)} deleted. Loaded data stay until the page is closed.`;
}

/** How much of the browser's storage the files take, and a button to free it. */
export function StorageDialog(): ReactElement {
  const storage = useSession((session) => session.storage);
  return (
    <Modal
      title="Saved in this browser"
      description="A copy of each loaded file is saved in this browser, so that the session can be restored. Nothing is uploaded."
      onClose={close}
      foot={
        <button type="button" className="button" onClick={() => void clearKept()}>
          Delete saved files
        </button>
      }
    >
      <p role="status">{storage ? storageText(storage) : 'The size is not known yet.'}</p>
    </Modal>
  );
}
