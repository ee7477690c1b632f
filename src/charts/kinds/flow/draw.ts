import * as Plot from '@observablehq/plot';
import { formatCount, formatPercent } from '../../../values/format';
import type { ChartDrawing, Frame } from '../../chart-kind';
import { roomFor, seriesColors, sharedOptions, shortened, textWidth } from '../../marks';
import type { FlowChart } from '../../spec';
import { tip } from '../../tips';
import { flowOf, type Band, type Block, type Flow } from './bands';

const BLOCK = 12;

/** Two stacks of blocks and bands between them in the colour of where they come from; names and shares beside. */
export const flowDrawing: ChartDrawing<FlowChart> = {
  mark: 'flow',
  draw(spec, rows, frame) {
    const levels = flowOf(spec, rows, 1).left.length;
    const height = Math.max(180, Math.min(460, levels * 46));
    const flow = flowOf(spec, rows, height);
    const room = roomFor(
      flow.left.flatMap((block) => [wordsOf(block, flow)]),
      70,
      Math.min(200, frame.width * 0.32),
    );
    const right = frame.width - 2 * room - BLOCK;
    return Plot.plot({
      ...sharedOptions(spec, frame),
      height: height + 40,
      marginLeft: room,
      marginRight: room,
      marginTop: 30,
      marginBottom: 10,
      x: { axis: null, domain: [0, right + BLOCK] },
      y: { axis: null, domain: [height, 0] },
      marks: [
        ...heads(spec, frame, right),
        bandsMark(flow, frame, right),
        ...side(flow.left, flow, frame, 0, room),
        ...side(flow.right, flow, frame, right, room),
        tip(flow.bands, frame, {
          x: right / 2,
          y: (band) => (band.leftMiddle + band.rightMiddle) / 2,
          reach: 'both',
          words: ({ from, to, value }) => [
            from === to ? `${from}: stayed` : `${from} → ${to}`,
            `${formatCount(value)} (${formatPercent(value / flow.total, 1)})`,
          ],
        }),
      ],
    });
  },
};

const colorIn = (flow: Flow, frame: Frame): ((level: string) => string) => {
  const levels = flow.left.map(({ level }) => level);
  const colors = seriesColors(levels, frame);
  return (level) => colors[levels.indexOf(level)] ?? frame.colors.mute;
};

function bandsMark(flow: Flow, frame: Frame, right: number): Plot.Markish {
  const color = colorIn(flow, frame);
  return Plot.link(flow.bands, {
    x1: BLOCK,
    x2: right,
    y1: 'leftMiddle',
    y2: 'rightMiddle',
    curve: 'bump-x',
    stroke: (band: Band) => color(band.from),
    strokeWidth: (band: Band) => Math.max(0.75, band.width),
    strokeOpacity: 0.32,
  });
}

function side(
  blocks: readonly Block[],
  flow: Flow,
  frame: Frame,
  left: number,
  room: number,
): Plot.Markish[] {
  const color = colorIn(flow, frame);
  const shown = blocks.filter(({ value }) => value > 0);
  return [
    Plot.rect(shown, {
      x1: left,
      x2: left + BLOCK,
      y1: 'top',
      y2: (block: Block) => block.top + block.height,
      fill: (block: Block) => color(block.level),
    }),
    Plot.text(shown, {
      x: left === 0 ? 0 : left + BLOCK,
      y: (block: Block) => block.top + block.height / 2,
      text: (block: Block) => wordsOf(block, flow, room - 10),
      textAnchor: left === 0 ? 'end' : 'start',
      dx: left === 0 ? -6 : 6,
      fill: frame.colors.ink,
    }),
  ];
}

/** "Champions 27 %"; where there is little room the name is cut, never the share. */
function wordsOf({ level, value }: Block, { total }: Flow, room = Infinity): string {
  const share = ` ${formatPercent(value / total, value < 0.095 * total ? 1 : 0)}`;
  return `${room === Infinity ? level : shortened(level, room - textWidth(share))}${share}`;
}

const heads = (spec: FlowChart, frame: Frame, right: number): Plot.Markish[] =>
  [
    { text: spec.leftLabel, x: BLOCK, textAnchor: 'end' as const },
    { text: spec.rightLabel, x: right, textAnchor: 'start' as const },
  ].map(({ text, x, textAnchor }) =>
    Plot.text([text], {
      x,
      y: 0,
      dy: -16,
      text: [text],
      textAnchor,
      fill: frame.colors.mute,
      fontWeight: 600,
    }),
  );
