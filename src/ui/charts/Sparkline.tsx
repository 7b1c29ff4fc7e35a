import { memo, type ReactElement } from 'react';
import { linePath } from './shapes';

interface SparklineProps {
  values: readonly (number | null)[];
  width?: number;
  height?: number;
}

/** A line the size of a word, in the colour of the text around it. Decoration: the name beside it is what a screen reader reads. */
export const Sparkline = memo(function Sparkline({
  values,
  width = 64,
  height = 16,
}: SparklineProps): ReactElement {
  const path = linePath(
    values.map((value, index) => [index, value] as const),
    [0, Math.max(1, values.length - 1)],
    width - 2,
    height - 2,
  );
  return (
    <svg className="sparkline" width={width} height={height} aria-hidden="true" focusable="false">
      <path
        d={path}
        transform="translate(1 1)"
        fill="none"
        stroke="currentColor"
        strokeWidth="1"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
});
