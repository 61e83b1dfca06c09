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

/** Patients, not messages: who has left has got all they will get. */
function progress(campaign) {
  const {enrolled, in_campaign: remaining} = campaign.counts;
  if (!enrolled) return 'nobody enrolled yet';
  const text = count(enrolled - remaining) + ' of ' + count(enrolled) + ' patients';
  return [h('progress', {max: enrolled, value: enrolled - remaining, 'aria-label': campaign.name + ': ' + text}), ' ', text];
}

async function show(found, id, person) {
  const campaign = await call('campaign', {id: String(id)});
  const counts = campaign.counts;
  const heading = h('h2', {tabindex: -1}, campaign.name);
  found.replaceChildren(
      h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => load(found, person, null))}, 'Back to the list'),
      heading,
      facts([
        ['State', plain(campaign.status)],
        ['Paused because of', plain(campaign.pause_reason)],
        ['Approved by', campaign.approved_by],
        ['About', campaign.description],
        ['Made by', campaign.created_by],
        ['Patients enrolled', count(counts.enrolled)],
        ['Still in it', count(counts.in_campaign)]
      ]),
      h('p', {}, progress(campaign)),
      reasons('Patients who left, by reason', 'Patients', counts.exited),
      reasons('Messages passed over, by reason', 'Messages', counts.skipped),
      steps(campaign),
      switches(found, campaign, person));
  heading.focus();
}

function reasons(caption, what, numbers) {
  return table(caption, [
    {title: 'Reason', value: ([reason]) => plain(reason)},
    {title: what, value: ([, number]) => count(number), number: true}
  ], Object.entries(numbers));
}

/** What became of each step; a later version may have fewer of them than patients have had. */
function steps(campaign) {
  const numbers = new Map(campaign.counts.steps.map(each => [each.step, each]));
  const places = [...new Set([...campaign.steps.keys(), ...numbers.keys()])].sort((a, b) => a - b);
  const number = (title, field) => ({title, value: place => count(numbers.get(place)?.[field] ?? 0), number: true});
  return table('Steps', [
    {title: 'Step', value: place => place + 1, number: true},
    {title: 'Purpose', value: place => plain(campaign.steps[place]?.purpose) || '–'},
    {title: 'Channel', value: place => plain(campaign.steps[place]?.channel) || 'by preference'},
    number('Wait for it', 'waiting'),
    number('Asked for', 'requested'),
    number('Sent', 'sent'),
    number('Held by a pause', 'held'),
    number('Answer awaited', 'awaiting_reply'),
    number('Answered', 'answered'),
    number('Failed', 'failed'),
    number('Passed over', 'skipped')
  ], places);
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
