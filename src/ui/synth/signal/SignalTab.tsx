import type { ReactElement } from 'react';
import type { LabError } from '../../../core/errors';
import { plural } from '../../../core/format';
import { at } from '../../../core/list';
import type { CopySource, GeneratedSource, SyntheticSource } from '../../../core/recipe/types';
import { useFiles } from '../../../state/ingest/files';
import { nameOf, seriesOf } from '../../../core/recipe/series';
import { preview } from '../../../state/synth/preview';
import { useRecipe } from '../../../state/recipe/recipe';
import { replaceGenerated } from '../../../state/synth/synth';
import { chooseSeries, useView } from '../../../state/view/view';
import { editOf, member, type Edit } from '../../kit/form/edit';
import { Field } from '../../kit/form/Field';
import { TextField } from '../../kit/form/fields';
import { requiredText } from '../../kit/form/readings';
import { utc } from '../../kit/format';
import { ChannelsSection } from './Channels';
import { FaultsSection } from './Faults';
import { GridSection } from './Grid';
import { BaseList, NoiseList } from './lists';

/** Puts another source in place; the chosen series stays chosen under a new name. */
function replace(source: GeneratedSource, next: GeneratedSource): LabError | undefined {
  const { chosen } = useView.getState();
  const channel = chosen === null ? -1 : seriesOf(source).indexOf(chosen);
  const error = replaceGenerated(nameOf(source), next);
  if (error || channel < 0) return error;
  const after = seriesOf(next);
  chooseSeries(at(after, channel < after.length ? channel : 0));
  return undefined;
}

/** What a synthetic series is made of. */
function SyntheticSignal({ source, index }: { source: SyntheticSource; index: number }): ReactElement {
  const name = nameOf(source);
  const edit: Edit<SyntheticSource> = {
    value: source,
    path: `$.generated[${index}]`,
    preview: (next) => preview({ name, source: next }),
    commit: (next) => replace(source, next),
  };
  return (
    <>
      <GridSection edit={edit} />
      <BaseList title="Signal" one="base" edit={member(edit, 'signal')} />
      <NoiseList title="Noise" one="noise" edit={member(edit, 'noise')} />
      <ChannelsSection edit={edit} />
      <FaultsSection edit={edit} />
    </>
  );
}

const copyName = requiredText('a name');

/** What a copy is a copy of. */
function CopySignal({ source, index }: { source: CopySource; index: number }): ReactElement {
  const original = useFiles((files) => files.series.find((series) => series.name === source.copy));
  const edit = editOf(source, `$.generated[${index}]`, (next) => replace(source, next));
  return (
    <div className="part-body copy">
      <TextField label="Name" reading={copyName} edit={member(edit, 'name')} live={false} />
      <Field label="Copy of">
        <button
          type="button"
          className="button"
          disabled={!original}
          onClick={() => chooseSeries(source.copy)}
          title={`Show ${source.copy}`}
        >
          <span className="ellipsis">{source.copy}</span>
        </button>
      </Field>
      <p className="hint">
        {original
          ? `${plural(original.rows, 'row')}, ${utc(original.first)} to ${utc(original.last)}. The original stays unchanged; anomalies are injected into this copy only.`
          : 'The original is not loaded. Add its file again to rebuild the copy.'}
      </p>
    </div>
  );
}

/** The first tab of a generated series: what it is made of. */
export function SignalTab({ name }: { name: string }): ReactElement | null {
  const generated = useRecipe((state) => state.recipe.generated);
  const index = generated.findIndex((source) => nameOf(source) === name);
  const source = generated[index];
  if (!source) return null;
  return 'synthetic' in source ? (
    <SyntheticSignal key={index} source={source} index={index} />
  ) : (
    <CopySignal key={index} source={source} index={index} />
  );
}
