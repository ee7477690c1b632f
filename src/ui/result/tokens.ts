import type { Frame } from '../../charts/chart-kind';

/** The design's tokens as they are now on the page: a frame for charts of that width (CSS pixels). */
export const currentFrame = (width: number): Frame => frameOf(document.documentElement, width);

/** The tokens as they are at an element: paper has its own. */
export function frameOf(element: Element, width: number): Frame {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    width,
    colors: {
      ink: token('ink'),
      mute: token('mute'),
      line: token('grid'),
      paper: token('paper'),
      accent: token('accent'),
      warn: token('warn'),
      series: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => token(`series-${number}`)),
    },
    font: token('sans'),
    textures: matchMedia('(prefers-contrast: more), (forced-colors: active)').matches,
    reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}

/** Calls back whenever the tokens may have changed: light and dark, by the system or the page. */
export function onTokensChange(changed: () => void): () => void {
  const queries = [
    '(prefers-color-scheme: dark)',
    '(prefers-reduced-motion: reduce)',
    '(prefers-contrast: more)',
    '(forced-colors: active)',
  ].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
    observer.disconnect();
  };
}
