import { useState, type ReactElement } from 'react';
import { usualLicences } from '../../core/dataset/licences';
import type { About, Creator } from '../../core/recipe/types';
import { setAbout, useRemembered } from '../../state/dataset/publication';
import { useRecipe } from '../../state/recipe/recipe';
import { openDialog } from '../../state/view/view';
import { editOf, item, member, omitted, without, type Edit } from '../kit/form/edit';
import { Field, Section } from '../kit/form/Field';
import { SelectField, TextField, TextInput } from '../kit/form/fields';
import { optional, requiredText, textReading, textsReading } from '../kit/form/readings';
import { IconButton } from '../kit/controls';
import { Modal } from '../kit/Modal';
import './publication.css';

const text = optional(textReading());
const keywords = optional(textsReading);

type TextKey = Exclude<keyof About, 'creators' | 'keywords'>;

interface TextOf {
  key: TextKey;
  label: string;
  hint?: string;
  lines?: number;
}

/** What a data set that models learn from should say of itself (the Responsible-AI terms of MLCommons Croissant). */
const responsible: TextOf[] = [
  { key: 'collection', label: 'Collection', hint: 'How the observations were collected.', lines: 2 },
  { key: 'useCases', label: 'Meant for', hint: 'What it is meant to be used for.', lines: 2 },
  { key: 'limitations', label: 'Limits', hint: 'What it must not be used for, and known limits.', lines: 2 },
  { key: 'biases', label: 'Biases', hint: 'Known biases.', lines: 2 },
  {
    key: 'personalInformation',
    label: 'Personal data',
    hint: 'Personal or sensitive information in it, or that there is none.',
    lines: 2,
  },
  { key: 'socialImpact', label: 'Impact', hint: 'Effects that its use may have on people.', lines: 2 },
];

const TextOfAbout = ({ edit, of }: { edit: Edit<About>; of: TextOf }): ReactElement => (
  <TextField
    label={of.label}
    hint={of.hint}
    reading={text}
    lines={of.lines}
    prose
    edit={member(edit, of.key)}
  />
);

const OTHER = 'other';
const licenceChoices = [
  { value: undefined, label: 'Not said' },
  ...usualLicences.map(({ id, name }) => ({ value: id as string, label: `${id}: ${name}` })),
  { value: OTHER, label: 'Another…' },
];

/** The licence: one of the usual ones, or a text of its own. */
function Licence({ edit }: { edit: Edit<string | undefined> }): ReactElement {
  const { licence: last } = useRemembered();
  const usual = usualLicences.some(({ id }) => id === edit.value);
  const [asked, setAsked] = useState(false);
  const other = asked || (edit.value !== undefined && !usual);
  return (
    <>
      <SelectField
        label="Licence"
        options={licenceChoices}
        edit={editOf(other ? OTHER : edit.value, edit.path, (choice) => {
          setAsked(choice === OTHER);
          return choice === OTHER ? undefined : edit.commit(choice);
        })}
      />
      {other && (
        <TextField
          label=""
          name="Other licence"
          hint="Its SPDX identifier, or its address."
          reading={text}
          edit={edit}
        />
      )}
      {edit.value === undefined && !other && last !== null && (
        <Field label="">
          <div className="row again">
            <button type="button" className="button quiet" onClick={() => edit.commit(last)}>
              {last} again
            </button>
          </div>
        </Field>
      )}
    </>
  );
}

const kinds = [
  { value: 'person', label: 'Person' },
  { value: 'organisation', label: 'Organisation' },
] as const;

interface CreatorRowProps {
  edit: Edit<Creator>;
  onRemove: () => void;
}

