import type { ReactElement } from 'react';
import type { Channel, Channels, SyntheticSource } from '../../../core/recipe/types';
import { ok } from '../../../core/errors';
import { measure } from '../../../core/format';
import { spanOf } from '../../kit/format';
import { at, doubled, item, moved, orElse, without, type Edit } from '../fields/edit';
import { Toggle, Written } from '../fields/inputs';
import { ItemCard } from '../fields/ItemCard';
import { NumberSlider } from '../fields/NumberSlider';
import { useProblem } from '../fields/problems';
import { durationReading, optional } from '../fields/readings';
import { Section } from '../fields/Section';
import { refuse, type Reading } from '../fields/useDraft';
import { Correlation } from './Correlation';
import { grown, identity, shrunk } from './matrix';
import { BaseList, NoiseList } from './lists';

const channelName: Reading<string> = {
  write: (text) => text,
  read: (text) => (text === '' ? refuse('Expected a name such as pressure; it is empty.') : ok(text)),
};

function describe({ scale = 1, shift = 0, lag, weight = 1 }: Channel, shares: boolean): string {
  const parts = [
    scale === 1 ? '' : `times ${measure(scale)}`,
    shift === 0 ? '' : `${shift > 0 ? 'plus' : 'minus'} ${measure(Math.abs(shift))}`,
    lag === undefined ? '' : `${spanOf(lag)} later`,
    shares && weight !== 1 ? `shared × ${measure(weight)}` : '',
  ];
  return parts.filter(Boolean).join(', ') || 'the signal as it is';
}

/** A name that no channel has: `channel-3`. */
function freeChannel(list: readonly Channel[]): string {
  for (let n = list.length + 1; ; n++)
    if (!list.some(({ name }) => name === `channel-${n}`)) return `channel-${n}`;
}

function ChannelCards({ edit }: { edit: Edit<Channels> }): ReactElement {
  const { list, correlation, shared } = edit.value;
  const { settle } = useProblem(`${edit.path}.list`);
  const channels = at(edit, 'list');
  /** Another list, the matrix with it. */
  const change = (next: Channel[], matrix = correlation): void => {
    const { correlation: _old, ...rest } = edit.value;
    settle(edit.commit({ ...rest, list: next, ...(matrix ? { correlation: matrix } : {}) }));
  };
  const swap = (from: number, to: number): void =>
    change(
      moved(list, from, to),
      correlation &&
        moved(
          correlation.map((row) => moved(row, from, to)),
          from,
          to,
        ),
    );
  return (
    <ol className="cards" aria-label="Channels">
      {list.map((channel, index) => {
        const one = item(channels, index, channel);
        const name = `Channel ${channel.name}`;
        return (
          <ItemCard
            key={`${index} ${list.length}`}
            path={one.path}
            title={channel.name}
            name={name}
            sentence={describe(channel, shared !== undefined)}
            menu={[
              ['Move up', index > 0, () => swap(index, index - 1)],
              ['Move down', index < list.length - 1, () => swap(index, index + 1)],
              [
                'Duplicate',
                true,
                () =>
                  change(
                    doubled(list, index).with(index + 1, { ...channel, name: freeChannel(list) }),
                    correlation && grown(correlation, index + 1),
                  ),
              ],
              [
                'Remove',
                list.length > 1,
                () => change(without(list, index), correlation && shrunk(correlation, index)),
              ],
            ]}
          >
            <Written
              label="Name"
              name={`${name}, name`}
              reading={channelName}
              edit={at(one, 'name')}
              quiet={false}
            />
            <NumberSlider
              label="Scale"
              name={`${name}, scale`}
              meaning="The signal times this"
              usual={1}
              edit={orElse(at(one, 'scale'), 1)}
            />
            <NumberSlider
              label="Shift"
              name={`${name}, shift`}
              meaning="Added to the signal"
              usual={10}
              edit={orElse(at(one, 'shift'), 0)}
            />
            <Written
              label="Lag"
              name={`${name}, lag`}
              meaning="The signal comes so much later"
              placeholder="none, or 5min"
              reading={optional(durationReading)}
              edit={at(one, 'lag')}
            />
            {shared && (
              <NumberSlider
                label="Weight"
                name={`${name}, weight of the shared component`}
                meaning="Of the shared component"
                usual={1}
                edit={orElse(at(one, 'weight'), 1)}
              />
            )}
          </ItemCard>
        );
      })}
    </ol>
  );
}

const startingShared = (): NonNullable<Channels['shared']> => ({
  signal: [{ sine: { period: '1d', amplitude: 1 } }],
});

/** Several series at once: how each differs, how their noises hang together, and what all share. */
export function ChannelsSection({ edit }: { edit: Edit<SyntheticSource> }): ReactElement {
  const whole = at(edit, 'channels');
  const { settle } = useProblem(whole.path);
  const channels = whole.value;
  const add = (): void => {
    const list = channels?.list ?? [{ name: 'channel-1' }];
    const next = [...list, { name: freeChannel(list) }];
    const matrix = channels?.correlation;
    settle(
      whole.commit({
        ...channels,
        list: next,
        ...(matrix ? { correlation: grown(matrix, matrix.length) } : {}),
      }),
    );
  };
  const action = (
    <button type="button" className="button quiet add" onClick={add}>
      + channel
    </button>
  );
  if (!channels) {
    return (
      <Section title="Channels" said="one series" startsOpen={false} action={action}>
        <p className="hint">
          With channels the source makes several series at once: the same signal, each scaled, shifted or
          later, with noises that hang together as much as you say.
        </p>
      </Section>
    );
  }
  const some = whole as unknown as Edit<Channels>;
  const { list, correlation, shared } = channels;
  const sharedEdit = at(some, 'shared');
  const part = sharedEdit as unknown as Edit<NonNullable<Channels['shared']>>;
  return (
    <Section title="Channels" said={`${list.length} series`} action={action}>
      <ChannelCards edit={some} />
      <Toggle
        label="Correlated"
        name="Correlated noise"
        meaning="Whether the channels’ noises hang together"
        edit={{
          value: correlation !== undefined,
          path: `${some.path}.correlated`,
          preview: () => undefined,
          commit: (on) => at(some, 'correlation').commit(on ? identity(list.length) : undefined),
        }}
      />
      {correlation && (
        <Correlation
          names={list.map(({ name }) => name)}
          edit={at(some, 'correlation') as unknown as Edit<number[][]>}
        />
      )}
      <Toggle
        label="Shared part"
        name="Shared component"
        meaning="A component that all channels have in common, each by its weight"
        edit={{
          value: shared !== undefined,
          path: `${some.path}.sharing`,
          preview: () => undefined,
          commit: (on) => sharedEdit.commit(on ? startingShared() : undefined),
        }}
      />
      {shared && (
        <div className="inner">
          <BaseList title="Shared signal" one="shared base" edit={at(part, 'signal')} />
          <NoiseList title="Shared noise" one="shared noise" edit={at(part, 'noise')} />
        </div>
      )}
      <button type="button" className="button quiet" onClick={() => settle(whole.commit(undefined))}>
        One series again
      </button>
    </Section>
  );
}
