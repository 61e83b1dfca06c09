// What a machine can check of WCAG 2.2 on a page of the console; returns what it finds wrong.
const wrong = [];
const shown = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
const which = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' "' + (e.textContent || '').trim().slice(0, 30) + '"';
const named = e => (e.getAttribute('aria-label') || e.textContent || '').trim()
    || [...(e.labels || [])].some(label => label.textContent.trim());
const all = selector => [...document.querySelectorAll(selector)].filter(shown);
for (const e of all('input, select, textarea'))
  if (!e.getAttribute('aria-label') && ![...e.labels].some(label => label.textContent.trim())) wrong.push('no label: ' + which(e));
for (const e of all('button, a')) if (!named(e)) wrong.push('no name: ' + which(e));
for (const e of all('[aria-describedby]'))
  for (const id of e.getAttribute('aria-describedby').split(' ')) if (!document.getElementById(id)) wrong.push('describes nothing: ' + id);
for (const e of all('table')) {
  if (!e.caption || !e.caption.textContent.trim()) wrong.push('no caption: ' + which(e));
  for (const th of e.querySelectorAll('th')) if (!th.scope || !th.textContent.trim()) wrong.push('no heading: ' + which(th));
}
for (const e of all('progress')) if (!e.getAttribute('aria-label')) wrong.push('no name: progress');
for (const e of all('button, select, input:not([type=checkbox]), textarea, nav a')) {
  const box = e.getBoundingClientRect();
  if (box.height < 24 || box.width < 24) wrong.push('too small: ' + which(e) + ' ' + box.width + 'x' + box.height);
}
const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push('id repeats: ' + id);
for (const landmark of ['header', 'nav[aria-label]', 'main']) if (document.querySelectorAll(landmark).length !== 1) wrong.push('not one ' + landmark);
if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
if (!document.documentElement.lang) wrong.push('no language');
if (!document.title.trim()) wrong.push('no title');
let level = 1;
for (const e of all('h1, h2, h3, h4')) {
  const next = Number(e.tagName[1]);
  if (next > level + 1) wrong.push('heading skips a level: ' + which(e));
  level = next;
}
const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const light = rgb => 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
const numbers = css => css.match(/[0-9.]+/g).map(Number);
const ground = e => {
  for (; e; e = e.parentElement) {
    const css = numbers(getComputedStyle(e).backgroundColor);
    if (css.length < 4 || css[3] > 0) return css;
  }
  return [255, 255, 255];
};
const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
for (const e of all('body *')) {
  if (![...e.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
  const found = contrast(light(numbers(getComputedStyle(e).color)), light(ground(e)));
  if (found < 4.5) wrong.push('contrast ' + found.toFixed(2) + ': ' + which(e));
}
for (const e of all('input:not([type=checkbox]), select, textarea')) {
  const found = contrast(light(numbers(getComputedStyle(e).borderTopColor)), light(ground(e.parentElement)));
  if (found < 3) wrong.push('border ' + found.toFixed(2) + ': ' + which(e));
}
return wrong;
