import DOMPurify, { type Config } from 'dompurify';
import { Marked, type Tokens } from 'marked';

/** Only what prose needs: nothing that loads, runs, submits, frames or plays. Held by a browser test. */
export const markdownRules = {
  ALLOWED_TAGS: [
    ...[
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'p',
      'br',
      'hr',
      'blockquote',
      'pre',
      'code',
      'kbd',
      'ul',
      'ol',
      'li',
    ],
    ...['strong', 'em', 'b', 'i', 'u', 's', 'del', 'ins', 'mark', 'sub', 'sup', 'small', 'span', 'div'],
    ...[
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'dl',
      'dt',
      'dd',
      'details',
      'summary',
      'a',
      'img',
      'abbr',
    ],
  ],
  ALLOWED_ATTR: [
    'href',
    'src',
    'alt',
    'title',
    'align',
    'start',
    'colspan',
    'rowspan',
    'open',
    'width',
    'height',
  ],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
} satisfies Config;

/** Whether a picture's address holds the picture itself, so that showing it asks nobody. SVG is left out: it can load. */
export const isOwnPicture = (address: string): boolean =>
  /^data:image\/(png|jpeg|gif|webp|avif);base64,[a-z0-9+/=\s]*$/i.test(address.trim());

/** Whether a click on the address may leave: web, mail, or a place on this page. */
export const isSafeLink = (address: string): boolean => /^(https?:|mailto:|#)/i.test(address.trim());

function tidy(element: Element): void {
  const source = element.getAttribute('src');
  if (source !== null && !(element.tagName === 'IMG' && isOwnPicture(source))) element.removeAttribute('src');
  const address = element.getAttribute('href');
  if (address === null) return;
  if (element.tagName !== 'A' || !isSafeLink(address)) return element.removeAttribute('href');
  if (address.startsWith('#')) return;
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noreferrer noopener');
  element.setAttribute('title', address);
}

/** A picture that may not be shown becomes its description, so that its absence is seen. */
function replacePicture(image: Element): void {
  if (image.hasAttribute('src')) return;
  const words = image.ownerDocument.createElement('em');
  words.textContent = `[picture not loaded${image.getAttribute('alt') ? `: ${image.getAttribute('alt')}` : ''}]`;
  image.replaceWith(words);
}

const plainTag =
  /^<\/?(b|br|dd|del|details|div|dl|dt|em|hr|i|ins|kbd|mark|p|s|small|strong|sub|summary|sup|u)\s*\/?>$/i;

/**
 * HTML that stands in Markdown: tags of prose without attributes stay, comments go, everything else is shown as the
 * text it is. So no parser ever meets a handler or an address in it.
 */
export const showForeignHtml = (html: string): string =>
  html.replace(/<!--.*?(-->|$)|<[^<>]*>|</gs, (tag) =>
    tag.startsWith('<!--')
      ? ''
      : plainTag.test(tag)
        ? tag
        : tag.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  );

const markdown = new Marked({
  gfm: true,
  renderer: { html: ({ text }) => showForeignHtml(text) },
  // The page has its one heading of the first level: the notebook's stand below it.
  walkTokens: (token) => {
    if (token.type === 'heading')
      (token as Tokens.Heading).depth = Math.min(6, (token as Tokens.Heading).depth + 1);
  },
});

/**
 * Markdown as safe HTML. DOMPurify parses in a document that is not shown and loads nothing; every address that
 * would be fetched is gone before the result reaches the page. Links show where they lead.
 */
export function renderMarkdown(text: string): string {
  const html = markdown.parse(text, { async: false });
  const body = DOMPurify.sanitize(html, { ...markdownRules, RETURN_DOM: true }) as HTMLElement;
  for (const element of body.querySelectorAll('[src], [href]')) tidy(element);
  for (const image of body.querySelectorAll('img')) replacePicture(image);
  return body.innerHTML;
}
