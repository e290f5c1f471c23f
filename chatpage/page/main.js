// Puts the page together: who, which channel, and the messages in it.

import { find, make } from './make.js';
import { become, channel, goTo, inChannel, listen, on, store } from './store.js';
import { show } from './message.js';
import * as composer from './composer.js';
import * as looks from './looks.js';
import * as side from './side.js';
import * as tour from './tour.js';

const log = find('log');
/** How many messages arrived in channels that nobody looked at. */
const fresh = new Map();

/** Scrolls to a message and leaves the focus where it is. */
export function reveal(id) {
  requestAnimationFrame(() => find(`message-${id}`)?.scrollIntoView({ block: 'start' }));
}

const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

const isBlank = () => log.childElementCount === 0 || log.querySelector('.empty') !== null;

function settle() {
  log.scrollTop = log.scrollHeight;
}

/** Shows the channel anew; nothing of it is read out, as it is no news. */
function draw() {
  log.setAttribute('aria-live', 'off');
  const here = inChannel();
  log.replaceChildren(...(here.length ? here.map(show) : [empty()]));
  fresh.delete(store.channel);
  list();
  settle();
  requestAnimationFrame(() => log.setAttribute('aria-live', 'polite'));
}

function empty() {
  return make('p', { class: 'empty' }, store.wanted === 'review'
    ? 'Nothing waits for review. What contributors file appears here.'
    : 'Nothing was said here yet. Type / below for the commands, or let the tour do it.');
}

function put({ message, whole }) {
  if (message.channel !== store.channel) {
    if (!whole && !message.edited) fresh.set(message.channel, (fresh.get(message.channel) ?? 0) + 1);
    return list();
  }
  if (whole && isBlank()) return undefined;
  const end = atEnd();
  const old = find(`message-${message.id}`);
  const node = show(message);
  if (old) replace(old, node);
  else {
    if (!whole) node.classList.add('arrived');
    log.querySelector('.empty')?.remove();
    log.append(node);
  }
  // Whoever did something wants to see what came of it.
  const own = [message.author.id, message.cause?.user].includes(store.scene.you.id);
  if (end || (own && !old)) settle();
  return undefined;
}

/** Puts a message in the place of what it was, and the focus on the same control, or else on the message. */
function replace(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const id = focused?.dataset.control;
  old.replaceWith(node);
  if (focused) ([...node.querySelectorAll('[data-control]')].find((one) => one.dataset.control === id && !one.disabled) ?? node).focus();
}

function gone(message) {
  const node = find(`message-${message.id}`);
  const focused = node?.contains(document.activeElement);
  node?.remove();
  if (focused) log.focus();
  if (message.channel === store.channel && log.childElementCount === 0) log.append(empty());
}

function list() {
  const channels = store.scene?.channels ?? [];
  find('channel-list').replaceChildren(...channels.map((one) => make('li', {}, make('button', {
    type: 'button', 'aria-current': one.id === store.channel ? 'true' : null, onclick: () => { drawer(false); goTo(one.id); },
  }, make('span', { 'aria-hidden': 'true' }, '#'), one.name,
  fresh.get(one.id) && make('span', { class: 'fresh' }, `${fresh.get(one.id)} new`)))));
  find('channel-title').textContent = channel() ? `# ${channel().name}` : '';
}

function drawer(open) {
  find('channels').classList.toggle('open', open);
  find('drawer').setAttribute('aria-expanded', String(open));
  if (open) find('channel-list').querySelector('button')?.focus();
}

function people() {
  const { guild, windows, you } = store.scene;
  find('guild').textContent = guild;
  find('may').textContent = you.may;
  find('person').title = you.may;
  find('person').replaceChildren(...windows.map((one) =>
    make('option', { value: one.key, selected: one.key === store.person }, `${one.name}, ${one.key}`)));
}

on('scene', () => { people(); list(); });
on('channel', draw);
on('put', put);
on('gone', gone);
on('whole', () => { if (isBlank()) draw(); });
on('person', () => { fresh.clear(); log.replaceChildren(); listen(); });
on('connection', (there) => { find('connection').textContent = there ? '' : 'Not connected; trying again…'; });
find('person').addEventListener('change', () => become(find('person').value));
find('drawer').addEventListener('click', () => drawer(!find('channels').classList.contains('open')));
document.addEventListener('click', (event) => {
  const open = find('channels').classList.contains('open');
  if (open && !find('channels').contains(event.target) && event.target !== find('drawer')) drawer(false);
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && find('channels').classList.contains('open')) { drawer(false); find('drawer').focus(); }
});

looks.begin();
composer.begin();
tour.begin();
side.begin();
listen();
