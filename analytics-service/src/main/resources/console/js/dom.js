// Builds elements; text is always text, never markup.

/** An element: attributes as an object (`on…` are listeners, null and false are left out), then its children. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...children.flat(2).filter(each => each !== null && each !== undefined).map(each =>
      each instanceof Node ? each : String(each)));
  return element;
}

let numbers = 0;

/** A labelled control; `hint` is read out with it. */
export function field(label, control, hint) {
  const id = control.id || 'field-' + ++numbers;
  control.id = id;
  if (hint) control.setAttribute('aria-describedby', id + '-hint');
  return h('div', {class: 'field'},
      h('label', {for: id}, label), control, hint ? h('p', {class: 'hint', id: id + '-hint'}, hint) : null);
}

/** A choice among words; the first is for "any" when `any` is given. */
export function choice(name, words, any) {
  return h('select', {name},
      any ? h('option', {value: ''}, any) : null, words.map(word => h('option', {value: word}, plain(word))));
}

/** A table with a caption. Columns: `{title, value(row), number}`. */
export function table(caption, columns, rows) {
  const kind = column => (column.number ? {class: 'number'} : {});
  return h('div', {class: 'scroll', role: 'region', 'aria-label': caption, tabindex: 0},
      h('table', {},
          h('caption', {}, rows.length ? caption : caption + ': none'),
          h('thead', {}, h('tr', {}, columns.map(column => h('th', {scope: 'col', ...kind(column)}, column.title)))),
          h('tbody', {}, rows.map(row => h('tr', {}, columns.map(column => h('td', kind(column), column.value(row))))))));
}

/** Pairs of a name and what it is; what is not known is left out. */
export function facts(pairs) {
  return h('dl', {}, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

/** A code as people read it. */
export function plain(code) {
  return code === null || code === undefined ? '' : String(code).replaceAll(/[_-]/g, ' ');
}

/** An instant in the reader's own time, with its zone. */
export function time(instant) {
  if (!instant) return null;
  const at = new Date(instant);
  const shown = at.toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'long'});
  return h('time', {datetime: at.toISOString()}, shown);
}

/** A number with the reader's separators; a dash when there is none. */
export function count(value) {
  return typeof value === 'number' ? value.toLocaleString() : '–';
}

/** A share as a percentage. */
export function percent(value) {
  return typeof value === 'number' ? (value * 100).toFixed(1) + ' %' : '–';
}

/** Tells everybody, also those who do not see the screen. */
export function tell(text) {
  document.getElementById('status').textContent = text;
}
