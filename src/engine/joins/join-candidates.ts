import type { JoinCandidate } from '../import-api';
import type { Connection } from '../queries';
import type { Run } from '../run';
import { twoOfEachTwo } from './best-of-two';
import { keyColumns, type KeyColumn } from './key-columns';
import { KeyCounts } from './key-counts';
import { likelyPairs } from './likely-pairs';

/** Milliseconds after which no further pair is counted. */
const PATIENCE = 8000;
const LEAST_COVERAGE = 0.2;

/**
 * Columns of different relations whose values match, the best first: at most two for every two relations. Some values
 * of each column are looked up in the others; what is found is counted over all rows, by hashes of the values; of tables
 * of more than 200,000 rows over a part of the values, which is true to a few thousandths. Empty where nothing matches a
 * fifth of the rows of either side. A device that takes eight seconds gives what it has counted by then.
 */
export async function joinCandidates(
  connection: Connection,
  relations: readonly string[],
  run: Run,
): Promise<JoinCandidate[]> {
  const started = performance.now();
  const columns: KeyColumn[] = [];
  for (const relation of relations) columns.push(...(await keyColumns(connection, relation, run)));
  const pairs = await likelyPairs(connection, columns, run);
  const counts = new KeyCounts(connection, run);
  try {
    const found: JoinCandidate[] = [];
    for (const pair of pairs) {
      if (found.length > 0 && performance.now() - started > PATIENCE) break;
      const candidate = await counts.candidate(pair);
      if (candidate.common > 1 && bestCoverage(candidate) >= LEAST_COVERAGE) found.push(candidate);
    }
    return twoOfEachTwo(found, worth, ({ left, right }) => `${left}\n${right}`);
  } finally {
    await counts.drop();
  }
}

const bestCoverage = ({ leftCoverage, rightCoverage }: JoinCandidate): number =>
  Math.max(leftCoverage, rightCoverage);

/** A key that is unique on one side joins without multiplying rows. */
const worth = ({ leftCoverage, rightCoverage, leftUnique, rightUnique }: JoinCandidate): number =>
  leftCoverage + rightCoverage + (leftUnique || rightUnique ? 0.1 : 0);
