// Review what came to nothing: try again or give up, alone or with a second person.

import {call} from './api.js';
import {attempt} from './attempt.js';
import {choice, field, h, plain, table, tell, time} from './dom.js';

const STATES = ['open', 'retrying', 'retried', 'refused', 'discarded'];
const REASONS = ['no-longer-needed', 'told-otherwise', 'wrong-address', 'duplicate', 'other'];

export async function deadLetters(place, person) {
  const state = choice('state', STATES);
  const found = h('div', {});
  const waiting = h('div', {});
  const reload = after => attempt(place, async () => {
    const page = await call('dead-letters', {query: {state: state.value, limit: '100', after: after || ''}});
    list(found, page, person, state.value === 'open', reload);
    await proposals(waiting, person, reload);
  });
  place.append(
      h('form', {class: 'search', onsubmit: event => { event.preventDefault(); reload(null); }},
          field('State', state), h('button', {}, 'Show')),
      found, waiting);
  await reload(null);
}

function list(found, page, person, open, reload) {
  const marked = new Set();
  const may = open && person.roles.includes('ops');
  const mark = item => h('input', {type: 'checkbox', 'aria-label': 'Mark item ' + item.id, onchange: event => {
    if (event.target.checked) marked.add(item.id); else marked.delete(item.id);
  }});
  const columns = [
    {title: 'Item', value: item => item.id, number: true},
    {title: 'Purpose', value: item => plain(item.purpose)},
    {title: 'Channel', value: item => plain(item.channel)},
    {title: 'Reason', value: item => plain(item.reason_code)},
    {title: 'Attempts', value: item => item.attempts, number: true},
    {title: 'Last outcome', value: item => plain(item.outcome) || '–'},
    {title: 'Reviewed by', value: item => item.reviewer || '–'},
    {title: 'Since', value: item => time(item.opened_at)}
  ];
  if (may) columns.unshift({title: 'Marked', value: mark});
  found.replaceChildren(
      table('Jobs that came to nothing', columns, page.items),
      page.next ? h('button', {type: 'button', class: 'quiet', onclick: () => reload(page.next)}, 'More') : '',
      may ? review(found, marked, reload) : '');
}

function review(found, marked, reload) {
  const reason = choice('reason', REASONS);
  const order = (action, body) => attempt(found, async () => {
    if (!marked.size) {
      tell('Mark at least one item first.');
      return;
    }
    const outcome = await call('dead-letter-review', {body: {action, ids: [...marked], ...body}});
    await reload(null);
    tell(outcome.proposal_id
        ? 'That is more than one person may review alone: somebody else must approve it.'
        : outcome.items + (action === 'retry' ? ' will be tried again.' : ' given up.'));
  });
  return h('div', {class: 'actions'},
      h('button', {type: 'button', id: 'retry', onclick: () => order('retry', {})}, 'Try marked again'),
      field('Why it is given up', reason),
      h('button', {type: 'button', class: 'quiet', id: 'discard', onclick: () => order('discard', {reason: reason.value})}, 'Give marked up'));
}

async function proposals(waiting, person, reload) {
  const open = (await call('proposals', {query: {state: 'proposed'}})).proposals || [];
  const mine = each => each.proposed_by === person.name;
  const approve = each => h('button', {type: 'button', disabled: mine(each), onclick: () => attempt(waiting, async () => {
    const outcome = await call('proposal-approve', {id: each.id});
    await reload(null);
    tell(outcome.items + ' items carried out.');
  })}, mine(each) ? 'Yours: somebody else must approve' : 'Approve');
  const columns = [
    {title: 'What', value: each => plain(each.review?.action)},
    {title: 'Items', value: each => each.items, number: true},
    {title: 'Proposed by', value: each => each.proposed_by}
  ];
  if (person.roles.includes('ops')) columns.push({title: 'Approval', value: approve});
  waiting.replaceChildren(open.length ? h('h2', {}, 'Waiting for a second person') : '',
      open.length ? table('Proposed reviews', columns, open) : '');
}
