import { DropdownMenu as M } from 'radix-ui';
import type { ReactElement } from 'react';
import type { SeriesInfo } from '../../state/engine/engine';
import { IconButton } from '../kit/controls';
import { injectInto, modelSeries } from './actions';

/** What can be made of a series. */
export function SeriesMenu({ series: { name } }: { series: SeriesInfo }): ReactElement {
  const entries: [string, () => void][] = [
    ['Inject anomalies…', () => injectInto(name)],
    ['Model this series…', () => void modelSeries(name)],
    ['Model it with bootstrapped residuals…', () => void modelSeries(name, true)],
  ];
  return (
    <M.Root>
      <M.Trigger asChild>
        <IconButton className="small remove menu-of" icon="more" label={`Menu of ${name}`} />
      </M.Trigger>
      <M.Portal>
        <M.Content className="menu" align="end">
          {entries.map(([text, act]) => (
            <M.Item key={text} className="menu-item" onSelect={act}>
              {text}
            </M.Item>
          ))}
        </M.Content>
      </M.Portal>
    </M.Root>
  );
}
