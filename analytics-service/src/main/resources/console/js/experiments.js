// What experiments have shown so far. Numbers that are not told are dashes, never zeros: they are too few to be shown.

import {call} from './api.js';
import {attempt} from './attempt.js';
import {count, facts, h, percent, plain, table, time} from './dom.js';

export async function experiments(place) {
  const found = h('div', {});
  place.append(found);
  await load(found, 0);
}

async function load(found, page) {
  const part = await call('experiments', {query: {page: String(page)}});
  const rows = part.rows || [];
  const more = (page + 1) * part.size < part.total_rows;
  found.replaceChildren(
      table('Experiments', [
        {title: 'Experiment', value: each => h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => show(found, each.experiment_id))},
            plain(each.purpose) + ', campaign ' + each.campaign_id)},
        {title: 'First patient', value: each => time(each.first_exposed_at) || '–'},
        {title: 'Verdict', value: verdict}
      ], rows),
      more ? h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => load(found, page + 1))}, 'More') : '');
}

function verdict(decision) {
  return plain(decision?.verdict || 'undecided') + (decision?.variant ? ': ' + plain(decision.variant) : '');
}

async function show(found, id) {
  const result = await call('experiment', {id: String(id)});
  const heading = h('h2', {tabindex: -1}, plain(result.purpose) + ', campaign ' + result.campaign_id);
  const last = (result.decisions || []).at(-1);
  found.replaceChildren(
      h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => load(found, 0))}, 'Back to the list'),
      heading,
      result.sample_ratio_alarm ? alarm() : '',
      facts([
        ['First patient', time(result.first_exposed_at)],
        ['Judged by', plain(result.primary)],
        ['Verdict', verdict(last)],
        ['Because', plain(last?.reason)]
      ]),
      variants(result),
      comparisons(result),
      means(result),
      guardrails(result));
  heading.focus();
}

function alarm() {
  return h('p', {class: 'problem', role: 'alert'},
      'The variants did not get the patients they should have (sample-ratio mismatch): believe nothing below until it is explained.');
}

function variants(result) {
  const primary = each => (each.outcomes || []).find(outcome => outcome.metric === result.primary) || {};
  return table('Variants, by ' + plain(result.primary), [
    {title: 'Variant', value: each => plain(each.variant) + (each.holdout ? ' (nobody written to)' : '')},
    {title: 'Patients', value: each => count(each.exposed), number: true},
    {title: 'Window over', value: each => count(each.ripe), number: true},
    {title: 'Successes', value: each => count(primary(each).patients), number: true},
    {title: 'Rate', value: each => percent(primary(each).rate) + bounds(primary(each).interval), number: true},
    {title: 'Credible', value: each => span(primary(each).credible, percent), number: true},
    {title: 'Best with probability', value: each => percent(each.probability_best), number: true}
  ], result.variants || []);
}

function comparisons(result) {
  const all = [...(result.comparisons || []), ...(result.lift ? [result.lift] : [])];
  return table('Differences, true at every look', [
    {title: 'Metric', value: each => plain(each.metric)},
    {title: 'Variant', value: each => plain(each.variant)},
    {title: 'Against', value: each => plain(each.against)},
    {title: 'Difference', value: each => percent(each.difference) + bounds(each.anytime_interval), number: true},
    {title: 'p, adjusted', value: each => decimal(each.p_adjusted, 4), number: true}
  ], all);
}

function means(result) {
  return table('Means per patient: differences true at every look, and what is believed of them after this one', [
    {title: 'Mean of', value: each => plain(each.of)},
    {title: 'Variant', value: each => plain(each.variant)},
    {title: 'Mean', value: each => decimal(each.mean), number: true},
    {title: 'Against', value: each => plain(each.against)},
    {title: 'Its mean', value: each => decimal(each.mean_against), number: true},
    {title: 'Difference', value: each => decimal(each.mean - each.mean_against) + bounds(each.anytime?.interval, decimal), number: true},
    {title: 'p, adjusted', value: each => decimal(each.p_adjusted, 4), number: true},
    {title: 'Credible difference', value: each => span(each.posterior?.credible, decimal), number: true},
    {title: 'More with probability', value: each => percent(each.posterior?.probability_more), number: true}
  ], result.continuous || []);
}

function guardrails(result) {
  return table('Guardrails', [
    {title: 'Metric', value: each => plain(each.metric)},
    {title: 'Variant', value: each => plain(each.variant)},
    {title: 'Patients', value: each => count(each.patients), number: true},
    {title: 'Ceiling', value: each => percent(each.ceiling), number: true},
    {title: 'State', value: each => h('span', {class: each.over || each.worse ? 'bad' : 'good'}, each.over || each.worse ? 'breached' : 'kept')}
  ], result.guardrails || []);
}

function bounds(interval, shown = percent) {
  return interval ? ' (' + span(interval, shown) + ')' : '';
}

function span(interval, shown) {
  return interval ? shown(interval.low) + ' to ' + shown(interval.high) : '–';
}

function decimal(value, places = 2) {
  return typeof value === 'number' ? value.toFixed(places) : '–';
}
