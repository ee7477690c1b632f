// What a notebook of many cells costs the person who types in it.

/** A notebook of so many cells: half of them prose, the rest SQL, inputs and charts, all with results. */
export function bigNotebook(cells) {
  const kinds = [prose, sql, prose, input, prose, sql, prose, chart, prose, sql];
  const parts = Array.from({ length: cells }, (_, index) => kinds[index % kinds.length](index));
  return [
    '---',
    'soundings: 1',
    'title: Many cells',
    '---',
    '',
    parts.join('\n\n<!-- cell -->\n\n'),
    '',
  ].join('\n');
}
const prose = (index) =>
  `## Part ${index}\n\nSome **words** on what follows, with \`code\` and a list:\n\n- one\n- two`;
const sql = (index) =>
  `\`\`\`sql name=numbers_${index}\nSELECT n, n * n AS square, 'row ' || n AS label\nFROM range(12) AS r(n)\nORDER BY n\n\`\`\``;
const input = (index) =>
  `\`\`\`input name=least_${index}\ntype: number\nvalue: ${index % 7}\nmin: 0\nmax: 9\n\`\`\``;
const chart = (index) =>
  `\`\`\`chart name=picture_${index}\nfrom: numbers_${index - 2}\nmark: bar\nx: n\ny: square\naggregate: none\n\`\`\``;

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
  await act();
  const ended = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await ended;
  await session.detach();
  return longestOf(events);
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
