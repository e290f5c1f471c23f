// An input with a list of suggestions: the combobox of the ARIA practices. Focus stays in the input; arrows move through
// the list, Enter or Tab takes, Escape closes.

import { fresh, make } from './make.js';

/** Makes a combobox: `suggest(text)` gives items (a list, or a promise of one), `pick(item, key)` takes one, by Enter, Tab or a press. */
export class Combo {
  constructor(given, { suggest, pick }) {
    const list = fresh('list');
    this.suggest = suggest;
    this.pick = pick;
    this.items = [];
    this.at = -1;
    this.asked = 0;
    this.list = make('div', { id: list, class: 'listbox', role: 'listbox', 'aria-label': `Suggestions: ${given.suggests}`, hidden: true });
    this.input = make('input', {
      ...given, suggests: null, type: 'text', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false',
      'aria-controls': list, autocomplete: 'off', spellcheck: 'false',
      oninput: () => this.ask(), onfocus: () => this.ask(), onblur: () => this.close(), onkeydown: (event) => this.key(event),
    });
    this.node = make('div', { class: 'combo' }, this.input, this.list);
  }

  /** Asks for suggestions for what stands in the input now; an answer that comes too late is dropped. */
  async ask() {
    this.asked += 1;
    const mine = this.asked;
    const items = await this.suggest(this.input.value);
    if (mine === this.asked && document.activeElement === this.input) this.open(items);
  }

  open(items) {
    this.items = items;
    this.list.replaceChildren(...items.map((item, at) => make('div', {
      role: 'option', id: `${this.list.id}-${at}`, 'aria-selected': 'false',
      // The press would take the focus, and with it the list.
      onmousedown: (event) => { event.preventDefault(); this.take(at); },
    }, make('span', { class: 'label' }, item.label), item.detail && make('span', { class: 'detail' }, item.detail))));
    this.list.hidden = items.length === 0;
    this.input.setAttribute('aria-expanded', String(items.length > 0));
    this.mark(items.length && items[0].ready ? 0 : -1);
  }

  close() {
    this.asked += 1;
    this.open([]);
  }

  get isOpen() {
    return this.items.length > 0;
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((one, index) => one.setAttribute('aria-selected', String(index === at)));
    if (at >= 0) {
      this.input.setAttribute('aria-activedescendant', `${this.list.id}-${at}`);
      this.list.children[at].scrollIntoView({ block: 'nearest' });
    } else this.input.removeAttribute('aria-activedescendant');
  }

  take(at, key) {
    const item = this.items[at];
    this.close();
    this.pick(item, key);
  }

  key(event) {
    if (!this.isOpen) return;
    const last = this.items.length - 1;
    if (event.key === 'ArrowDown') this.mark(this.at >= last ? 0 : this.at + 1);
    else if (event.key === 'ArrowUp') this.mark(this.at <= 0 ? last : this.at - 1);
    else if (event.key === 'Escape') { this.close(); event.stopPropagation(); }
    else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && this.at >= 0) this.take(this.at, event.key);
    else return;
    event.preventDefault();
  }
}
