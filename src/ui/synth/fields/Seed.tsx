import type { ReactElement } from 'react';
import { useRecipe } from '../../../state/recipe/recipe';
import type { Edit } from './edit';
import { inputOf } from './inputs';
import { countReading, optional } from './readings';
import { Row } from './Row';
import { useDraft, type Reading } from './useDraft';

const { read } = countReading(0, Number.MAX_SAFE_INTEGER, 'a seed');
const seed: Reading<number | undefined> = optional({ read, write: (value) => String(value) });

/** What draws: a number of its own, or the recipe's where it is left empty; the button takes the next one. */
export function Seed({ edit, name }: { edit: Edit<number | undefined>; name: string }): ReactElement {
  const general = useRecipe((state) => state.recipe.seed);
  const draft = useDraft(edit, seed);
  return (
    <Row
      label="Seed"
      meaning="The same seed draws the same bytes. Empty: the seed of the whole recipe."
      error={draft.error}
      id={draft.id}
    >
      <div className="row">
        <input
          {...inputOf(draft, name)}
          inputMode="numeric"
          placeholder={`${general}, the recipe’s`}
          value={draft.text}
          onChange={(event) => draft.type(event.target.value)}
          onBlur={draft.take}
          onKeyDown={draft.onKeyDown}
        />
        <button
          type="button"
          className="icon-button"
          aria-label={`${name}: draw anew`}
          title="Draw anew: the next seed"
          onClick={() => draft.set((edit.value ?? general) + 1)}
        >
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <rect
              x="2.5"
              y="2.5"
              width="11"
              height="11"
              rx="2"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.4"
            />
            <g fill="currentColor">
              <circle cx="5.5" cy="5.5" r="1.1" />
              <circle cx="10.5" cy="5.5" r="1.1" />
              <circle cx="8" cy="8" r="1.1" />
              <circle cx="5.5" cy="10.5" r="1.1" />
              <circle cx="10.5" cy="10.5" r="1.1" />
            </g>
          </svg>
        </button>
      </div>
    </Row>
  );
}
