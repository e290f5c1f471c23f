// Where people type: a message, a whole command as a line, or a command that is chosen from the list and filled in.

import { find, make } from './make.js';
import { on } from './store.js';
import { line, notice, say, slash } from './api.js';
import { matching } from './commands.js';
import { Combo } from './listbox.js';
import { Fields } from './fields.js';

const combo = new Combo(
  { id: 'line', placeholder: 'Write, or / for commands', 'aria-describedby': 'line-hint', suggests: 'commands' },
  { suggest: (typed) => (typed.startsWith('/') && !typed.includes(':') ? matching(typed).map(item) : []), pick: ({ leaf }, key) => choose(leaf, key) },
);
let fields = null;

const item = (leaf) => ({ label: `/${leaf.path}`, detail: leaf.description, leaf, ready: true });

/** Puts the empty line there. */
function rest(focus) {
  fields = null;
  combo.input.value = '';
  find('composer').replaceChildren(
    make('div', { class: 'line' },
      make('label', { class: 'sr', for: 'line' }, 'Message or command'), combo.node,
      make('button', { type: 'submit', class: 'main' }, 'Send')),
    make('p', { class: 'hint small', id: 'line-hint' }, 'Type / for the list of commands, or a whole line such as /count show petition:microsoft-ice-2018'));
  if (focus) combo.input.focus();
}

function choose(leaf, key) {
  // A command that was typed to its end and needs nothing more is sent, as Enter means.
  const whole = key === 'Enter' && combo.input.value.trim() === `/${leaf.path}` && !leaf.options.some((option) => option.required);
  if (whole || leaf.options.length === 0) {
    rest(true);
    slash(leaf.path, []);
    return;
  }
  fields = new Fields(leaf, { send: (options) => send(leaf, options), leave: () => rest(true) });
  find('composer').replaceChildren(fields.node);
  fields.focus();
}

async function send(leaf, options) {
  const mine = fields;
  const result = await slash(leaf.path, options);
  // What was refused stays, to be mended.
  if (!result.refused && fields === mine) rest(!document.querySelector('dialog[open]'));
}

async function submit(event) {
  event.preventDefault();
  if (fields) return fields.send();
  const typed = combo.input.value.trim();
  if (!typed) return undefined;
  combo.close();
  combo.input.value = '';
  const result = await (typed.startsWith('/') ? line(typed) : say(typed));
  if (result.refused && !combo.input.value) combo.input.value = typed;
  return undefined;
}

export function begin() {
  find('composer').addEventListener('submit', submit);
  find('composer').addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && fields) rest(true);
  });
  rest(false);
  on('channel', () => { notice(null); rest(false); });
}
