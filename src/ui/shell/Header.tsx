import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { recipeLink } from '../../state/recipe/documents';
import { redo, setName, undo, useRecipe } from '../../state/recipe/recipe';
import { openDialog, setTheme, useView } from '../../state/view/view';
import { useFiles } from '../../state/ingest/files';
import { IconButton } from '../kit/controls';
import { Icon } from '../kit/Icon';
import { copyText } from '../kit/take';
import { quickExport } from '../dataset/quickExport';

const nextTheme = { system: 'light', light: 'dark', dark: 'system' } as const;
const themeIcon = { system: 'half', light: 'sun', dark: 'moon' } as const;

function Name(): ReactElement {
  const name = useRecipe((state) => state.recipe.name);
  const [text, setText] = useState<string | null>(null);
  const take = (): void => {
    const wanted = text?.trim();
    // A name that is refused stays in the field, to be shortened.
    if (!wanted || wanted === name || setName(wanted)) setText(null);
  };
  return (
    <input
      className="input name-input"
      aria-label="Name of the data set"
      value={text ?? name}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setText(null);
      }}
    />
  );
}

export function Header(): ReactElement {
  const canUndo = useStore(useRecipe.temporal, (history) => history.pastStates.length > 0);
  const canRedo = useStore(useRecipe.temporal, (history) => history.futureStates.length > 0);
  const theme = useView((view) => view.theme);
  const nothing = useFiles((files) => files.series.length === 0);
  const [copied, setCopied] = useState(false);
  const share = async (): Promise<void> => {
    await copyText(recipeLink());
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <header className="head">
      <h1 className="brand">
        <img src="./icon.svg" alt="" />
        <span>Anomaly Data Lab</span>
      </h1>
      <span className="slash">/</span>
      <Name />
      <span className="grow" />
      <IconButton icon="undo" label="Undo (Ctrl+Z)" disabled={!canUndo} onClick={undo} />
      <IconButton icon="redo" label="Redo (Ctrl+Shift+Z)" disabled={!canRedo} onClick={redo} />
      <span className="divider" />
      <button type="button" className="button quiet wide" onClick={() => openDialog('palette')}>
        Commands <kbd>Ctrl K</kbd>
      </button>
      <IconButton
        icon={themeIcon[theme]}
        label={`Theme: ${theme}; switch to ${nextTheme[theme]}`}
        onClick={() => setTheme(nextTheme[theme])}
      />
      <button type="button" className="button quiet wide" onClick={() => void share()}>
        <Icon name="share" /> <span aria-live="polite">{copied ? 'Link copied' : 'Share'}</span>
      </button>
      <span className="split">
        <button
          type="button"
          className="button primary"
          disabled={nothing}
          onClick={() => void quickExport()}
        >
          Export
        </button>
        <button
          type="button"
          className="button primary"
          aria-label="Export options"
          title="Export options (Ctrl+E)"
          disabled={nothing}
          onClick={() => openDialog('export')}
        >
          <Icon name="down" />
        </button>
      </span>
    </header>
  );
}
