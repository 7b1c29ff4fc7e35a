import type { ReactElement } from 'react';
import { plural, measure } from '../../../core/format';
import type { Channel, Channels, SyntheticSource } from '../../../core/recipe/types';
import {
  doubled,
  editOf,
  item,
  member,
  moved,
  presence,
  present,
  withDefault,
  without,
  type Edit,
} from '../../kit/form/edit';
import { Section } from '../../kit/form/Field';
import { SliderField, SwitchField, TextField } from '../../kit/form/fields';
import { useProblem } from '../../kit/form/problems';
import { durationReading, optional, requiredText } from '../../kit/form/readings';
import { spanOf } from '../../kit/format';
import { ItemCard } from '../ItemCard';
import { Correlation } from './Correlation';
import { BaseList, NoiseList } from './lists';
import { grown, identity, shrunk } from './matrix';

const channelName = requiredText('a name such as pressure');

function describe({ scale = 1, shift = 0, lag, weight = 1 }: Channel, shares: boolean): string {
  const parts = [
    scale === 1 ? '' : `signal × ${measure(scale)}`,
    shift === 0 ? '' : `${shift > 0 ? '+' : '−'} ${measure(Math.abs(shift))}`,
    lag === undefined ? '' : `${spanOf(lag)} delay`,
    shares && weight !== 1 ? `shared × ${measure(weight)}` : '',
  ];
  return parts.filter(Boolean).join(', ') || 'the signal itself';
}

/** A name that no channel has: `channel-3`. */
function freeChannel(list: readonly Channel[]): string {
  for (let n = list.length + 1; ; n++)
    if (!list.some(({ name }) => name === `channel-${n}`)) return `channel-${n}`;
}

function ChannelCards({ edit }: { edit: Edit<Channels> }): ReactElement {
  const { list, correlation, shared } = edit.value;
  const { report } = useProblem(`${edit.path}.list`);
  const channels = member(edit, 'list');
  /** Another list, the matrix with it. */
  const change = (next: Channel[], matrix = correlation): void => {
    const { correlation: _old, ...rest } = edit.value;
    report(edit.commit({ ...rest, list: next, ...(matrix ? { correlation: matrix } : {}) }));
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
  const duplicate = (channel: Channel, index: number): void =>
    change(
      doubled(list, index).with(index + 1, { ...channel, name: freeChannel(list) }),
      correlation && grown(correlation, index + 1),
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
              { label: 'Move up', disabled: index === 0, run: () => swap(index, index - 1) },
              { label: 'Move down', disabled: index === list.length - 1, run: () => swap(index, index + 1) },
              { label: 'Duplicate', run: () => duplicate(channel, index) },
              {
                label: 'Remove',
                disabled: list.length === 1,
                run: () => change(without(list, index), correlation && shrunk(correlation, index)),
              },
            ]}
          >
            <TextField
              label="Name"
              name={`${name}, name`}
              reading={channelName}
              edit={member(one, 'name')}
              live={false}
            />
            <SliderField
              label="Scale"
              name={`${name}, scale`}
              meaning="The signal is multiplied by this"
              usual={1}
              edit={withDefault(member(one, 'scale'), 1)}
            />
            <SliderField
              label="Shift"
              name={`${name}, shift`}
              meaning="Added to the signal"
              usual={10}
              edit={withDefault(member(one, 'shift'), 0)}
            />
            <TextField
              label="Delay"
              name={`${name}, delay`}
              meaning="Delay of the signal in this channel"
              placeholder="none, or 5min"
              reading={optional(durationReading)}
              edit={member(one, 'lag')}
            />
            {shared && (
              <SliderField
                label="Weight"
                name={`${name}, weight of the shared component`}
                meaning="The shared component is multiplied by this"
                usual={1}
                edit={withDefault(member(one, 'weight'), 1)}
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

/** The channels, the correlation of their noise, and the component that they share. */
function ChannelFields({ edit }: { edit: Edit<Channels> }): ReactElement {
  const { list } = edit.value;
  const correlation = member(edit, 'correlation');
  const matrix = present(correlation);
  const shared = present(member(edit, 'shared'));
  return (
    <>
      <ChannelCards edit={edit} />
      <SwitchField
        label="Correlated"
        name="Correlated noise"
        meaning="Whether the noise of the channels is correlated"
        edit={editOf(matrix !== undefined, `${edit.path}.correlated`, (on) =>
          correlation.commit(on ? identity(list.length) : undefined),
        )}
      />
      {matrix && <Correlation names={list.map(({ name }) => name)} edit={matrix} />}
      <SwitchField
        label="Shared part"
        name="Shared component"
        meaning="A component of all channels, each with its own weight"
        edit={{ ...presence(member(edit, 'shared'), startingShared()), path: `${edit.path}.sharing` }}
      />
      {shared && (
        <div className="inner">
          <BaseList title="Shared signal" one="shared base" edit={member(shared, 'signal')} />
          <NoiseList title="Shared noise" one="shared noise" edit={member(shared, 'noise')} />
        </div>
      )}
    </>
  );
}

/** Several series at once: how each differs, how their noise is correlated, and what they share. */
export function ChannelsSection({ edit }: { edit: Edit<SyntheticSource> }): ReactElement {
  const whole = member(edit, 'channels');
  const { report } = useProblem(whole.path);
  const channels = present(whole);
  const add = (): void => {
    const list = channels?.value.list ?? [{ name: 'channel-1' }];
    const next = [...list, { name: freeChannel(list) }];
    const matrix = channels?.value.correlation;
    report(
      whole.commit({
        ...channels?.value,
        list: next,
        ...(matrix ? { correlation: grown(matrix, matrix.length) } : {}),
      }),
    );
  };
  return (
    <Section
      title="Channels"
      summary={channels ? plural(channels.value.list.length, 'series', 'series') : 'one series'}
      startsOpen={channels !== undefined}
      action={
        <button type="button" className="button quiet add" onClick={add}>
          + channel
        </button>
      }
    >
      {channels ? (
        <>
          <ChannelFields edit={channels} />
          <button type="button" className="button quiet" onClick={() => report(whole.commit(undefined))}>
            Remove all channels
          </button>
        </>
      ) : (
        <p className="hint">
          With channels the source generates several series at once: the same signal, scaled, shifted or
          delayed in each, with correlated noise if you set it.
        </p>
      )}
    </Section>
  );
}
