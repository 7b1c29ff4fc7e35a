/** The parts of ECharts that the charts are made of; nothing else of it is bundled. */
import { CustomChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

register([CustomChart, GridComponent, LegendComponent, TitleComponent, CanvasRenderer, SVGRenderer]);

export { init };
