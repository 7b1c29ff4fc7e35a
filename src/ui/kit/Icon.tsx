import type { ReactElement } from 'react';

const paths = {
  undo: 'M6 4 3 7l3 3M3 7h6.5a3.5 3.5 0 0 1 0 7H7',
  redo: 'M10 4l3 3-3 3M13 7H6.5a3.5 3.5 0 0 0 0 7H9',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M8 3.5v.01M8 8v.01M8 12.5v.01',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  plus: 'M8 3v10M3 8h10',
  grip: 'M6 4v.01M10 4v.01M6 8v.01M10 8v.01M6 12v.01M10 12v.01',
  bin: 'M3 4.5h10M6.5 4V2.500h3V4M4.500 4.500l.6 9h5.800l.6-9M6.800 7v4M9.200 7v4',
  copy: 'M6 6h7v7H6zM10 3H3v7',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5z',
  half: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  share: 'M6.5 9.5l3-3M7 5l2-2a2.8 2.8 0 0 1 4 4l-2 2M9 11l-2 2a2.8 2.8 0 0 1-4-4l2-2',
  braces:
    'M6 2.5c-2 0-1.5 2-1.5 3S4 8 3 8c1 0 1.5 1.500 1.500 2.500s-.5 3 1.500 3M10 2.500c2 0 1.500 2 1.500 3S12 8 13 8c-1 0-1.500 1.500-1.500 2.500s.5 3-1.500 3',
} as const;

export function Icon({ name }: { name: keyof typeof paths }): ReactElement {
  const dots = name === 'more' || name === 'grip';
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill={name === 'half' ? 'none' : 'none'}
        stroke="currentColor"
        strokeWidth={dots ? 2 : 1.4}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
export type IconName = keyof typeof paths;
