import { create } from 'zustand';

export const panelTabs = ['signal', 'anomalies', 'steps'] as const;
export type PanelTab = (typeof panelTabs)[number];

interface PanelState {
  tab: PanelTab;
  /** Id of the injection whose parameters are open. */
  open: string | null;
}

/** What the right-hand column shows of a generated series. */
export const usePanel = create<PanelState>()(() => ({ tab: 'signal', open: null }));

export const setPanelTab = (tab: PanelTab): void => usePanel.setState({ tab });
export const openInjection = (open: string | null): void => usePanel.setState({ open });
