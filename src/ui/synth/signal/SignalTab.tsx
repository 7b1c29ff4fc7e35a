import type { ReactElement } from 'react';
import type { LabError } from '../../../core/errors';
import type { CopySource, GeneratedSource, SyntheticSource } from '../../../core/recipe/types';
import { useFiles } from '../../../state/ingest/files';
import { nameOf, seriesOf } from '../../../core/recipe/series';
import { preview } from '../../../state/synth/preview';
import { useRecipe } from '../../../state/recipe/recipe';
import { replaceGenerated } from '../../../state/synth/synth';
import { chooseSeries, useView } from '../../../state/view/view';
import { count } from '../../../core/format';
import { utc } from '../../kit/format';
import { at, type Edit } from '../fields/edit';
import { Written } from '../fields/inputs';
import { refuse, ok } from '../fields/useDraft';
import { ChannelsSection } from './Channels';
import { FaultsSection } from './Faults';
import { GridSection } from './Grid';
import { BaseList, NoiseList } from './lists';

/** Puts another source in place; the chosen series stays chosen under a new name. */
function replace(source: GeneratedSource, next: GeneratedSource): LabError | undefined {
  const channel = seriesOf(source).indexOf(useView.getState().chosen ?? '');
  const error = replaceGenerated(nameOf(source), next);
  const after = seriesOf(next);
  const chosen = after[channel] ?? after[0];
  if (!error && channel >= 0 && chosen !== undefined) chooseSeries(chosen);
  return error;
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
      <BaseList title="Signal" one="base" edit={at(edit, 'signal')} />
      <NoiseList title="Noise" one="noise" edit={at(edit, 'noise')} />
      <ChannelsSection edit={edit} />
      <FaultsSection edit={edit} />
    </>
  );
}

/** What a copy is a copy of. */
function CopySignal({ source, index }: { source: CopySource; index: number }): ReactElement {
  const original = useFiles((files) => files.series.find((series) => series.name === source.copy));
  const edit: Edit<CopySource> = {
    value: source,
    path: `$.generated[${index}]`,
    preview: () => undefined,
    commit: (next) => replace(source, next),
  };
  return (
    <div className="part-body copy">
      <Written
        label="Name"
        reading={{
          write: (text) => text,
          read: (text) => (text === '' ? refuse('Expected a name; it is empty.') : ok(text)),
        }}
        edit={at(edit, 'name')}
        quiet={false}
      />
      <div className="field">
        <span className="muted">Copy of</span>
        <button
          type="button"
          className="button"
          disabled={!original}
          onClick={() => chooseSeries(source.copy)}
          title={`Show ${source.copy}`}
        >
          <span className="ellipsis">{source.copy}</span>
        </button>
      </div>
      <p className="hint">
        {original
          ? `${count(original.rows)} rows as they were read, ${utc(original.first)} to ${utc(original.last)}. The original stays as it is beside this copy; what you inject stands here alone.`
          : 'The original is not loaded. Add its file again, and the copy is made anew.'}
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
