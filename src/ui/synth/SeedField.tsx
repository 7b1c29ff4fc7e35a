import type { ReactElement } from 'react';
import { useRecipe } from '../../state/recipe/recipe';
import type { Edit } from '../kit/form/edit';
import { Field } from '../kit/form/Field';
import { inputOf } from '../kit/form/fields';
import { countReading, optional, type Reading } from '../kit/form/readings';
import { useDraft } from '../kit/form/useDraft';

const { read } = countReading(0, Number.MAX_SAFE_INTEGER, 'a seed');
const seed: Reading<number | undefined> = optional({ read, write: (value) => String(value) });

/** The seed of what is random here; the recipe's where the field is empty. The button takes the next one. */
export function SeedField({ edit, name }: { edit: Edit<number | undefined>; name: string }): ReactElement {
  const general = useRecipe((state) => state.recipe.seed);
  const draft = useDraft(edit, seed);
  return (
    <Field
      label="Seed"
      meaning="The same seed gives the same values. Empty: the seed of the recipe"
      error={draft.error}
      id={draft.id}
    >
      <div className="row">
        <input {...inputOf(draft, name)} inputMode="numeric" placeholder={`${general}, from the recipe`} />
        <button
          type="button"
          className="icon-button"
          aria-label={`${name}: next seed`}
          title="Next seed"
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
    </Field>
  );
}
