// A chosen command with its options: the required ones are there, the others one press away.

import { fresh, make } from './make.js';
import { store } from './store.js';
import { complete } from './api.js';
import { Combo } from './listbox.js';

export class Fields {
  constructor(leaf, { send, leave }) {
    this.leaf = leaf;
    this.sendAll = send;
    this.fields = [];
    this.grid = make('div', { class: 'fields' });
    this.chips = make('div', { class: 'chips' });
    this.node = make('fieldset', { class: 'command' },
      make('legend', {}, `/${leaf.path}`),
      make('p', { class: 'small' }, leaf.description),
      this.grid, this.chips,
      make('div', { class: 'ends' },
        make('button', { type: 'button', onclick: leave }, 'Cancel'),
        make('button', { type: 'submit', class: 'main' }, 'Send')));
    for (const option of leaf.options.filter((one) => one.required)) this.add(option);
    this.offer();
  }

  /** Adds a field for an option. */
  add(option) {
    const id = fresh('option');
    const about = `${id}-about`;
    const field = { option, value: null };
    field.combo = new Combo(
      { id, required: option.required, 'aria-describedby': about, maxlength: option.max_length, suggests: option.name },
      { suggest: (typed) => this.suggest(field, typed), pick: (item) => this.pick(field, item) },
    );
    const input = field.combo.input;
    // What is typed over is no longer what was picked. This runs before the list asks again.
    input.addEventListener('input', () => { field.value = null; }, { capture: true });
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.defaultPrevented) { event.preventDefault(); this.send(); }
      if (event.key === 'Backspace' && !input.value && !option.required) { event.preventDefault(); this.remove(field); }
    });
    field.node = make('div', { class: 'field' },
      make('label', { for: id }, option.required ? option.name : `${option.name} (optional)`),
      field.combo.node, make('span', { class: 'about', id: about }, option.description));
    this.fields.push(field);
    this.grid.append(field.node);
    return field;
  }

  remove(field) {
    this.fields = this.fields.filter((one) => one !== field);
    field.node.remove();
    this.offer();
    (this.fields.at(-1)?.combo.input ?? this.chips.querySelector('button'))?.focus();
  }

  /** Offers the options that have no field yet. */
  offer() {
    const left = this.leaf.options.filter((option) => !this.fields.some((field) => field.option === option));
    this.chips.replaceChildren(...(left.length ? [make('span', { class: 'small' }, 'Add')] : []), ...left.map((option) =>
      make('button', {
        type: 'button', title: option.description,
        onclick: () => { const field = this.add(option); this.offer(); field.combo.input.focus(); },
      }, option.name)));
  }

  focus() {
    const first = this.fields.find((field) => !field.combo.input.value) ?? this.fields[0];
    (first?.combo.input ?? this.node.querySelector('button[type=submit]')).focus();
  }

  given() {
    const filled = this.fields.filter((field) => field.combo.input.value !== '');
    return filled.map((field) => [field.option.name, field.value ?? field.combo.input.value]);
  }

  async suggest(field, typed) {
    const { option } = field;
    if (field.value !== null) return [];
    const { people, roles, channels } = store.scene;
    const named = (list, sign) => list.map((one) => ({ label: `${sign}${one.name}`, value: one.id }));
    const fixed = {
      5: () => [{ label: 'true', value: 'true' }, { label: 'false', value: 'false' }],
      6: () => named(people, '@'), 7: () => named(channels, '#'), 8: () => named(roles, '@'),
      9: () => [...named(people, '@'), ...named(roles, '@')],
    }[option.type];
    if (fixed) return narrowed(fixed(), typed);
    if (option.choices?.length) return narrowed(option.choices.map((one) => ({ label: one.name, value: String(one.value) })), typed);
    if (!option.autocomplete) return [];
    const mine = field.combo.asked;
    await new Promise((then) => { setTimeout(then, 90); });
    if (field.combo.asked !== mine) return [];
    const others = this.given().filter(([name]) => name !== option.name);
    const options = typed ? [...others, [option.name, typed]] : others;
    const { choices } = await complete(this.leaf.path, options, option.name);
    return (choices ?? []).map((one) => ({ label: one.name, value: String(one.value), ready: typed !== '' }));
  }

  pick(field, item) {
    field.combo.input.value = item.label;
    field.value = item.value;
    const next = this.fields.find((one) => one.option.required && !one.combo.input.value);
    (next?.combo.input ?? field.combo.input).focus();
  }

  /** Sends the command, or goes to what is still missing. */
  send() {
    const missing = this.fields.find((field) => field.option.required && !field.combo.input.value);
    for (const field of this.fields) field.combo.input.setAttribute('aria-invalid', String(field === missing));
    if (missing) {
      missing.combo.input.focus();
      return;
    }
    for (const field of this.fields) field.combo.close();
    this.sendAll(this.given());
  }
}

function narrowed(items, typed) {
  const wanted = typed.toLowerCase().replace(/^[@#]/, '');
  return items.filter((item) => item.label.toLowerCase().includes(wanted)).map((item) => ({ ...item, ready: typed !== '' }));
}
