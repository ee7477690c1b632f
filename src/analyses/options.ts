import type { ColumnKind } from '../values/table';

/**
 * The settings an analysis can have beside its roles. An option's key in `options` is its key in the notebook file.
 * Every kind is read from YAML in `cells/analysis/options.ts`, held to its rules in the engine and drawn by one field
 * of the generic form.
 */
export type Option =
  | NumberOption
  | ChoiceOption
  | FlagOption
  | DateOption
  | ChoicesOption
  | RangeOption
  | ListOption
  | PerColumnOption
  | ColumnSetsOption
  | LevelsOption
  | NumberOrColumnOption
  | CutsOption
  | TextsOption
  | CentresOption;
export type Options = Record<string, Option>;

interface OptionBase {
  label: string;
  help: string;
  /** Only compute and later parts read it: a change needs no query. */
  live?: boolean;
  /** Folded away under "More settings" in the form, unless the cell says something else than the default. */
  advanced?: boolean;
}
/** A number; with the default null it may be left out, and the analysis decides. */
export interface NumberOption extends OptionBase {
  kind: 'number';
  default: number | null;
  /** What a new cell is given where that is not the default: files from before the option keep the default. */
  proposed?: number;
  min: number;
  max: number;
  /** 1 for whole numbers, which are then enforced. */
  step: number;
  /** How the form writes it; files always hold the plain number. */
  shown?: 'percent';
}
export interface ChoiceOption extends OptionBase {
  kind: 'choice';
  default: string;
  /** As for numbers. */
  proposed?: string;
  choices: readonly { value: string; label: string }[];
}
export interface FlagOption extends OptionBase {
  kind: 'flag';
  default: boolean;
}
/** An ISO day; null means not given. */
export interface DateOption extends OptionBase {
  kind: 'date';
  default: null;
}
/** Several of a list: `models: [bg-nbd, pareto-nbd]`. Empty means that the analysis decides. */
export interface ChoicesOption extends OptionBase {
  kind: 'choices';
  default: readonly string[];
  choices: readonly { value: string; label: string }[];
}
/** Whole numbers from one to another: `k: 4` or `k: 2..8`. */
export interface RangeOption extends OptionBase {
  kind: 'range';
  default: { from: number; to: number };
  min: number;
  max: number;
}
/** Texts as they stand in the file: `notApplicable: [99, don't know]` gives '99' and "don't know". */
export interface ListOption extends OptionBase {
  kind: 'list';
  default: readonly string[];
}
/**
 * One number for every column of a role, or one by column: `step: 1` or `step: { q2: 0.5 }`. Where an option of the kind
 * `columnSets` makes groups of the role's columns, these can be named too.
 */
export interface PerColumnOption extends OptionBase {
  kind: 'perColumn';
  default: number | null;
  /** The role whose columns, or groups of them, can be named. */
  of: string;
}
/** Named groups of columns of a role: `groups: { Delivery: [q2, q3] }`. A column stands in one group at most. */
export interface ColumnSetsOption extends OptionBase {
  kind: 'columnSets';
  default: Readonly<Record<string, never>>;
  of: string;
}
/** Levels to keep, by column of a role: `filter: { region: [North, South] }`. Levels are texts as the analysis names them. */
export interface LevelsOption extends OptionBase {
  kind: 'levels';
  default: Readonly<Record<string, never>>;
  of: string;
}
/** `margin: 0.3`, or a column that holds one per row: `margin: gross_margin`. */
export interface NumberOrColumnOption extends OptionBase {
  kind: 'numberOrColumn';
  default: number | null;
  min: number;
  max: number;
  shown?: 'percent';
  /** Kinds of columns that can stand for it. */
  accepts: readonly ColumnKind[];
}
/** Rising cut points by name: `fixedCuts: { recency: [30, 90, 180] }`. */
export interface CutsOption extends OptionBase {
  kind: 'cuts';
  default: Readonly<Record<string, never>>;
  /** The names there are; absent: any. */
  names?: readonly string[];
}
/** Texts by name: `names: { '1': Champions }`. */
export interface TextsOption extends OptionBase {
  kind: 'texts';
  default: Readonly<Record<string, never>>;
  /** What counts while nothing is given: the form shows it, and the first change writes all of it. */
  standard?: Readonly<Record<string, string>>;
}
/** Named points: `names: { Champions: { frequency: 12, recency: 9 } }`. */
export interface CentresOption extends OptionBase {
  kind: 'centres';
  default: Readonly<Record<string, never>>;
}

/** What a chosen option gives the analysis, by its kind. */
export type ChosenOption<O extends Option> = O extends NumberOption
  ? O['default'] extends null
    ? number | null
    : number
  : O extends FlagOption
    ? boolean
    : O extends DateOption
      ? string | null
      : O extends ChoicesOption
        ? O['choices'][number]['value'][]
        : O extends RangeOption
          ? { from: number; to: number }
          : O extends ListOption
            ? string[]
            : O extends PerColumnOption
              ? number | Readonly<Record<string, number>> | (O['default'] extends null ? null : never)
              : O extends ColumnSetsOption | LevelsOption
                ? Readonly<Record<string, readonly string[]>>
                : O extends NumberOrColumnOption
                  ? number | { column: string } | (O['default'] extends null ? null : never)
                  : O extends CutsOption
                    ? Readonly<Record<string, readonly number[]>>
                    : O extends TextsOption
                      ? Readonly<Record<string, string>>
                      : O extends CentresOption
                        ? Readonly<Record<string, Readonly<Record<string, number>>>>
                        : O extends { choices: readonly { value: infer V }[] }
                          ? V
                          : string;
export type ChosenOptions<F extends Options> = { [K in keyof F]: ChosenOption<F[K]> };
/** Any option's value, as it crosses threads. */
export type OptionValue =
  | number
  | string
  | boolean
  | null
  | readonly string[]
  | { from: number; to: number }
  | { column: string }
  | Readonly<Record<string, number>>
  | Readonly<Record<string, string>>
  | Readonly<Record<string, readonly string[]>>
  | Readonly<Record<string, readonly number[]>>
  | Readonly<Record<string, Readonly<Record<string, number>>>>;
