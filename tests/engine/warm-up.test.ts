import { describe, expect, it } from 'vitest';
import type { Bindings } from '../../src/engine/bindings';
import { Idle } from '../../src/engine/idle';
import { Run } from '../../src/engine/run';
import { relationNames, texts } from '../../src/engine/relations';
import { decodeTable } from '../../src/engine/decode';
import { warmUp } from '../../src/engine/warm-up';
import { Stopped } from '../../src/values/problem';
import { openNodeDatabase } from './node-engine';

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('warming up', () => {
  it('leaves no table, whether it ends or is stopped', async () => {
    const database = await openNodeDatabase();
    const tables = async (): Promise<string[]> =>
      texts(decodeTable(await database.work.query('SELECT table_name FROM duckdb_tables()')), 'table_name');
    await database.work.query('CREATE TABLE kept AS SELECT 1 AS x');
    await warmUp(database, database.look, new Run());
    expect((await tables()).filter((name) => !name.startsWith('soundings_rejected'))).toEqual(['kept']);
    expect(await relationNames(database.work)).toEqual(['kept']);
    const run = new Run();
    // A person drops a file just as the made one has been handed over.
    const interrupted = new Proxy(database.bindings, {
      get(target, key: keyof Bindings) {
        if (key === 'registerFileBuffer') run.stop();
        return (target[key] as (...given: unknown[]) => unknown).bind(target);
      },
    });
    const stopped = warmUp({ ...database, bindings: interrupted }, database.look, run);
    await expect(stopped).rejects.toThrow(Stopped);
    expect((await tables()).filter((name) => !name.startsWith('soundings_rejected'))).toEqual(['kept']);
  });
});

describe('idle work', () => {
  /** Work that takes until it is stopped or let go, counting its beginnings. */
  function slowWork(): { begun: Run[]; finish: () => void; work: (run: Run) => Promise<void> } {
    const begun: Run[] = [];
    const given = { begun, finish: (): void => undefined, work };
    function work(run: Run): Promise<void> {
      begun.push(run);
      return run
        .during(
          () => given.finish(),
          () => new Promise<void>((resolve) => (given.finish = resolve)),
        )
        .then(() => run.check());
    }
    return given;
  }

  it('begins only when no call is under way, and once', async () => {
    const { begun, work } = slowWork();
    const idle = new Idle(5, work);
    await idle.during(() => idle.during(() => pause(20)).then(() => pause(20)));
    expect(begun).toHaveLength(0);
    await pause(20);
    expect(begun).toHaveLength(1);
  });

  it('gives way to a call, and is tried again after it until it has been done', async () => {
    const given = slowWork();
    const idle = new Idle(5, given.work);
    await idle.during(() => pause(1));
    await pause(20);
    await idle.during(() => pause(1));
    expect(given.begun.map(({ stopped }) => stopped)).toEqual([true]);
    await pause(20);
    expect(given.begun.map(({ stopped }) => stopped)).toEqual([true, false]);
    given.finish();
    await pause(5);
    await idle.during(() => pause(1));
    await pause(20);
    expect(given.begun).toHaveLength(2);
  });

  it('is not tried again when it fails by itself, and tells nobody', async () => {
    let times = 0;
    const idle = new Idle(1, () => {
      times += 1;
      return Promise.reject(new Error('broken'));
    });
    for (let call = 0; call < 3; call++) {
      await idle.during(() => Promise.resolve());
      await pause(10);
    }
    expect(times).toBe(1);
  });
});
