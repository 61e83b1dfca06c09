// Search a job; read its decision record and its timeline; call it off.

import {call} from './api.js';
import {attempt} from './attempt.js';
import {choice, count, facts, field, h, plain, table, tell, time} from './dom.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const STATES = ['queued', 'processing', 'sent', 'delivered', 'opened', 'clicked', 'replied', 'bounced', 'failed', 'cancelled'];
const UNSENT = ['queued', 'processing'];
const CANCELLERS = ['clinic-staff', 'campaign-manager', 'ops'];

export function jobs(place, person) {
  const sought = h('input', {name: 'sought', autocomplete: 'off', required: true, size: 40});
  const state = choice('state', STATES, 'any');
  const found = h('div', {});
  const search = after => attempt(place, async () => {
    const text = sought.value.trim();
    if (UUID.test(text)) return named(found, text, person);
    if (!/^\d{1,18}$/.test(text)) {
      found.replaceChildren(h('p', {class: 'problem', role: 'alert'}, 'That is neither the id of a job or request nor the number of a patient.'));
      return null;
    }
    const page = await call('jobs', {query: {patient_id: text, status: state.value, limit: '50', after}});
    list(found, page, person, search);
    return null;
  });
  place.append(
      h('form', {class: 'search', role: 'search', onsubmit: event => { event.preventDefault(); search(null); }},
          field('Id of a job or request, or patient number', sought, 'Looking somebody up is recorded.'),
          field('State', state),
          h('button', {}, 'Search')),
      found);
}

/** A job, or else a request that became none. */
async function named(found, id, person) {
  try {
    return await show(found, id, person);
  } catch (refusal) {
    if (refusal.status !== 404) throw refusal;
    const answer = await call('request', {id});
    if (answer.job_id) return show(found, answer.job_id, person);
    const heading = h('h2', {tabindex: -1}, 'A request that became no job');
    found.replaceChildren(heading, facts([['Request', id], ['Patient', answer.patient_id]]), decision(answer.decision));
    heading.focus();
    return null;
  }
}

function list(found, page, person, search) {
  tell(page.jobs.length === 1 ? '1 job found' : page.jobs.length + ' jobs found');
  found.replaceChildren(
      table('Jobs, newest first', [
        {title: 'Job', value: job => h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => show(found, job.job_id, person))},
            plain(job.purpose) + ', ' + job.job_id.slice(0, 8))},
        {title: 'Channel', value: job => plain(job.channel)},
        {title: 'State', value: job => plain(job.status)},
        {title: 'To', value: job => job.recipient},
        {title: 'Planned for', value: job => time(job.scheduled_at)},
        {title: 'Sent', value: job => time(job.sent_at) || '–'},
        {title: 'Reason', value: job => plain(job.error_message) || '–'}
      ], page.jobs),
      page.next ? h('button', {type: 'button', onclick: () => search(page.next)}, 'Older jobs') : '');
}

async function show(found, id, person) {
  const details = await call('job', {id});
  const job = details.job;
  const heading = h('h2', {tabindex: -1}, plain(job.purpose) + ' by ' + plain(job.channel) + ': ' + plain(job.status));
  const other = (label, otherId) => otherId
      ? h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => show(found, otherId, person))}, label) : null;
  found.replaceChildren(
      heading,
      facts([
        ['Job', job.job_id],
        ['Patient', job.patient_id],
        ['To', job.recipient],
        ['Language', job.language],
        ['Planned for', time(job.scheduled_at)],
        ['Of use until', time(job.expires_at)],
        ['Template', job.template_id + ', version ' + job.template_version],
        ['Campaign', job.campaign_id],
        ['Variant', job.ab_variant],
        ['Urgent', job.is_urgent ? 'yes' : null],
        ['Attempts after the first', count(job.retry_count)],
        ['Reason', plain(job.error_message)],
        ['Name at the provider', job.provider_message_id]
      ]),
      h('div', {class: 'actions'},
          other('The job before', job.previous_job_id),
          other('The job that took over', details.next_job_id),
          other('Told together with', details.told_by_job_id),
          cancel(found, job, person)),
      h('h2', {}, 'Timeline'),
      timeline(details.milestones),
      h('h2', {}, 'Decision'),
      decision(details.decision));
  heading.focus();
}

function timeline(milestones) {
  const reached = Object.entries(milestones || {}).sort(([, a], [, b]) => a.localeCompare(b));
  return h('ol', {class: 'timeline'},
      reached.map(([name, at]) => h('li', {}, h('strong', {}, plain(name)), ' ', time(at))));
}

function decision(record) {
  if (!record) return h('p', {}, 'No record was kept.');
  return h('div', {},
      h('p', {}, record.sentence || plain(record.verdict)),
      table('Rules in the order they judged', [
        {title: 'Rule', value: each => plain(each.rule) + (each.version ? ', version ' + each.version : '')},
        {title: 'Channel', value: each => plain(each.channel) || 'all'},
        {title: 'Verdict', value: each => h('span', {class: tone(each.verdict)}, plain(each.verdict))},
        {title: 'Because', value: each => plain(each.reason) || '–'},
        {title: 'Based on', value: each => Object.entries(each.inputs || {}).map(([name, value]) => name + ' = ' + value).join('; ') || '–'}
      ], record.judgements || []));
}

function tone(verdict) {
  if (verdict === 'allowed') return 'good';
  return verdict === 'refused' ? 'bad' : 'warn';
}

function cancel(found, job, person) {
  const may = CANCELLERS.some(role => person.roles.includes(role));
  if (!may || !UNSENT.includes(job.status)) return null;
  return h('button', {type: 'button', onclick: () => attempt(found, async () => {
    if (!window.confirm('Call this contact off? Nothing will take its place.')) return;
    const outcome = await call('job-cancel', {id: job.job_id});
    await show(found, outcome.job.job_id, person);
    tell(outcome.cancellation === 'done' ? 'Called off: nothing will be sent.' : 'It was due already; look again in a minute.');
  })}, 'Call off');
}
