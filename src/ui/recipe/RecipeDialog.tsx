import type { ReactElement } from 'react';
import { openRecipeText, recipeText } from '../../state/recipe/documents';
import { useRecipe } from '../../state/recipe/recipe';
import { useSession } from '../../state/page/page';
import { clearKept } from '../../state/ingest/storage';
import { openDialog } from '../../state/view/view';
import { Modal } from '../kit/Modal';
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

export function RecipeDialog(): ReactElement {
  useRecipe((state) => state.recipe);
  const text = recipeText();
  return (
    <Modal
      title="Recipe"
      description="Everything chosen here, as one document. The same recipe and the same files give the same bytes."
      wide
      onClose={close}
      foot={
        <>
          <button type="button" className="button" onClick={openFile}>
            Open…
          </button>
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

export function StorageDialog(): ReactElement {
  const storage = useSession((session) => session.storage);
  return (
    <Modal
      title="Kept files"
      description="A copy of each loaded file is kept in this browser, for this page alone, so that the session is there tomorrow."
      onClose={close}
      foot={
        <button type="button" className="button" onClick={() => void clearKept()}>
          Clear
        </button>
      }
    >
      <p role="status">
        {storage?.message ??
          (storage?.cleared === undefined
            ? `${bytes(storage?.bytes ?? 0)} kept.`
            : `Cleared: ${bytes(storage.cleared)} given up, nothing is kept now. What is loaded stays until the page is closed.`)}
      </p>
    </Modal>
  );
}
