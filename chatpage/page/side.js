// What happens behind the page, for the curious: the bot's clock, and what went over the wire.

import { find, make } from './make.js';
import { on, store } from './store.js';
import { moment } from './text.js';
import { clock, nextDigest } from './api.js';

const KEPT = 12;
const PANELS = ['tour', 'behind'];

/** Opens one panel and closes the other; both where `name` is none of them. */
export function open(name) {
  for (const one of PANELS) {
    find(one).hidden = one !== name;
    find(`${one}-toggle`).setAttribute('aria-expanded', String(one === name));
  }
  sessionStorage.setItem('panel', name ?? '');
  if (name === 'behind') clock();
}

function entry({ what, sent, answered, took_ms: took, ledger }) {
  return make('li', { class: 'arrived' },
    make('h4', {}, what ?? ''),
    make('p', { class: 'small' }, answered ? `Answered in ${took < 10 ? took.toFixed(1) : Math.round(took)} ms.` : `No answer within ${Math.round(took)} ms.`),
    ledger.length ? entries(ledger) : make('p', { class: 'small' }, 'The ledger has no new entry: nothing was changed.'),
    json('The interaction that was sent', sent),
    json('The answer', answered));
}

function entries(ledger) {
  return make('table', {},
    make('caption', { class: 'sr' }, 'New entries of the ledger'),
    make('thead', {}, make('tr', {}, ...['Ledger', 'Act', 'Object', 'Hash'].map((name) => make('th', { scope: 'col' }, name)))),
    make('tbody', {}, ...ledger.map((one) => make('tr', {},
      make('td', {}, `${one.seq}`), make('td', {}, one.act), make('td', {}, one.object),
      make('td', {}, make('code', { title: one.hash }, one.hash.slice(0, 10)))))));
}

function json(title, value) {
  return make('details', {}, make('summary', {}, title), make('pre', { tabindex: '0' }, JSON.stringify(value, null, 2)));
}

function tick(told) {
  const ahead = store.ahead > 90000;
  const next = told.next === null ? ['No digest is set up.'] : ['The next digest is due ', moment(told.next, 'f'), '.'];
  find('clock').replaceChildren(moment(told.now, 'F'), ahead ? ' (moved on). ' : '. ', ...next);
  find('move').disabled = told.next === null;
}

export function begin() {
  for (const name of PANELS) {
    find(`${name}-toggle`).addEventListener('click', () => open(find(name).hidden ? name : null));
    document.querySelector(`[data-closes=${name}]`).addEventListener('click', () => { open(null); find(`${name}-toggle`).focus(); });
  }
  find('move').addEventListener('click', nextDigest);
  on('clock', tick);
  on('behind', (one) => {
    find('nothing-yet').hidden = true;
    find('wire').prepend(entry(one));
    while (find('wire').children.length > KEPT) find('wire').lastChild.remove();
    if (!find('behind').hidden) clock();
  });
  const narrow = window.matchMedia('(max-width: 760px)').matches;
  open(sessionStorage.getItem('panel') ?? (narrow ? null : 'tour'));
  clock();
}
