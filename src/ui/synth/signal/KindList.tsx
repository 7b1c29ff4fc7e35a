import { useState, type ReactElement } from 'react';
import type { KindFields } from '../../../core/synth/signal/types';
import { item, type Edit } from '../../kit/form/edit';
import { Refusal, Section } from '../../kit/form/Field';
import { useProblem } from '../../kit/form/problems';
import { AddMenu } from '../../kit/Menu';
import { ItemCard, listMenu } from '../ItemCard';
import { describeOptions, startLower } from './describe';
import { FieldInput, type Options } from './FieldInput';

interface KindListProps<E extends object, K extends KindFields['kind']> {
  title: string;
  /** One of them, for buttons: `base`. */
  one: string;
  kinds: readonly KindFields<K>[];
  /** Entries: the kind of each is the first key that names one; beside it may stand others (a noise's scale). */
  edit: Edit<E[]>;
  /** A new entry of a kind. */
  fresh: (kind: K) => E;
  /** Stands in the place of an empty list. */
  none: string;
  /** After the sentence of a card. */
  more?: (entry: E) => string;
  /** Fields beside those of the kind. */
  Extra?: (props: { edit: Edit<E>; name: string }) => ReactElement;
}

/** The kind of an entry. Throws TypeError where it has none: the recipe's schema lets no such entry in. */
function kindOfEntry<K extends KindFields['kind']>(
  kinds: readonly KindFields<K>[],
  entry: object,
): KindFields<K> {
  const info = kinds.find(({ kind }) => kind in entry);
  if (!info) throw new TypeError(`expected an entry of a known kind, got ${JSON.stringify(entry)}`);
  return info;
}

/** The options of an entry's kind. */
const optionsEdit = <E extends object>(whole: Edit<E>, kind: string): Edit<Options> => ({
  value: Reflect.get(whole.value, kind) as Options,
  path: `${whole.path}.${kind}`,
  preview: (options) => whole.preview({ ...whole.value, [kind]: options }),
  commit: (options) => whole.commit({ ...whole.value, [kind]: options }),
});

/** A list of bases, or of noises, that add up. */
export function KindList<E extends object, K extends KindFields['kind']>(
  props: KindListProps<E, K>,
): ReactElement {
  const { title, one, kinds, edit, fresh, none, more, Extra } = props;
  const entries = edit.value;
  const { error, report } = useProblem(edit.path);
  const [added, setAdded] = useState<number>();
  const change = (next: E[]): void => report(edit.commit(next));
  const summary = entries.map((entry) => startLower(kindOfEntry(kinds, entry).label)).join(' + ');
  return (
    <Section
      title={title}
      summary={summary || none}
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
      <Refusal error={error} />
      {entries.length === 0 && <p className="hint">{none}</p>}
      <ol className="cards" aria-label={title}>
        {entries.map((entry, index) => {
          const info = kindOfEntry(kinds, entry);
          const name = `${info.label} ${index + 1}`;
          const whole = item(edit, index, entry);
          const options = optionsEdit(whole, info.kind);
          return (
            <ItemCard
              key={`${index} ${info.kind} ${entries.length}`}
              path={whole.path}
              title={info.label}
              name={name}
              sentence={[describeOptions(info, options.value), more?.(entry)].filter(Boolean).join(', ')}
              startsOpen={added === index}
              menu={listMenu(entries, index, change)}
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
