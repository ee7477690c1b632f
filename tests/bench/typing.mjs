// What a notebook of many cells costs the person who types in it.

/** A notebook of so many cells: prose, SQL that reads the cell before it, inputs and charts, all with results. */
export function bigNotebook(cells) {
  const parts = Array.from({ length: cells }, (_, index) => {
    if (index % 10 === 0) return `## Part ${index / 10 + 1}\n\nSome **words** on what follows, and \`code\`.`;
    if (index % 10 === 5)
      return `\`\`\`input name=least_${index}\ntype: number\nvalue: ${index % 7}\nmin: 0\nmax: 9\n\`\`\``;
    if (index % 10 === 7)
      return `\`\`\`chart name=picture_${index}\nfrom: numbers_${index - 1}\nmark: bar\nx: n\ny: square\naggregate: none\n\`\`\``;
    const before =
      index % 10 > 1 && index % 10 !== 6 && index % 10 !== 8 ? `numbers_${index - 1}` : 'range(12) AS r(n)';
    return `\`\`\`sql name=numbers_${index}\nSELECT n, n * n AS square, 'row ' || n AS label\nFROM ${before}\nORDER BY n\n\`\`\``;
  });
  return ['---', 'soundings: 1', 'title: Many cells', '---', '', parts.join('\n\n'), ''].join('\n');
}

/**
 * The longest task of the page's main thread while `act` runs, in milliseconds: `wall` as the clock has it, `cpu` as
 * the thread worked (which other programs of the machine do not lengthen). By the browser's own trace.
 */
export async function longestTask(page, act) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', '__metadata'],
    },
  });
  await page.evaluate(() => performance.mark('typing'));
  await act();
  const ended = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await ended;
  await session.detach();
  return longestOf(events, await page.evaluate(() => location.href));
}

/** Tasks of the threads called CrRendererMain; of several renderers the one that worked most is the page's. */
function longestOf(events) {
  const mains = new Map(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => [`${pid} ${tid}`, { wall: 0, cpu: 0, total: 0, tasks: 0 }]),
  );
  for (const { name, pid, tid, dur = 0, tdur = dur } of events) {
    const main = mains.get(`${pid} ${tid}`);
    if (name !== 'RunTask' || !main) continue;
    main.wall = Math.max(main.wall, dur / 1000);
    main.cpu = Math.max(main.cpu, tdur / 1000);
    main.total += tdur / 1000;
    main.tasks += 1;
  }
  return (
    [...mains.values()].sort((one, other) => other.total - one.total)[0] ?? {
      wall: 0,
      cpu: 0,
      total: 0,
      tasks: 0,
    }
  );
}
