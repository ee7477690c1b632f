import type { AnalysisResult } from '../../engine/api';

/** What an analysis shows behind one of its tabs. */
export interface PrintedPart {
  /** '' for what stands in front. */
  tab: string;
  findings: AnalysisResult['findings'];
  charts: AnalysisResult['charts'];
}

/** Findings and charts by their tab, in the order in which tabs are first asked for: paper has no tabs to open. */
export function printedParts({
  findings,
  charts,
}: Pick<AnalysisResult, 'findings' | 'charts'>): PrintedPart[] {
  const tabs = new Set(['', ...[...findings, ...charts].map(({ tab }) => tab ?? '')]);
  return [...tabs].map((tab) => ({
    tab,
    findings: findings.filter((finding) => (finding.tab ?? '') === tab),
    charts: charts.filter((chart) => (chart.tab ?? '') === tab),
  }));
}
