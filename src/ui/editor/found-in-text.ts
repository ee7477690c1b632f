import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Places to mark as found, in order, and which of them is the one that stands in the search; they move with edits. */
export const showFound = StateEffect.define<{
  places: readonly { from: number; to: number }[];
  current: number;
}>();

const found = Decoration.mark({ class: 'cm-searchMatch' });
const here = Decoration.mark({ class: 'cm-searchMatch cm-searchMatch-selected' });

export const foundInText = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    const effect = transaction.effects.find((one) => one.is(showFound));
    if (!effect) return shown.map(transaction.changes);
    const size = transaction.newDoc.length;
    const { places, current } = effect.value;
    const marks = places.flatMap(({ from, to }, index) =>
      from < to && to <= size ? [(index === current ? here : found).range(from, to)] : [],
    );
    return marks.length ? Decoration.set(marks) : RangeSet.empty;
  },
  provide: (field) => EditorView.decorations.from(field),
});
