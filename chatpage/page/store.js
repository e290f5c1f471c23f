// What this window knows: who it is, where it looks, and what its person sees. Others listen for what changes.

const listeners = new Map();

/** Calls `then` whenever something of this kind happens: scene, whole, put, gone, channel, person, clock, behind, connection. */
export function on(kind, then) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), then]);
}

export function tell(kind, what) {
  for (const then of listeners.get(kind) ?? []) then(what);
}

const asked = new URLSearchParams(location.search);

export const store = {
  person: asked.get('as') ?? 'member',
  channel: null,
  /** The channel's name, which outlives a restart; its id may not. */
  wanted: asked.get('in') ?? 'petitions',
  scene: null,
  messages: new Map(),
  /** How far the bot's clock is ahead of this machine's, in milliseconds. */
  ahead: 0,
};

export const byId = (list, id) => (list ?? []).find((one) => one.id === id);
export const channel = () => byId(store.scene?.channels, store.channel);
export const inChannel = () => [...store.messages.values()].filter((one) => one.channel === store.channel);

function remember() {
  history.replaceState(null, '', `/?${new URLSearchParams({ as: store.person, in: store.wanted })}`);
}

/** Looks at another channel. */
export function goTo(id) {
  store.channel = id;
  store.wanted = channel()?.name ?? store.wanted;
  remember();
  tell('channel');
}

/** Becomes somebody else; the window forgets what the one before saw. */
export function become(key) {
  store.person = key;
  store.scene = null;
  store.messages.clear();
  remember();
  tell('person');
}

// One stream at a time. The browser opens it again by itself and says what it heard last; where it gives up, we do not.
let source = null;

export function listen() {
  source?.close();
  const mine = new EventSource(`/events?${new URLSearchParams({ person: store.person })}`);
  source = mine;
  mine.addEventListener('open', () => tell('connection', true));
  mine.addEventListener('message', (event) => take(JSON.parse(event.data)));
  mine.addEventListener('error', () => {
    tell('connection', false);
    if (mine.readyState === EventSource.CLOSED && source === mine) setTimeout(() => source === mine && listen(), 1000);
  });
}

function take({ scene, whole, put, gone }) {
  if (scene) {
    store.scene = scene;
    const found = byId(scene.channels, store.channel)
      ?? scene.channels.find((one) => one.name === store.wanted) ?? scene.channels[0];
    const moved = found?.id !== store.channel;
    store.channel = found?.id ?? null;
    tell('scene');
    if (moved) tell('channel');
  }
  if (whole) {
    const there = new Set(put.map((one) => one.id));
    for (const id of [...store.messages.keys()]) {
      if (!there.has(id)) gone.push(id);
    }
  }
  for (const id of gone) {
    const message = store.messages.get(id);
    store.messages.delete(id);
    if (message) tell('gone', message);
  }
  // What is the same as before is left as it is: it would be read out again.
  const fresh = put.filter((one) => JSON.stringify(one) !== JSON.stringify(store.messages.get(one.id)));
  for (const message of fresh) store.messages.set(message.id, message);
  for (const message of fresh) tell('put', { message, whole });
  if (whole) tell('whole');
}

/** Waits until `look` finds something among what the window knows. */
export function until(look, what, within = 15000) {
  return new Promise((found, late) => {
    const began = performance.now();
    const again = () => {
      const seen = look();
      if (seen) found(seen);
      else if (performance.now() - began > within) late(new Error(`${what} did not come`));
      else setTimeout(again, 40);
    };
    again();
  });
}
