import type { ReactElement } from 'react';
import type { Place, SparkChoices } from '../../core/spark/commands';
import { chooseSpark, useSparkChoices } from '../../state/spark/spark';
import { editOf } from '../kit/form/edit';
import { SelectField, TextField, type Choice } from '../kit/form/fields';
import { countReading, textReading, type Reading } from '../kit/form/readings';

const places: Choice<Place>[] = [
  { value: 'local', label: 'This machine' },
  { value: 'standalone', label: 'A standalone cluster' },
  { value: 'yarn', label: 'YARN' },
  { value: 'kubernetes', label: 'Kubernetes' },
];

const cores = countReading(1, 100_000, 'cores');

/** A text that can be a word of a command. */
const word = (what: string, needed: boolean): Reading<string> =>
  textReading((text) =>
    text.includes('\0') || (needed && text.trim() === '')
      ? `Expected ${what}${needed ? '; the field is empty' : ' without U+0000'}.`
      : undefined,
  );

const folder = word('a path that Spark takes, such as data or s3a://bucket/folder', true);

interface ChoiceFieldProps {
  of: Exclude<keyof SparkChoices, 'place' | 'cores'>;
  label: string;
  reading: Reading<string>;
  placeholder?: string;
}

function ChoiceField({ of, label, reading, placeholder }: ChoiceFieldProps): ReactElement {
  const value = useSparkChoices((choices) => choices[of]);
  return (
    <TextField
      label={label}
      placeholder={placeholder}
      reading={reading}
      edit={editOf(value, `spark.${of}`, (next) => chooseSpark({ [of]: next }))}
    />
  );
}

/** Where the recipe is run, and from where to where its data go. */
export function SparkFields(): ReactElement {
  const { place, cores: number } = useSparkChoices();
  return (
    <div className="columns">
      <SelectField
        label="Run on"
        options={places}
        edit={editOf(place, 'spark.place', (next) => chooseSpark({ place: next }))}
      />
      <TextField
        label="Cores"
        reading={cores}
        edit={editOf(number, 'spark.cores', (next) => chooseSpark({ cores: next }))}
      />
      <ChoiceField of="input" label="Input" reading={folder} />
      <ChoiceField of="output" label="Output" reading={folder} />
      {(place === 'standalone' || place === 'kubernetes') && (
        <ChoiceField
          of="master"
          label={place === 'standalone' ? 'Master' : 'API server'}
          placeholder={place === 'standalone' ? 'spark://HOST:7077' : 'https://HOST:6443'}
          reading={word('an address', false)}
        />
      )}
      {place === 'kubernetes' && (
        <>
          <ChoiceField of="image" label="Image" placeholder="IMAGE" reading={word('an image', false)} />
          <ChoiceField
            of="upload"
            label="Upload to"
            placeholder="s3a://BUCKET/FOLDER"
            reading={word('a folder', false)}
          />
        </>
      )}
    </div>
  );
}
