// Discord's formatting, as nodes. What is not understood stands there as it was written.

import { make } from './make.js';
import { byId, store } from './store.js';

/** Reads a text of several lines. */
export function text(written) {
  return make('div', { class: 'text' }, ...blocks(written));
}

const HEADING = /^(#{1,3})\s+(.+)$/;
const ITEM = /^\s*[-*]\s+(.+)$/;

function blocks(written) {
  const lines = written.split('\n');
  const out = [];
  let plain = [];
  const flush = () => {
    if (plain.length) out.push(make('p', {}, ...joined(plain)));
    plain = [];
  };
  const run = (from, matches) => {
    let end = from;
    while (end < lines.length && matches(lines[end])) end += 1;
    return end;
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const heading = HEADING.exec(line);
    if (line.startsWith('```')) {
      flush();
      const end = run(at + 1, (one) => !one.startsWith('```'));
      out.push(make('pre', {}, make('code', {}, lines.slice(at + 1, end).join('\n'))));
      at = end;
    } else if (line.startsWith('-# ')) {
      flush();
      out.push(make('p', { class: 'small' }, ...inline(line.slice(3))));
    } else if (heading) {
      flush();
      out.push(make('h4', { class: heading[1].length < 3 && 'large' }, ...inline(heading[2])));
    } else if (line.startsWith('> ')) {
      flush();
      const end = run(at, (one) => one.startsWith('> '));
      out.push(make('blockquote', {}, ...joined(lines.slice(at, end).map((one) => one.slice(2)))));
      at = end - 1;
    } else if (ITEM.test(line)) {
      flush();
      const end = run(at, (one) => ITEM.test(one));
      out.push(make('ul', {}, ...lines.slice(at, end).map((one) => make('li', {}, ...inline(ITEM.exec(one)[1])))));
      at = end - 1;
    } else if (line.trim() === '') flush();
    else plain.push(line);
  }
  flush();
  return out;
}

function joined(lines) {
  return lines.flatMap((line, at) => (at ? [make('br'), ...inline(line)] : inline(line)));
}

// Each mark: what it looks like at the beginning of the rest, and what it becomes. A backslash takes a mark its meaning.
const inner = '((?:\\\\.|[^\\\\])+?)';
const MARKS = [
  [/^\\([^\sA-Za-z0-9])/, ([, sign]) => sign],
  [/^`([^`\n]+)`/, ([, code]) => make('code', {}, code)],
  [new RegExp(`^\\*\\*${inner}\\*\\*`), ([, all]) => make('strong', {}, ...inline(all))],
  [new RegExp(`^__${inner}__`), ([, all]) => make('u', {}, ...inline(all))],
  [new RegExp(`^~~${inner}~~`), ([, all]) => make('s', {}, ...inline(all))],
  [new RegExp(`^\\*${inner}\\*`), ([, all]) => make('em', {}, ...inline(all))],
  [new RegExp(`^_${inner}_(?!\\w)`), ([, all]) => make('em', {}, ...inline(all))],
  [/^\[((?:\\.|\[[^\]\n]*\]|[^\\[\]\n])+)\]\(<?(https?:\/\/[^\s()<>]+)>?\)/i, ([all, label, url]) => link(url, inline(label), all)],
  [/^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, ([, seconds, style]) => moment(Number(seconds) * 1000, style)],
  [/^<@&(\d+)>/, ([all, id]) => mention('@', byId(store.scene?.roles, id), all)],
  [/^<@!?(\d+)>/, ([all, id]) => mention('@', byId(store.scene?.people, id), all)],
  [/^<#(\d+)>/, ([all, id]) => mention('#', byId(store.scene?.channels, id), all)],
  [/^<\/([\w -]+):\d+>/, ([, path]) => make('code', {}, `/${path}`)],
  [/^<?(https?:\/\/[^\s<>]*[^\s<>.,:;"')\]])>?/i, ([all, url]) => link(url, [url], all)],
];

function inline(written) {
  const out = [];
  let plain = '';
  let rest = written;
  while (rest) {
    const word = /\w$/.test(plain);
    // Within a word, an underscore or the beginning of an address is a letter like any other.
    const found = word && /^[_h]/i.test(rest) ? null : MARKS.map(([mark, become]) => [mark.exec(rest), become]).find(([hit]) => hit);
    if (found) {
      const became = found[1](found[0]);
      if (typeof became === 'string') plain += became;
      else {
        if (plain) out.push(plain);
        plain = '';
        out.push(became);
      }
      rest = rest.slice(found[0][0].length);
    } else {
      plain += rest[0];
      rest = rest.slice(1);
    }
  }
  return plain ? [...out, plain] : out;
}

/** Makes a link that opens elsewhere and tells nobody where it was; anything but a web address stays text. */
export function link(url, label, written = url) {
  let parsed = null;
  try {
    parsed = new URL(url);
  } catch {
    return written;
  }
  if (!['http:', 'https:'].includes(parsed.protocol)) return written;
  return make('a', { href: parsed.href, target: '_blank', rel: 'noopener noreferrer' }, ...label);
}

function mention(sign, named, written) {
  return named ? make('span', { class: 'mention' }, `${sign}${named.name.replace(/^@/, '')}`) : written;
}

const STYLES = {
  t: { timeStyle: 'short' }, T: { timeStyle: 'medium' }, d: { dateStyle: 'short' }, D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' }, F: { dateStyle: 'full', timeStyle: 'short' },
};

/** Writes an instant in this browser's own zone. */
export function moment(at, style = 'f') {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const whole = new Intl.DateTimeFormat('en', STYLES.F).format(date);
  const shown = style === 'R' ? relative(at) : new Intl.DateTimeFormat('en', STYLES[style] ?? STYLES.f).format(date);
  return make('time', { datetime: date.toISOString(), title: whole }, shown);
}

const UNITS = [['year', 31536e6], ['month', 2592e6], ['day', 864e5], ['hour', 36e5], ['minute', 6e4], ['second', 1000]];

function relative(at) {
  // The bot's clock may have been moved: what is near is near for it.
  const apart = at - (Date.now() + store.ahead);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(apart) >= size) ?? UNITS[5];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(apart / length), unit);
}
