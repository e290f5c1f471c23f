// Buttons and selects below a message.

import { fresh, make } from './make.js';
import { store } from './store.js';
import { link } from './text.js';
import { press, select } from './api.js';

/** Makes the rows of a message's controls. */
export function rows(message) {
  const numbers = [...new Set(message.components.map((one) => one.row))];
  return make('div', { class: 'rows' }, ...numbers.map((row) =>
    make('div', { class: 'row' }, ...message.components.filter((one) => one.row === row).flatMap((one) => control(one, message)))));
}

const STYLES = { 1: 'main', 3: 'good', 4: 'danger' };

function control(component, message) {
  if (component.url) {
    const node = link(component.url, [component.label ?? component.url]);
    if (node instanceof Node) node.classList.add('button');
    return [node];
  }
  if (component.kind === 'button') {
    return [make('button', {
      type: 'button', class: STYLES[component.style], disabled: component.disabled, 'data-control': component.id,
      onclick: (event) => busy(event.currentTarget, () => press(message.id, component.id, component.label)),
    }, component.label ?? '')];
  }
  return component.max > 1 ? several(component, message) : single(component, message);
}

/** Keeps somebody from pressing twice while the first press is on its way. */
async function busy(button, act) {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  await act();
  button.removeAttribute('aria-busy');
}

// A select has a button of its own: arrow keys change a closed select, and each change would be sent.
function single(component, message) {
  const name = component.placeholder ?? 'Choose';
  const list = make('select', { 'aria-label': name, disabled: component.disabled, 'data-control': component.id },
    make('option', { value: '' }, name),
    ...offered(component).map((one) =>
      make('option', { value: one.value, selected: one.chosen }, one.description ? `${one.label} · ${one.description}` : one.label)));
  const send = () => list.value && select(message.id, component.id, [list.value]);
  return [list, make('button', {
    type: 'button', disabled: component.disabled, 'aria-label': `Choose: ${name}`, onclick: (event) => busy(event.currentTarget, async () => send()),
  }, 'Choose')];
}

function several(component, message) {
  const boxes = offered(component).map((one) => {
    const id = fresh('box');
    const box = make('input', { type: 'checkbox', id, value: one.value, checked: one.chosen, disabled: component.disabled });
    return { box, node: make('div', {}, box, ' ', make('label', { for: id }, one.label)) };
  });
  const chosen = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value);
  return [
    make('fieldset', { class: 'several' }, make('legend', {}, component.placeholder ?? 'Choose'), ...boxes.map(({ node }) => node)),
    make('button', {
      type: 'button', disabled: component.disabled, 'data-control': component.id,
      onclick: (event) => busy(event.currentTarget, () => select(message.id, component.id, chosen())),
    }, 'Choose')];
}

/** Lists what a select offers: its own strings, or people, roles and channels of the guild. */
function offered(component) {
  const named = (list, sign) => list.map((one) => ({ value: one.id, label: `${sign}${one.name}` }));
  const { people, roles, channels } = store.scene;
  switch (component.kind) {
    case 'user': return named(people, '@');
    case 'role': return named(roles, '@');
    case 'channel': return named(channels, '#');
    case 'mentionable': return [...named(people, '@'), ...named(roles, '@')];
    default: return component.options;
  }
}
