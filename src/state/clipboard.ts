/**
 * Puts a text on the clipboard, by type: `text/plain`, and `text/html` where a document pastes it. Resolves with whether
 * the browser allowed it. A page over plain http has no clipboard to write to, but may still answer a copy.
 */
export async function writeClipboard(
  texts: Readonly<Record<string, string | Promise<string>>>,
): Promise<boolean> {
  const types = Object.entries(texts);
  try {
    if (!('clipboard' in navigator))
      return answerCopy(await Promise.all(types.map(async ([type, text]) => [type, await text] as const)));
    const items = types.map(
      ([type, text]) => [type, Promise.resolve(text).then((all) => new Blob([all], { type }))] as const,
    );
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(items))]);
    return true;
  } catch {
    return false;
  }
}

function answerCopy(texts: readonly (readonly [type: string, text: string])[]): boolean {
  let answered = false;
  const answer = (event: ClipboardEvent): void => {
    for (const [type, text] of texts) event.clipboardData?.setData(type, text);
    event.preventDefault();
    event.stopImmediatePropagation();
    answered = true;
  };
  document.addEventListener('copy', answer, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', answer, { capture: true });
  return answered;
}
