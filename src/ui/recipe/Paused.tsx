import { useEffect, useMemo, type ReactElement } from 'react';
import { weigh, weightText } from '../../core/recipe/weight';
import { runPaused } from '../../state/engine/run';
import { useRun } from '../../state/engine/runState';
import { openPasted } from '../../state/recipe/documents';
import { useRecipe } from '../../state/recipe/recipe';

const reasons = {
  chosen: 'Opened without running',
  ended:
    'Opened without running, because the page ended while this recipe was being made, perhaps for want of memory',
} as const;

/** That nothing is made until the person says so, why, what it would cost, and the way to run it. */
export function PausedNotice(): ReactElement | null {
  const paused = useRun((run) => run.paused);
  const recipe = useRecipe((state) => state.recipe);
  const text = useMemo(() => (paused === null ? '' : weightText(weigh(recipe))), [paused, recipe]);
  if (paused === null) return null;
  return (
    <div className="notice warning" role="status" data-code="not-run">
      {reasons[paused]}. The recipe {text}; edit it, or run it as it is.
      <div className="row">
        <button type="button" className="button" onClick={runPaused}>
          Run
        </button>
      </div>
    </div>
  );
}

const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Opens a recipe, or a link to one, that is pasted anywhere but into a field. */
export function usePastedRecipes(): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const text = takesText(event.target) ? undefined : event.clipboardData?.getData('text/plain');
      if (text !== undefined && openPasted(text)) event.preventDefault();
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, []);
}
