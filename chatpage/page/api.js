// What people do, sent to this page's server, which does it as the person's client would.

import { find } from './make.js';
import { store, tell } from './store.js';
import { openForm } from './form.js';

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    });
    return answer.ok ? await answer.json() : { refused: `The page's server answered ${answer.status}.` };
  } catch {
    return { refused: 'The page\'s server does not answer. Is the demo still running?' };
  }
}

const by = () => ({ person: store.person, channel: store.channel });

/** Says what went wrong, or takes it away again. */
export function notice(text) {
  find('notice').textContent = text ?? '';
  find('notice').hidden = !text;
}

/** Does something the bot hears of. `forms` says what becomes of a form that opens: shown, or handed back. */
async function perform(path, what, body, forms = 'shown') {
  notice(null);
  const result = await post(path, { by: by(), ...body });
  if (result.refused) notice(sentence(result.refused));
  if (result.silent) notice('The application did not respond.');
  if (result.behind) tell('behind', { what, ...result.behind });
  if (result.form && forms === 'shown') openForm(result.form, submit);
  return result;
}

/** Makes a sentence of what the stand-in says: it begins small and ends without a stop. */
function sentence(text) {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?]$/.test(whole) ? whole : `${whole}.`;
}

export const line = (text) => perform('/slash', text.split(/\s+\w+:/)[0], { line: text });
export const slash = (path, options, forms) => perform('/slash', `/${path}`, { path, options }, forms);
export const press = (message, id, label, forms) => perform('/press', `[${label}]`, { message, what: id }, forms);
export const select = (message, id, values, forms) =>
  perform('/select', 'a choice', { message, what: id, values }, forms);
export const menu = (message, name) => perform('/menu', name, { message, what: name });
export const submit = (form, values, forms) =>
  perform('/submit', `the form “${form.title}”`, { interaction: form.interaction, values }, forms);
export const say = (text) => perform('/say', null, { text });
export const dismiss = (message) => perform('/dismiss', null, { message });
export const complete = (path, options, option) => post('/complete', { by: by(), path, options, option });

async function clocked(told) {
  if (told.refused) return notice(sentence(told.refused));
  store.ahead = told.now - Date.now();
  tell('clock', told);
  return told;
}

export const clock = async () => clocked(await fetch('/clock').then((answer) => answer.json(), () => ({ now: Date.now(), next: null })));
export const nextDigest = async () => clocked(await post('/clock', {}));
