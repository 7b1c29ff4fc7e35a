import type { ReactElement } from 'react';
import type { Split } from '../../core/recipe/types';
import { setSplits, useRecipe } from '../../state/recipe/recipe';
import { IconButton } from '../kit/controls';
import { editOf, item, member, present, without, type Edit } from '../kit/form/edit';
import { SelectField, TextField } from '../kit/form/fields';
import { numberReading, refuse, requiredText, timeReading, type Reading } from '../kit/form/readings';

type Kind = 'none' | 'train' | 'custom';

const kinds = [
  { value: 'none', label: 'None' },
  { value: 'train', label: 'Train and test' },
  { value: 'custom', label: 'Custom' },
] as const;

/** What each kind begins with. */
const fresh = (kind: Kind): Split[] | undefined =>
  kind === 'none'
    ? undefined
    : kind === 'train'
      ? [{ name: 'train', share: 0.7 }, { name: 'test' }]
      : [{ name: 'train', share: 0.6 }, { name: 'validation', share: 0.2 }, { name: 'test' }];

function kindOf(splits: readonly Split[] | undefined): Kind {
  if (!splits) return 'none';
  const [train, test, ...more] = splits;
  const plain = train?.name === 'train' && train.share !== undefined && test?.name === 'test';
  return plain && more.length === 0 ? 'train' : 'custom';
}

const share = numberReading({}, 100);
/** A share in per cent, between none and all. */
const shareReading: Reading<number> = {
  write: share.write,
  read: (text) => {
    const result = share.read(text);
    return result.ok && (result.value <= 0 || result.value >= 1)
      ? refuse(`Expected a share above 0 and below 100 %; got "${text}".`)
      : result;
  },
};
const name = requiredText('a name such as train');

/** How long a split is, or until when it lasts; the last one has neither. */
function Extent({ edit, label }: { edit: Edit<Split>; label: string }): ReactElement {
  const ofShare = present(member(edit, 'share'));
  const until = present(member(edit, 'until'));
  if (ofShare)
    return (
      <TextField
        label="Share of time"
        name={`Share of ${label}`}
        unit="%"
        reading={shareReading}
        edit={ofShare}
      />
    );
  if (until)
    return (
      <TextField
        label="Until (UTC)"
        name={`End of ${label}`}
        live={false}
        reading={timeReading}
        edit={until}
      />
    );
  return (
    <div className="field">
      <span className="muted label">Share of time</span>
      <span>the rest</span>
    </div>
  );
}

/** Half of what is left for the last split becomes one before it. */
function withOneMore(splits: readonly Split[]): Split[] {
  const used = splits.reduce((sum, split) => sum + (split.share ?? 0), 0);
  const names = new Set(splits.map((split) => split.name.toLowerCase()));
  let number = splits.length;
  while (names.has(`part${number}`)) number++;
  const added = { name: `part${number}`, share: Number(((1 - used) / 2).toFixed(3)) };
  return [...splits.slice(0, -1), added, ...splits.slice(-1)];
}

/** Parts of each series in order of time, and how long each is. */
export function SplitsFields(): ReactElement {
  const splits = useRecipe((state) => state.recipe.splits);
  const kind = kindOf(splits);
  const edit = splits && editOf(splits, '$.splits', setSplits);
  const byTime = splits?.some(({ until }) => until !== undefined) === true;
  return (
    <>
      <div className="columns">
        <SelectField
          label="Splits"
          name="Splits of each series"
          hint="Parts in order of time, each in a folder of its own."
          options={kinds}
          edit={editOf<Kind>(kind, '$.splits', (next) => setSplits(fresh(next)))}
        />
        {edit && kind === 'train' && edit.value[0] && (
          <Extent edit={item(edit, 0, edit.value[0])} label="train" />
        )}
      </div>
      {edit && kind === 'custom' && (
        <ul className="plain-list splits" aria-label="Splits">
          {edit.value.map((split, index) => {
            const label = `split ${index + 1}`;
            const one = item(edit, index, split);
            return (
              <li key={index} className="row">
                <div className="columns grow">
                  <TextField
                    label="Name"
                    name={`Name of ${label}`}
                    live={false}
                    reading={name}
                    edit={member(one, 'name')}
                  />
                  <Extent edit={one} label={label} />
                </div>
                {index < edit.value.length - 1 && (
                  <IconButton
                    icon="close"
                    label={`Remove ${split.name}`}
                    onClick={() => void edit.commit(without(edit.value, index))}
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
      {edit && kind === 'custom' && !byTime && edit.value.length < 10 && (
        <button type="button" className="button" onClick={() => void edit.commit(withOneMore(edit.value))}>
          Add a split
        </button>
      )}
    </>
  );
}
