/** Hands a file to the person through the browser's own download. */
export function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken the bytes once the click returned to the event loop; a minute is safe for slow disks.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A file's name from a title: letters and digits of any script, the rest as hyphens. */
export const fileNameOf = (title: string, ending: string): string =>
  `${
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'chart'
  }.${ending}`;
