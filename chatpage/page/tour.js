// The tour: steps with a button that does them. The window becomes whoever the step is about, in front of one's eyes.

import { find, make } from './make.js';
import { become, goTo, store, until } from './store.js';
import { STEPS } from './steps.js';
import { reveal } from './main.js';

const done = new Set();
let running = false;

async function goAs({ who, where }) {
  if (store.person !== who) become(who);
  const room = await until(() => store.scene?.channels.find((one) => one.name === where), 'The channel');
  if (store.channel !== room.id) goTo(room.id);
}

async function run(step, came) {
  if (running) return;
  running = true;
  came.className = 'came';
  came.textContent = 'On its way…';
  try {
    await goAs(step);
    const message = await step.act();
    done.add(step);
    came.textContent = 'Done: it stands in the channel.';
    reveal(message.id);
  } catch (error) {
    came.classList.add('wrong');
    came.textContent = `${error.message}.`;
  }
  running = false;
  mark();
}

const items = STEPS.map((step) => {
  const came = make('p', { class: 'came', role: 'status' });
  const button = make('button', { type: 'button', 'aria-label': `Do it: ${step.title}`, onclick: () => run(step, came) }, 'Do it');
  return make('li', {},
    make('h3', {}, step.title),
    make('p', { class: 'why' }, step.why, ` As ${step.who === 'admin' ? 'the' : 'a'} ${step.who}, in #${step.where}.`),
    button, came);
});

function mark() {
  const next = STEPS.findIndex((step) => !done.has(step));
  items.forEach((item, at) => {
    item.classList.toggle('done', done.has(STEPS[at]));
    item.querySelector('button').classList.toggle('main', at === next);
    if (at === next) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
  });
  items[next]?.scrollIntoView({ block: 'nearest' });
}

export function begin() {
  find('steps').replaceChildren(...items);
  mark();
}
