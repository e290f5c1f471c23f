// Makes nodes. Text is only ever put into text nodes: nothing here or elsewhere on the page reads HTML from a string.

/** Makes an element; `on…` are listeners, the rest attributes, strings among the children text. */
export function make(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Finds an element that the page's own HTML has. */
export const find = (id) => document.getElementById(id);

let made = 0;
/** Makes an id that no other element has. */
export const fresh = (stem) => `${stem}-${++made}`;
