// A message: who wrote it, what it says, what hangs on it, and what can be pressed.

import { make } from './make.js';
import { byId, channel, store } from './store.js';
import { link, moment, text } from './text.js';
import { rows } from './controls.js';
import { dismiss, menu } from './api.js';

/** Makes a message's node. */
export function show(message) {
  const title = `by-${message.id}`;
  const bot = !store.scene.windows.some((one) => one.id === message.author.id);
  const pictured = new Set(message.embeds.flatMap((embed) => [embed.image?.url, embed.thumbnail?.url]).map(attached));
  return make('article', {
    class: `message${message.private ? ' private' : ''}`, id: `message-${message.id}`, 'aria-labelledby': title, tabindex: '-1',
  },
  make('span', { class: `seal${bot ? ' bot' : ''}`, 'aria-hidden': 'true' }, message.author.name.charAt(0).toUpperCase()),
  make('div', { class: 'body' },
    head(message, title, bot),
    message.loading && make('p', { class: 'thinking' }, `${message.author.name} is thinking`, make('span', { class: 'dots' }, '…')),
    message.content && text(message.content),
    ...message.embeds.map((embed) => sheet(embed, message)),
    ...message.files.filter((file) => !pictured.has(file.name)).map((file) => hanging(file, message)),
    message.components.length > 0 && rows(message),
    message.edited && make('p', { class: 'edited' }, '(edited)'),
    message.private && only(message),
    !bot && !message.private && apps(message)));
}

function head(message, title, bot) {
  const did = message.cause && byId(store.scene.people, message.cause.user)?.name;
  const used = did && message.cause.command;
  return make('header', { class: 'head' },
    used && make('p', { class: 'cause' }, `${did} used `, make('code', {}, message.cause.command)),
    make('h3', { id: title }, message.author.name),
    bot && make('span', { class: 'badge' }, 'bot'),
    moment(message.at, 't'));
}

function only(message) {
  return make('p', { class: 'only' }, 'Only you can see this.',
    make('button', { type: 'button', onclick: () => dismiss(message.id) }, 'Dismiss'));
}

/** What a message's menu offers: Discord's client has it under “Apps”. */
function apps(message) {
  const offered = (channel()?.commands ?? []).filter((command) => command.type === 3);
  if (!offered.length) return null;
  return make('details', { class: 'apps' }, make('summary', {}, 'Apps'),
    make('div', { class: 'row' }, ...offered.map((command) =>
      make('button', { type: 'button', onclick: () => menu(message.id, command.name) }, command.name))));
}

const attached = (url) => (url?.startsWith('attachment://') ? url.slice('attachment://'.length) : undefined);

function sheet(embed, message) {
  const node = make('section', { class: 'embed' },
    embed.author && make('p', { class: 'by' }, embed.author.name),
    embed.title && make('h4', {}, embed.url ? link(embed.url, [embed.title]) : embed.title),
    embed.description && text(embed.description),
    embed.fields?.length > 0 && make('dl', {}, ...embed.fields.map((field) =>
      make('div', { class: !field.inline && 'wide' }, make('dt', {}, field.name), make('dd', {}, text(field.value))))),
    picture(embed.image, message),
    picture(embed.thumbnail, message),
    (embed.footer || embed.timestamp) && make('p', { class: 'foot' }, embed.footer?.text ?? '',
      embed.timestamp && ' · ', embed.timestamp && moment(Date.parse(embed.timestamp))));
  if (embed.color) node.style.setProperty('--embed', `#${embed.color.toString(16).padStart(6, '0')}`);
  return node;
}

/** Shows a picture that hangs on the message itself; one from elsewhere would be a request beyond this machine. */
function picture(named, message) {
  const file = message.files.find((one) => one.name === attached(named?.url));
  return file ? hanging(file, message) : null;
}

function hanging(file, message) {
  const url = `/files/${message.id}/${file.id}?${new URLSearchParams({ person: store.person })}`;
  if (!file.picture) {
    return make('a', { class: 'file', href: url, download: file.name }, `${file.name} (${size(file.size)})`);
  }
  return make('figure', {},
    make('img', { class: 'picture', src: url, alt: file.alt ?? file.name, width: file.width, height: file.height }),
    file.alt && make('details', { class: 'picture-alt' }, make('summary', {}, 'The picture in words'), make('p', { class: 'small' }, file.alt)));
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KiB`;
}
