// Dark and light: the system's choice until somebody makes another, which this browser then keeps.

import { find } from './make.js';

const asked = window.matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (document.documentElement.dataset.looks ?? (asked.matches ? 'dark' : 'light')) === 'dark';

function name() {
  find('looks').textContent = isDark() ? 'Light' : 'Dark';
  find('looks').setAttribute('aria-label', isDark() ? 'Switch to light' : 'Switch to dark');
}

export function begin() {
  const kept = localStorage.getItem('looks');
  if (kept === 'dark' || kept === 'light') document.documentElement.dataset.looks = kept;
  name();
  asked.addEventListener('change', name);
  find('looks').addEventListener('click', () => {
    const chosen = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.looks = chosen;
    localStorage.setItem('looks', chosen);
    name();
  });
}