function CreatorRow({ edit, onRemove }: CreatorRowProps): ReactElement {
  const { name } = edit.value;
  return (
    <li className="creator" aria-label={name}>
      <div className="columns">
        <TextField
          label="Name"
          name={`Name of ${name}`}
          reading={requiredText('the name of a person or an organisation')}
          edit={member(edit, 'name')}
          live={false}
        />
        <SelectField
          label="Kind"
          name={`Kind of ${name}`}
          options={kinds}
          edit={omitted<'person' | 'organisation'>(member(edit, 'kind'), 'person')}
        />
        <TextField
          label="Address"
          name={`Address of ${name}`}
          placeholder="https://orcid.org/…"
          reading={text}
          edit={member(edit, 'url')}
        />
        <TextField label="E-mail" name={`E-mail of ${name}`} reading={text} edit={member(edit, 'email')} />
      </div>
      <IconButton icon="bin" label={`Remove ${name}`} onClick={onRemove} />
    </li>
  );
}

/** Who made it: added by name, those of earlier data sets by a button. */
function Creators({ edit }: { edit: Edit<Creator[]> }): ReactElement {
  const { creators: before } = useRemembered();
  const list = edit.value;
  const known = before.filter(({ name }) => !list.some((one) => one.name === name)).slice(0, 5);
  const add = (creator: Creator): void => void edit.commit([...list, creator]);
  return (
    <Section title="Creators" summary={list.length > 0 ? String(list.length) : 'not said'}>
      <ul className="plain-list creators" aria-label="Creators">
        {list.map((creator, index) => (
          // A creator has no identity but its place.
          <CreatorRow
            key={`${index} of ${list.length}`}
            edit={item(edit, index, creator)}
            onRemove={() => edit.commit(without(list, index))}
          />
        ))}
      </ul>
      <div className="row again">
        <TextInput
          key={list.length}
          label="Name of a creator to add"
          placeholder="Add a creator…"
          value=""
          onChange={(name) => {
            if (name !== '') add({ name });
          }}
        />
        {known.map((creator) => (
          <button
            key={creator.name}
            type="button"
            className="button quiet"
            onClick={() => add(creator)}
            title={`Add ${creator.name}, of an earlier data set`}
          >
            + {creator.name}
          </button>
        ))}
      </div>
    </Section>
  );
}

/** What a reader of the published data set has to know that no run can find out. */
export function AboutDataDialog(): ReactElement {
  const about = useRecipe(({ recipe }) => recipe.about) ?? {};
  const name = useRecipe(({ recipe }) => recipe.name);
  const edit = editOf(about, '$.about', setAbout);
  const said = responsible.filter(({ key }) => about[key] !== undefined).length;
  const toExport = (): void => openDialog('export');
  return (
    <Modal
      wide
      title="About this data set"
      description="Goes into every document of the bundle. What you leave empty is not guessed."
      onClose={toExport}
      foot={
        <button type="button" className="button primary" onClick={toExport}>
          Done
        </button>
      }
    >
      <div className="publication">
        <TextField label="Title" placeholder={name} reading={text} edit={member(edit, 'title')} />
        <TextOfAbout edit={edit} of={{ key: 'description', label: 'Description', lines: 4 }} />
        <Licence edit={member(edit, 'licence')} />
        <TextField
          label="Address"
          name="Address of its page"
          placeholder="https://"
          reading={text}
          edit={member(edit, 'url')}
        />
        <TextOfAbout edit={edit} of={{ key: 'citation', label: 'To cite', lines: 2 }} />
        <TextField
          label="Keywords"
          hint="With commas between."
          reading={keywords}
          edit={member(edit, 'keywords')}
        />
        <Creators edit={omitted(member(edit, 'creators'), [], (list) => list.length === 0)} />
        <Section
          title="For those who train models with it"
          summary={said > 0 ? `${said} of ${responsible.length} said` : 'not said'}
          startsOpen={false}
        >
          {responsible.map((of) => (
            <TextOfAbout key={of.key} edit={edit} of={of} />
          ))}
        </Section>
      </div>
    </Modal>
  );
}

/** What is said already, in a few words. */
export function aboutSummary({ title, description, licence, creators }: About): string {
  const said = [
    ...(title === undefined ? [] : ['title']),
    ...(description === undefined ? [] : ['description']),
    ...(licence === undefined ? [] : [licence]),
    ...(creators ? [creators.length === 1 ? '1 creator' : `${creators.length} creators`] : []),
  ];
  return said.length > 0 ? said.join(', ') : 'no title, description, licence or creators';
}
