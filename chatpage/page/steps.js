// The tour's steps. Each says what it shows, who does it and where, and does it; what it gives is the message to look at.

import { until, store } from './store.js';
import { nextDigest, press, slash, submit } from './api.js';

const LETTER = 'microsoft-ice-2018';
/** A real report that is not in the demo's record: an older one, so that what is current does not change. */
const ARTICLE = 'https://seattleglobalist.com/2018/06/20/microsoft-employees-ask-ceo-to-cancel-ice-contract/74913';

const words = (message) => [message.content, ...message.embeds.map((one) => `${one.title ?? ''} ${one.description ?? ''} ${one.footer?.text ?? ''}`)]
  .join(' ').replaceAll('\\', '').replaceAll('*', '');
const labelled = (message, label) => message.components.find((one) => one.label === label);

/** Fails with what was refused, else gives the message that answers. */
async function answer(result) {
  if (result.refused) throw new Error(result.refused);
  if (result.silent) throw new Error('The application did not respond');
  const id = result.messages.at(-1);
  return until(() => id && store.messages.get(id), 'The answer');
}

const ask = async (path, options = []) => answer(await slash(path, options));
const pressOn = async (message, label) => {
  const button = await until(() => labelled(store.messages.get(message.id) ?? message, label), `The button “${label}”`);
  return answer(await press(message.id, button.id, label, 'kept'));
};

/** What one step leaves for the next. */
const kept = { number: null };

export const STEPS = [
  {
    title: 'Ask how many signed',
    why: 'A count is a report: the words come first, with who said so and when.',
    who: 'member', where: 'petitions',
    act: () => ask('count show', [['petition', LETTER]]),
  },
  {
    title: 'Ask what the company said',
    why: 'What answers the letter stands apart from what was said before it.',
    who: 'member', where: 'petitions',
    act: () => ask('response show', [['petition', LETTER]]),
  },
  {
    title: 'See how the count went',
    why: 'A picture, drawn from the same reports, that says the same in words.',
    who: 'member', where: 'petitions',
    act: () => ask('petition chart', [['petition', LETTER]]),
  },
  {
    title: 'Let the channel be told every morning',
    why: 'A digest tells what is new, once, with a source for every line. A moderator sets it up.',
    who: 'moderator', where: 'petitions',
    act: async () => {
      const list = await ask('digest list');
      return words(list).includes('No digest') ? ask('digest create', [['every', 'day'], ['at', '9:00'], ['zone', 'America/Los_Angeles']]) : list;
    },
  },
  {
    title: 'Log a count from an article',
    why: 'A contributor gives the link and the words. The preview is theirs alone; nothing is public yet.',
    who: 'contributor', where: 'petitions',
    act: async () => {
      const preview = await ask('count log', [['petition', LETTER], ['url', ARTICLE], ['wording', 'about 100 Microsoft employees'], ['as_of', '2018-06-20']]);
      const button = labelled(preview, 'Describe source');
      if (button) {
        const opened = await press(preview.id, button.id, button.label, 'kept');
        if (opened.form) await answer(await submit(opened.form, [['publisher', 'The Seattle Globalist'], ['published', '2018-06-20']], 'kept'));
      }
      const filed = await pressOn(preview, 'File');
      kept.number = await until(() => /#(\d+)/.exec(words(store.messages.get(filed.id) ?? filed))?.[1], 'Its number');
      return filed;
    },
  },
  {
    title: 'Approve it as a moderator',
    why: 'It waits in the review channel, with no word of who filed it. Nobody approves their own.',
    who: 'moderator', where: 'review',
    act: async () => {
      const about = (one) => labelled(one, 'Approve') && (!kept.number || new RegExp(`#${kept.number}\\b`).test(words(one)));
      const waiting = await until(() => [...store.messages.values()].reverse().find(about), 'What waits for review', kept.number ? 15000 : 1500)
        .catch(() => { throw new Error('Nothing waits for review: do the step before this one first'); });
      return pressOn(waiting, 'Approve');
    },
  },
  {
    title: 'Ask again',
    why: 'Old news filed today is history: the headline stays, the report stands among the earlier ones.',
    who: 'member', where: 'petitions',
    act: () => ask('count show', [['petition', LETTER]]),
  },
  {
    title: 'See what the digest will say',
    why: 'The bot\'s clock is moved to the next morning, and the digest comes by itself.',
    who: 'moderator', where: 'petitions',
    act: async () => {
      const before = new Set(store.messages.keys());
      const told = await nextDigest();
      if (!told) throw new Error('No digest is set up: do step 4 first');
      return until(() => [...store.messages.values()].find((one) => !before.has(one.id) && /digest #\d+, run/.test(words(one))), 'The digest');
    },
  },
];
