import { create } from 'zustand';

interface Room {
  /** All series at a glance in the place of the chosen one. */
  allSeries: boolean;
  /** Whether they all show the stretch of time that the chosen one does. */
  linked: boolean;
}

export const useRoom = create<Room>()(() => ({ allSeries: false, linked: false }));

export const toggleAllSeries = (): void => useRoom.setState(({ allSeries }) => ({ allSeries: !allSeries }));
export const toggleLinked = (): void => useRoom.setState(({ linked }) => ({ linked: !linked }));
