// How far campaigns have come, what stands against them, and the switches.

import {call, Refusal} from './api.js';
import {attempt, problem} from './attempt.js';
import {count, facts, h, plain, table, tell, time} from './dom.js';

/** From which a campaign can begin or go on. */
const BEGINNING = ['draft', 'paused'];

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
  const {report, failure} = BEGINNING.includes(campaign.status) ? await checked(id) : {};
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
      failure ? h('div', {}, h('p', {class: 'hint'}, 'What stands against it could not be found out:'), problem(failure)) : '',
      report ? findings(report) : '',
      switches(found, campaign, report, person));
  heading.focus();
}

/** The report takes its time and may fail; a campaign can be called off all the same. */
async function checked(id) {
  try {
    return {report: await call('campaign-report', {id: String(id)})};
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    return {failure};
  }
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
    number('Taken back', 'called_off'),
    number('Passed over', 'skipped')
  ], places);
}

/** What the service says before anything is sent. */
function findings(report) {
  return table('To be settled before it begins, for ' + count(report.audience) + ' patients now', [
    {title: 'How bad', value: each => h('span', {class: each.severity === 'error' ? 'bad' : 'warn'}, plain(each.severity))},
    {title: 'Step', value: each => (typeof each.step === 'number' ? each.step + 1 : '–')},
    {title: 'What', value: each => each.text}
  ], report.findings || []);
}

/** Whether somebody may is the service's word; these are the buttons that make sense. */
function switches(found, campaign, report, person) {
  const may = (...roles) => roles.some(role => person.roles.includes(role));
  const button = (name, label, said, query, sure) => h('button', {type: 'button', class: sure ? 'quiet' : null, onclick: () => attempt(found, async () => {
    if (sure && !window.confirm(sure)) return;
    await call(name, {id: String(campaign.id), query});
    await show(found, campaign.id, person);
    tell(said);
  })}, label);
  const buttons = [];
  if (may('campaign-manager', 'compliance') && report?.findings?.some(each => each.code === 'approval-needed')) {
    buttons.push(button('campaign-approve', 'Approve version ' + campaign.version,
        'Approved: it may go to that many.', {version: String(campaign.version), rules: report.rules}));
  }
  if (may('campaign-manager')) {
    if (campaign.status === 'active') buttons.push(button('campaign-pause', 'Pause', 'Paused: nobody else is written to.'));
    if (BEGINNING.includes(campaign.status)) buttons.push(...beginnings(campaign, button));
    if (['active', 'paused'].includes(campaign.status)) {
      buttons.push(button('campaign-complete', 'Complete', 'Completed: nothing more is asked for.', null,
          'Complete this campaign? Nobody gets a further step of it, and it cannot go on.'));
    }
    if (['draft', 'active', 'paused'].includes(campaign.status)) {
      buttons.push(button('campaign-cancel', 'Call off', 'Called off.', null,
          'Call this campaign off? What was asked for and not sent yet is taken back, and it cannot go on.'));
    }
  }
  return h('div', {class: 'actions'}, buttons);
}

/** After a pause somebody has to say whose words the patients get who are in it already. */
function beginnings(campaign, button) {
  if (campaign.status !== 'paused' || campaign.running_version === campaign.version) {
    return [button('campaign-activate', 'Activate', 'Active.')];
  }
  return [
    button('campaign-activate', 'Activate, everybody on version ' + campaign.version, 'Active.', {move: 'true'}),
    button('campaign-activate', 'Activate, who is in it stays on version ' + campaign.running_version, 'Active.', {move: 'false'})
  ];
}
