// A form that the bot opens. It stays open, with what was typed, until it was taken or is closed.

import { find, fresh, make } from './make.js';

/** Opens a form; `submit` sends it. */
export function openForm(form, submit) {
  const dialog = find('form');
  const inputs = form.inputs.map((input) => ({ id: input.id, ...field(input) }));
  const wrong = make('p', { class: 'wrong', role: 'alert' });
  const send = make('button', { type: 'submit', class: 'main' }, 'Send');
  const sheet = make('form', {
    onsubmit: async (event) => {
      event.preventDefault();
      send.disabled = true;
      const result = await submit(form, inputs.map(({ id, control }) => [id, control.value]));
      send.disabled = false;
      if (result.refused || result.silent) wrong.textContent = result.refused ?? 'The application did not respond. The form is still here.';
      // The answer may have opened another form, which is this dialog by now.
      else if (sheet.isConnected) dialog.close();
    },
  },
  make('h2', { id: 'form-title' }, form.title),
  ...inputs.map(({ node }) => node),
  wrong,
  make('div', { class: 'ends' }, make('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), send));
  dialog.replaceChildren(sheet);
  dialog.setAttribute('aria-labelledby', 'form-title');
  if (!dialog.open) dialog.showModal();
  inputs[0]?.control.focus();
}

function field(input) {
  const id = fresh('input');
  const given = {
    id, required: input.required, minlength: input.min || null, maxlength: input.max, placeholder: input.placeholder,
  };
  const control = make(input.long ? 'textarea' : 'input', given);
  control.value = input.value;
  const label = input.required ? input.label : `${input.label} (optional)`;
  return { control, node: make('div', { class: 'field' }, make('label', { for: id }, label), control) };
}
