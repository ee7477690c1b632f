import type { Frame } from './chart-kind';

const inlined = ['font-family', 'font-size', 'font-weight', 'font-variant-numeric', 'fill', 'color'] as const;

/** What a picture's text needs to look the same alone: Plot styles by a sheet of its own, which stays inside. */
function standalone(chart: SVGSVGElement, frame: Frame): SVGSVGElement {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const [left = 0, top = 0, width = frame.width, height = 300] = viewBoxOf(chart);
  const around = 12;
  // What the pointer is on is no part of the picture.
  for (const tip of copy.querySelectorAll('[aria-label=tip]')) tip.remove();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute(
    'viewBox',
    `${left - around} ${top - around} ${width + 2 * around} ${height + 2 * around}`,
  );
  copy.setAttribute('width', String(width + 2 * around));
  copy.setAttribute('height', String(height + 2 * around));
  const style = getComputedStyle(chart);
  for (const name of inlined) copy.style.setProperty(name, style.getPropertyValue(name));
  copy.style.setProperty('color', frame.colors.ink);
  copy.style.removeProperty('background');
  const paper = chart.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const place = { x: left - around, y: top - around, width: width + 2 * around, height: height + 2 * around };
  for (const [name, value] of Object.entries(place)) paper.setAttribute(name, String(value));
  paper.setAttribute('fill', frame.colors.paper);
  copy.prepend(paper);
  return copy;
}

const viewBoxOf = (chart: SVGSVGElement): number[] =>
  (chart.getAttribute('viewBox') ?? `0 0 ${chart.getAttribute('width')} ${chart.getAttribute('height')}`)
    .split(/[\s,]+/)
    .map(Number);

/** The chart as the text of a file that any program can show: fonts and colours inside, on the frame's paper. */
export function chartSvg(chart: Element, frame: Frame, description: string): string {
  const copy = standalone(chart as SVGSVGElement, frame);
  const title = copy.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = description;
  copy.prepend(title);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

/** The chart as a PNG of `scale` times its size in CSS pixels. Rejects where the browser cannot draw it. */
export async function chartPng(chart: Element, frame: Frame, scale = 2): Promise<Blob> {
  const copy = standalone(chart as SVGSVGElement, frame);
  const width = Number(copy.getAttribute('width'));
  const height = Number(copy.getAttribute('height'));
  const image = new Image(width, height);
  // A data: address, not a blob: one, so that WebKit does not taint the canvas.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas to draw on');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture'))),
      'image/png',
    );
  });
}
