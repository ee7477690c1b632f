import type { NotebookStore } from '../storage/api';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Light, dark, or as the system says; kept on this device. */
export class ThemeState {
  choice = $state<Theme>('system');

  constructor(private readonly store: () => NotebookStore) {}

  /** As it was chosen last. */
  async restore(): Promise<void> {
    const kept = await this.store()
      .setting('theme')
      .catch(() => null);
    this.#show(THEMES.find((theme) => theme === kept) ?? 'system');
  }

  choose(theme: Theme): void {
    this.#show(theme);
    this.store()
      .setSetting('theme', theme)
      .catch(() => undefined);
  }

  /** Dark where it is light now, and the other way round. */
  toggle(): void {
    const dark =
      this.choice === 'dark' ||
      (this.choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    this.choose(dark ? 'light' : 'dark');
  }

  #show(theme: Theme): void {
    this.choice = theme;
    // Where the system's own colours hold, charts go with them: nothing else can be read on its ground.
    const bySystem = theme === 'system' || matchMedia('(forced-colors: active)').matches;
    if (bySystem) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }
}
