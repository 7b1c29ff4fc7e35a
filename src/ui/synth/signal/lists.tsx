import type { ReactElement } from 'react';
import type { BaseKind, Noise, NoiseKind, SignalBase } from '../../../core/recipe/types';
import { defaultsFor } from '../../../core/synth/signal/defaults';
import type { Edit } from '../fields/edit';
import { baseFields, noiseFields } from './kinds';
import { KindList } from './KindList';
import { NoiseScaleFields, scaleText } from './NoiseScale';

/** The bases of a signal; they add up. */
export function BaseList({
  edit,
  title,
  one,
}: {
  edit: Edit<SignalBase[]>;
  title: string;
  one: string;
}): ReactElement {
  return (
    <KindList
      title={title}
      one={one}
      kinds={baseFields}
      edit={edit}
      fresh={(kind) => ({ ...defaultsFor(kind as BaseKind) })}
      none="no base: the signal is 0"
    />
  );
}

/** The noises of a signal; they add up. */
export function NoiseList({
  edit,
  title,
  one,
}: {
  edit: Edit<Noise[] | undefined>;
  title: string;
  one: string;
}): ReactElement {
  const tidy = (list: Noise[]): Noise[] | undefined => (list.length > 0 ? list : undefined);
  const list: Edit<Noise[]> = {
    value: edit.value ?? [],
    path: edit.path,
    preview: (next) => edit.preview(tidy(next)),
    commit: (next) => edit.commit(tidy(next)),
  };
  return (
    <KindList
      title={title}
      one={one}
      kinds={noiseFields}
      edit={list}
      fresh={(kind) => ({ ...defaultsFor(kind as NoiseKind) })}
      none="no noise"
      more={scaleText}
      Extra={NoiseScaleFields}
    />
  );
}
