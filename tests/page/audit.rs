//! A small audit of what people need who do not see the page, see it badly or use no mouse.

use crate::driver::Browser;

/// Lists what is wrong: controls without a name, text without contrast, ids twice, roles and landmarks that are missing.
const AUDIT: &str = r"
const wrong = [];
const shown = (node) => node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
const say = (what, node) => wrong.push(`${what}: ${node.outerHTML.slice(0, 140)}`);
const byIds = (ids) => (ids ?? '').split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
const name = (node) => node.getAttribute('aria-label')?.trim() || byIds(node.getAttribute('aria-labelledby'))
  || [...(node.labels ?? [])].map((one) => one.textContent.trim()).join(' ')
  || (node.matches('input, select, textarea') ? '' : node.textContent.trim()) || node.getAttribute('alt') || '';

for (const node of document.querySelectorAll('button, a[href], input, select, textarea, summary, [role=option], [role=listbox], dialog[open], fieldset')) {
  const own = node.matches('fieldset') ? node.querySelector('legend')?.textContent : name(node);
  if (shown(node) && !own) say('no name', node);
}
for (const node of document.querySelectorAll('img')) if (!node.getAttribute('alt')) say('no alternative text', node);
const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
for (const id of ids.filter((one, at) => ids.indexOf(one) !== at)) wrong.push(`the id ${id} twice`);
for (const attribute of ['aria-controls', 'aria-labelledby', 'aria-describedby', 'aria-activedescendant', 'for']) {
  for (const node of document.querySelectorAll(`[${attribute}]`)) {
    for (const id of node.getAttribute(attribute).split(/\s+/)) if (!document.getElementById(id)) say(`${attribute} leads nowhere`, node);
  }
}
for (const one of ['main', 'header', 'nav[aria-label]', '[role=log][aria-live=polite]', 'h1', 'html[lang]']) {
  if (!document.querySelector(one)) wrong.push(`no ${one}`);
}
for (const node of document.querySelectorAll('[role=combobox]')) {
  if (!node.hasAttribute('aria-expanded') || !node.hasAttribute('aria-controls')) say('a combobox without its list', node);
}
for (const node of document.querySelectorAll('button, select, input:not([type=checkbox])')) {
  const { width, height } = node.getBoundingClientRect();
  if (shown(node) && (width < 24 || height < 24)) say(`smaller than 24 px (${width}×${height})`, node);
}

// Contrast, as WCAG 2 counts it; the ground is the nearest one that is not clear.
const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const rgb = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
const light = (colour) => rgb(colour).slice(0, 3).map((part) => part / 255)
  .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
const ground = (node) => { for (let at = node; at; at = at.parentElement) { const own = getComputedStyle(at).backgroundColor; if (rgb(own)[3] === 255) return own; } return 'white'; };
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const seen = new Set();
while (walker.nextNode()) {
  const node = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || seen.has(node) || !shown(node) || node.closest('.sr, option, :disabled')) continue;
  seen.add(node);
  const style = getComputedStyle(node);
  const [high, low] = [light(style.color), light(ground(node))].sort((a, b) => b - a);
  const ratio = (high + 0.05) / (low + 0.05);
  const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (large ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)}`, node);
}
return wrong;
";

/// Fails with everything that is wrong.
pub(crate) async fn passes(browser: &Browser) {
    // Rules that find nothing on a broken page are no rules: a control without a name is put there and taken away.
    let planted = format!(
        "const bad = document.createElement('button'); document.body.append(bad); \
         const found = (() => {{ {AUDIT} }})(); bad.remove(); return found.some((one) => one.startsWith('no name'))"
    );
    assert_eq!(browser.runs(&planted).await, true, "the audit sees a control without a name");
    let wrong = browser.runs(AUDIT).await;
    let lines: Vec<&str> = wrong.as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}
