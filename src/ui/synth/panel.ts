import { create } from 'zustand';

export type PanelTab = 'signal' | 'anomalies' | 'steps';

interface PanelState {
  /** Of the right-hand column, where the chosen series is generated. */
  tab: PanelTab;
  /** Id of the injection whose parameters are open. */
  open: string | null;
}

/** What the right-hand column shows. */
export const usePanel = create<PanelState>()(() => ({ tab: 'signal', open: null }));

export const setPanelTab = (tab: PanelTab): void => usePanel.setState({ tab });
export const openInjection = (open: string | null): void => usePanel.setState({ open });
