/**
 * The printed notebook as one HTML file that any browser shows: styles and pictures inside, no script, and a policy by
 * which it can load nothing.
 *
 * @param report the element of the report as it stands on the page
 */
export function htmlReport(report: Element, title: string): Blob {
  const styles = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    // Only what styles the report; what is for screens or paper alone is not needed here.
    .filter((rule) => rule instanceof CSSStyleRule && isWithin(report, rule.selectorText))
    .map(({ cssText }) => cssText);
  const head = document.implementation.createHTMLDocument(title);
  head.documentElement.lang = 'en';
  const policy = head.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  const letters = head.createElement('meta');
  letters.setAttribute('charset', 'utf-8');
  const style = head.createElement('style');
  style.textContent = `${styles.join('\n')}\nbody { margin: 0; background: #fff; } .on-paper { display: block !important; max-width: 720px; margin: 24px auto; padding: 0 16px; }`;
  head.head.prepend(letters, policy);
  head.head.append(style);
  head.body.append(head.importNode(report, true));
  return new Blob([`<!doctype html>\n${head.documentElement.outerHTML}\n`], { type: 'text/html' });
}

const isWithin = (report: Element, selector: string): boolean =>
  report.matches(selector) || report.querySelector(selector) !== null;
