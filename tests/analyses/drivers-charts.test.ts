import { describe, expect, it } from 'vitest';
import { driver, madeReport } from './made-drivers-result';
import { MAP, placed, STEPS } from './made-drivers-map';

describe('the pictures of drivers', () => {
  it('stand in tabs from the money to the method', () => {
    const { findings, charts } = madeReport({
      drivers: placed(),
      model: { missing: 'em', missingAsked: 'em', completeRows: 700 },
      slice: { map: MAP, moves: { steps: STEPS, nps: false, without: [] } },
    });
    expect([...new Set([...findings, ...charts].flatMap(({ tab }) => tab ?? []))]).toEqual([
      'Moves',
      'Certainty',
    ]);
  });

  it('each have a title, a sentence and a unit, and one id of their own', () => {
    const { charts } = madeReport({
      drivers: placed(),
      slice: { map: MAP, moves: { steps: STEPS, nps: true, without: [] } },
    });
    expect(new Set(charts.map(({ id }) => id)).size).toBe(charts.length);
    for (const { spec, description } of charts) {
      expect(spec.title).toMatch(/^[A-Z]/);
      expect(description).toMatch(/^[A-Z0-9].*\.$/s);
      expect(spec.labels).toHaveProperty('x');
    }
  });

  it('tell two drivers of one label apart', () => {
    const report = madeReport({
      drivers: [driver('support', 0.6), driver('support2', 0.4)],
      run: { from: 'survey', roles: {}, labels: { support: 'Support', support2: 'Support' } },
    });
    const [importance] = report.charts;
    const labels = importance && 'rows' in importance ? importance.rows.columns[0]?.values : [];
    expect(labels).toEqual(['Support (support)', 'Support (support2)']);
  });
});
