// How far campaigns have come, and the switch.

import {call} from './api.js';
import {attempt} from './attempt.js';
import {count, facts, h, plain, table, tell, time} from './dom.js';

export async function campaigns(place, person) {
  const found = h('div', {});
  place.append(found);
  await load(found, person, null);
}

async function load(found, person, after) {
  const page = await call('campaigns', {query: {limit: '50', after: after || ''}});
  found.replaceChildren(
      table('Campaigns', [
        {title: 'Campaign', value: each => h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => show(found, each.id, person))}, each.name)},
        {title: 'State', value: each => plain(each.status)},
        {title: 'From', value: each => each.start_date || time(each.starts_at) || '–'},
        {title: 'To', value: each => each.end_date || time(each.ends_at) || '–'},
        {title: 'Progress', value: progress}
      ], page.campaigns || []),
      page.next ? h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => load(found, person, page.next))}, 'More') : '');
}

function done(campaign) {
  const counts = campaign.counts || {};
  const skipped = Object.values(counts.skipped || {}).reduce((sum, each) => sum + each, 0);
  return {enrolled: counts.enrolled || 0, requested: counts.requested || 0, skipped};
}

function progress(campaign) {
  const {enrolled, requested, skipped} = done(campaign);
  if (!enrolled) return 'nobody enrolled yet';
  const text = count(requested + skipped) + ' of ' + count(enrolled) + ' patients';
  return [h('progress', {max: enrolled, value: Math.min(enrolled, requested + skipped), 'aria-label': campaign.name + ': ' + text}), ' ', text];
}

async function show(found, id, person) {
  const campaign = await call('campaign', {id: String(id)});
  const {enrolled, requested, skipped} = done(campaign);
  const heading = h('h2', {tabindex: -1}, campaign.name);
  found.replaceChildren(
      h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => load(found, person, null))}, 'Back to the list'),
      heading,
      facts([
        ['State', plain(campaign.status)],
        ['About', campaign.description],
        ['Made by', campaign.created_by],
        ['Enrolled', count(enrolled)],
        ['Asked to be written to', count(requested)],
        ['Left out', count(skipped)]
      ]),
      h('p', {}, progress(campaign)),
      h('h3', {}, 'Left out, by reason'),
      table('Left out', [
        {title: 'Reason', value: ([reason]) => plain(reason)},
        {title: 'Patients', value: ([, patients]) => count(patients), number: true}
      ], Object.entries(campaign.counts?.skipped || {})),
      h('h3', {}, 'Steps'),
      table('Steps', [
        {title: 'Step', value: (each) => (campaign.steps.indexOf(each) + 1), number: true},
        {title: 'Kind', value: each => plain(each.kind || each.type || 'message')},
        {title: 'Purpose', value: each => plain(each.purpose) || '–'},
        {title: 'Channel', value: each => plain(each.channel) || 'by preference'}
      ], campaign.steps || []),
      switches(found, campaign, person));
  heading.focus();
}

function switches(found, campaign, person) {
  if (!person.roles.includes('campaign-manager')) return '';
  const button = (name, label, said) => h('button', {type: 'button', id: name, onclick: () => attempt(found, async () => {
    await call(name, {id: String(campaign.id)});
    await show(found, campaign.id, person);
    tell(said);
  })}, label);
  return h('div', {class: 'actions'},
      campaign.status === 'active' ? button('campaign-pause', 'Pause', 'Paused: nobody else is written to.') : null,
      ['draft', 'paused'].includes(campaign.status) ? button('campaign-activate', 'Activate', 'Active.') : null);
}
