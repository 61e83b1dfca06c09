// What experiments have shown so far. Numbers the service does not tell (yet) are dashes, never zeros.

import {call} from './api.js';
import {attempt} from './attempt.js';
import {count, facts, h, percent, plain, table} from './dom.js';

export async function experiments(place) {
  const found = h('div', {});
  place.append(found);
  await load(found);
}

async function load(found) {
  const page = await call('experiments', {query: {limit: '50'}});
  found.replaceChildren(
      table('Experiments', [
        {title: 'Experiment', value: each => h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => show(found, idOf(each)))}, nameOf(each))},
        {title: 'State', value: each => plain(each.state || each.status)},
        {title: 'Verdict', value: each => verdict(each)}
      ], page.experiments || page.items || []));
}

function idOf(each) {
  return String(each.id ?? each.experiment_id ?? each.key ?? each.experiment);
}

function nameOf(each) {
  return each.name || each.title || idOf(each);
}

function verdict(each) {
  const word = each.verdict?.code || each.verdict || 'undecided';
  return plain(word) + (each.winner ? ': ' + plain(each.winner) : '');
}

async function show(found, id) {
  const result = await call('experiment', {id});
  const heading = h('h2', {tabindex: -1}, nameOf(result));
  const arms = result.arms || result.variants || [];
  found.replaceChildren(
      h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => load(found))}, 'Back to the list'),
      heading,
      alarm(result),
      facts([
        ['State', plain(result.state || result.status)],
        ['Verdict', verdict(result)],
        ['Because', plain(result.reason)],
        ['Metric', plain(result.metric || result.primary_metric)]
      ]),
      table('Variants', [
        {title: 'Variant', value: arm => plain(arm.variant || arm.name || arm.arm)},
        {title: 'Patients', value: arm => count(arm.exposed ?? arm.patients ?? arm.n), number: true},
        {title: 'Successes', value: arm => count(arm.conversions ?? arm.successes), number: true},
        {title: 'Rate', value: arm => percent(arm.rate ?? arm.mean), number: true},
        {title: 'Lift', value: arm => interval(arm.lift ?? arm.difference), number: true},
        {title: 'Best with probability', value: arm => percent(arm.probability_best ?? arm.best), number: true}
      ], arms),
      metrics(result.metrics));
  heading.focus();
}

function alarm(result) {
  const mismatch = result.sample_ratio_mismatch?.alarm ?? result.sample_ratio_mismatch ?? result.srm?.alarm;
  return mismatch === true
      ? h('p', {class: 'problem', role: 'alert'}, 'The variants did not get the patients they should have (sample-ratio mismatch): believe nothing below until it is explained.')
      : null;
}

/** A number, or a number with its bounds. */
function interval(value) {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return percent(value);
  const low = value.low ?? value.lower ?? value.from;
  const high = value.high ?? value.upper ?? value.to;
  return percent(value.estimate ?? value.value) + ' (' + percent(low) + ' to ' + percent(high) + ')';
}

function metrics(list) {
  if (!Array.isArray(list) || !list.length) return null;
  return table('All metrics', [
    {title: 'Metric', value: each => plain(each.metric || each.name)},
    {title: 'Variant', value: each => plain(each.variant || each.arm) || '–'},
    {title: 'Difference', value: each => interval(each.lift ?? each.difference ?? each.effect), number: true},
    {title: 'p, corrected', value: each => (typeof (each.adjusted_p ?? each.p) === 'number' ? (each.adjusted_p ?? each.p).toFixed(4) : '–'), number: true},
    {title: 'Guardrail', value: each => (each.guardrail ? (each.breached ? 'breached' : 'kept') : '–')}
  ], list);
}
