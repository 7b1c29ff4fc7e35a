import { useState, type ReactElement } from 'react';
import type { KindFields } from '../../../core/synth/signal/types';
import { AddMenu } from '../fields/AddMenu';
import { doubled, item, moved, without, type Edit } from '../fields/edit';
import { ItemCard } from '../fields/ItemCard';
import { useProblem } from '../fields/problems';
import { Section } from '../fields/Section';
import { describeOptions, startLower } from './describe';
import { FieldInput, type Options } from './FieldInput';

/** One entry: its kind is the first key that names one; beside it may stand others (a noise's scale). */
type Entry = Record<string, unknown>;
export type ListEdit = Edit<Entry[]>;

interface KindListProps {
  title: string;
  /** One of them, for buttons: `base`. */
  one: string;
  kinds: readonly KindFields[];
  edit: ListEdit;
  /** A new entry of a kind. */
  fresh: (kind: string) => Entry;
  /** What is said where there is none. */
  none: string;
  startsOpen?: boolean;
  /** After the sentence of a card. */
  more?: (entry: Entry) => string;
  /** Fields beside those of the kind. */
  Extra?: (props: { edit: Edit<Entry>; name: string }) => ReactElement;
}

export const kindOfEntry = (kinds: readonly KindFields[], entry: Entry): KindFields | undefined =>
  kinds.find(({ kind }) => kind in entry);

/** A list of bases, or of noises, that add up. */
export function KindList(props: KindListProps): ReactElement {
  const { title, one, kinds, edit, fresh, none, startsOpen = true, more, Extra } = props;
  const entries = edit.value;
  const { error, settle } = useProblem(edit.path);
  const [added, setAdded] = useState<number>();
  const change = (next: Entry[]): void => settle(edit.commit(next));
  const said = entries.map((entry) => startLower(kindOfEntry(kinds, entry)?.label ?? '')).join(' + ');
  return (
    <Section
      title={title}
      said={said || none}
      startsOpen={startsOpen}
      action={
        <AddMenu
          label={one}
          name={`Add a ${one}`}
          entries={kinds.map(({ kind, label, meaning }) => ({ key: kind, label, meaning }))}
          onAdd={(kind) => {
            setAdded(entries.length);
            change([...entries, fresh(kind)]);
          }}
        />
      }
    >
      {error && (
        <p role="alert" className="hint bad">
          {error.message}
        </p>
      )}
      {entries.length === 0 && <p className="hint">{none}</p>}
      <ol className="cards" aria-label={title}>
        {entries.map((entry, index) => {
          const info = kindOfEntry(kinds, entry);
          if (!info) return null;
          const name = `${info.label} ${index + 1}`;
          const whole = item(edit, index, entry);
          const options: Edit<Options> = {
            value: entry[info.kind] as Options,
            path: `${whole.path}.${info.kind}`,
            preview: (next) => whole.preview({ ...entry, [info.kind]: next }),
            commit: (next) => whole.commit({ ...entry, [info.kind]: next }),
          };
          return (
            <ItemCard
              key={`${index} ${info.kind} ${entries.length}`}
              path={whole.path}
              title={info.label}
              name={name}
              sentence={[describeOptions(info, options.value), more?.(entry) ?? '']
                .filter(Boolean)
                .join(', ')}
              startsOpen={added === index}
              menu={[
                ['Move up', index > 0, () => change(moved(entries, index, index - 1))],
                ['Move down', index < entries.length - 1, () => change(moved(entries, index, index + 1))],
                ['Duplicate', true, () => change(doubled(entries, index))],
                ['Remove', true, () => change(without(entries, index))],
              ]}
            >
              <p className="hint">{info.meaning}</p>
              {info.fields.map((field) => (
                <FieldInput key={field.key} field={field} edit={options} name={name} />
              ))}
              {Extra && <Extra edit={whole} name={name} />}
            </ItemCard>
          );
        })}
      </ol>
    </Section>
  );
}
