import type { Command } from './commands';
import { saveTable } from './exports';
import * as act from './source-actions';
import type { Workspace } from './workspace.svelte';

/** What the palette offers for the sources: their reports, and taking them out or back in. */
export function sourceCommands(workspace: Workspace): Command[] {
  const { notebook, sources } = workspace;
  const { readOnly } = notebook;
  const declared = notebook.document.frontMatter.sources;
  return [
    ...declared
      .filter(({ name }) => sources.get(name)?.report)
      .map(({ name }) => ({
        id: `report-${name}`,
        label: `Import report of ${name}`,
        run: () => (workspace.dialog = `report:${name}`),
      })),
    ...(readOnly ? [] : declared).map(({ name }) => ({
      id: `remove-${name}`,
      label: `Remove ${name} from the notebook`,
      run: () => act.remove(workspace, name),
    })),
    ...(readOnly ? [] : [...sources.removed.values()]).map(({ name }) => ({
      id: `restore-${name}`,
      label: `Restore ${name}`,
      run: () => act.restore(workspace, name),
    })),
  ];
}

/** Every table as a file, of the kinds there are. */
export function tableCommands(workspace: Workspace): Command[] {
  const kinds = [
    ['csv', 'CSV'],
    ['excel-csv', 'CSV for Excel'],
    ['xlsx', 'Excel workbook'],
    ['parquet', 'Parquet'],
  ] as const;
  return [...workspace.runs.tables.values()].flatMap(({ relation }) =>
    kinds.map(([as, words]) => ({
      id: `save-${as}-${relation}`,
      label: `Save ${relation} as ${words}`,
      run: () => void saveTable(workspace, relation, as),
    })),
  );
}
