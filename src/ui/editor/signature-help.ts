import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip } from '@codemirror/view';
import { callAt } from '../../sql/completion/completion-context';
import { LONGEST_SEARCHED, type EditorSchema } from './editor-schema';

const hide = StateEffect.define<null>();

/** While the cursor stands in the brackets of a function: its parameters, the one under way in bold. */
export function signatureHelp(schema: () => EditorSchema | undefined): Extension {
  const shown = StateField.define<Tooltip | null>({
    create: () => null,
    update(tooltip, transaction) {
      if (transaction.effects.some((effect) => effect.is(hide))) return null;
      if (!transaction.docChanged && !transaction.selection) return tooltip;
      // Only after typing: a click into a finished call asks for nothing.
      const typed = transaction.isUserEvent('input') || transaction.isUserEvent('delete');
      if (!typed && tooltip === null) return null;
      return tooltipFor(transaction.state, schema());
    },
    provide: (field) => showTooltip.from(field),
  });
  return [shown, EditorView.focusChangeEffect.of((_state, focused) => (focused ? null : hide.of(null)))];
}

function tooltipFor(state: EditorState, schema: EditorSchema | undefined): Tooltip | null {
  const { main } = state.selection;
  if (!schema?.functions || !main.empty || state.doc.length > LONGEST_SEARCHED) return null;
  const call = callAt(state.doc.toString(), main.head);
  const known = call && schema.functions.find(({ name }) => name === call.name);
  if (!call || !known?.parameters) return null;
  return {
    pos: call.from,
    above: true,
    create: () => ({ dom: signature(known.name, known.parameters, call.argument) }),
  };
}

function signature(name: string, parameters: string, argument: number): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-signature';
  dom.append(`${name}(`);
  const all = parameters.split(', ');
  all.forEach((parameter, index) => {
    if (index > 0) dom.append(', ');
    const isUnderWay = index === Math.min(argument, all.length - 1);
    const part = dom.appendChild(document.createElement(isUnderWay ? 'strong' : 'span'));
    part.textContent = parameter;
  });
  dom.append(')');
  return dom;
}

export const signatureLook = EditorView.theme({
  '.cm-signature': { padding: '3px 8px', fontFamily: 'var(--mono)', fontSize: '12px' },
});
