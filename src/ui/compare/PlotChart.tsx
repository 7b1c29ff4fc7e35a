import { useCallback, type ReactElement } from 'react';
import { EChartsHost } from '../charts/EChartsHost';
import type { Theme } from '../styles/palette';
import { plotOption } from './plotOption';
import type { PlotView } from './plots';

/** One plot; what it shows is said in words beside it. */
export default function PlotChart({ view, theme }: { view: PlotView; theme: Theme }): ReactElement {
  const option = useCallback(() => plotOption(view, theme), [view, theme]);
  return <EChartsHost option={option} />;
}
