/** The parts of ECharts that the charts are made of; nothing else of it is bundled. What it draws, and what the lab draws by itself: ADR 12. */
import { CustomChart, type CustomSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  TitleComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type TitleComponentOption,
} from 'echarts/components';
import { init, use as register, type ComposeOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

register([CustomChart, GridComponent, LegendComponent, TitleComponent, CanvasRenderer, SVGRenderer]);

/** A chart as ECharts takes it, of the parts that are registered. */
export type ChartOption = ComposeOption<
  CustomSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;
export { init };
export type { CustomSeriesOption, EChartsType };
