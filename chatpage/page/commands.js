// The commands somebody is offered, as a flat list: `count show` with its description and options.

import { channel } from './store.js';

/** Lists every slash command that can be sent, by path. */
export function leaves() {
  const own = (channel()?.commands ?? []).filter((command) => command.type === 1);
  return own.flatMap((command) => below(command, command.name)).sort((a, b) => a.path.localeCompare(b.path));
}

function below(node, path) {
  const inner = (node.options ?? []).filter((option) => option.type === 1 || option.type === 2);
  if (inner.length) return inner.flatMap((option) => below(option, `${path} ${option.name}`));
  return [{ path, description: node.description, options: node.options ?? [] }];
}

/** Finds the commands that what was typed may mean, the likeliest first. */
export function matching(typed) {
  const words = typed.replace(/^\//, '').toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = leaves().map((leaf) => ({ leaf, rank: rank(leaf, words) })).filter(({ rank: at }) => at < 3);
  return ranked.sort((a, b) => a.rank - b.rank).map(({ leaf }) => leaf);
}

function rank(leaf, words) {
  if (leaf.path.startsWith(words.join(' '))) return 0;
  if (words.every((word) => leaf.path.includes(word))) return 1;
  const all = `${leaf.path} ${leaf.description}`.toLowerCase();
  return words.every((word) => all.includes(word)) ? 2 : 3;
}
