// Replies that need a person: claim, hand over, read, answer, say what was meant, close.

import {call, Refusal} from './api.js';
import {attempt, orElse} from './attempt.js';
import {choice, count, facts, field, h, percent, plain, table, tell, time} from './dom.js';

const INTENTS = ['confirm', 'cancel', 'reschedule', 'stop', 'start', 'help', 'no', 'question', 'wrong_person', 'emergency',
  'auto_reply', 'ack', 'other'];

/** The languages that replies are read in. */
const LANGUAGES = ['en', 'es', 'fr', 'pt', 'de', 'it', 'zh', 'vi', 'ko', 'ru', 'ar', 'tl', 'ht', 'pl', 'hi'];

export async function inbox(place, person) {
  const state = choice('state', ['open', 'closed']);
  const claimed = choice('claimed', ['nobody', 'me'], 'anybody');
  const urgent = h('select', {name: 'urgent'},
      h('option', {value: ''}, 'all'), h('option', {value: 'true'}, 'urgent ones'), h('option', {value: 'false'}, 'the others'));
  const language = choice('language', LANGUAGES, 'any');
  const waiting = h('div', {});
  const found = h('div', {});
  const reload = after => attempt(place, async () => {
    const query = {state: state.value, claimed: claimed.value, urgent: urgent.value, language: language.value, limit: '100', after: after || ''};
    const [page, counts] = await Promise.all([call('inbox', {query}), orElse(null, call('inbox-counts'))]);
    waiting.replaceChildren(counts ? summary(counts) : h('p', {class: 'hint'}, 'How much waits cannot be told right now.'));
    list(found, page, person, reload);
  });
  place.append(
      waiting,
      h('form', {class: 'search', onsubmit: event => { event.preventDefault(); reload(null); }},
          field('State', state), field('Claimed by', claimed), field('Urgency', urgent), field('Language', language),
          h('button', {}, 'Show')),
      found);
  await reload(null);
}

/** How much there is to do, whatever the list shows. */
function summary(counts) {
  return facts([
    ['Open', count(counts.open)],
    ['Urgent', count(counts.urgent)],
    ['May be opt-outs', count(counts.suspected_stops)],
    ['Unclaimed', count(counts.unclaimed)],
    ['Yours', count(counts.mine)],
    ['Longest unclaimed, since', time(counts.oldest_unclaimed)]
  ]);
}

function list(found, page, person, reload) {
  found.replaceChildren(
      table('Replies, urgent ones first', [
        {title: 'Reply', value: item => h('button', {type: 'button', class: 'quiet', onclick: () => attempt(found, () => open(found, item, person, reload))},
            (item.urgent ? 'Urgent: ' : '') + plain(item.intent) + ', ' + item.id.slice(-6))},
        {title: 'Channel', value: item => plain(item.channel)},
        {title: 'Language', value: item => item.language || '–'},
        {title: 'Why it is here', value: item => plain(item.reason)},
        {title: 'Received', value: item => time(item.received_at)},
        {title: 'Claimed by', value: item => item.claimed_by || 'nobody'},
        {title: 'Answer', value: item => (item.answer ? plain(item.answer.state) : '–')}
      ], page.items),
      page.next ? h('button', {type: 'button', class: 'quiet', onclick: () => reload(page.next)}, 'More') : '');
}

async function open(found, item, person, reload) {
  const [message, {colleagues}] = await Promise.all(
      [call('inbound', {id: item.inbound_id}), orElse({colleagues: []}, call('inbox-colleagues'))]);
  const heading = h('h2', {tabindex: -1}, (item.urgent ? 'Urgent: ' : '') + 'a reply by ' + plain(item.channel));
  const act = (name, ask, said, refused) => attempt(found, async () => {
    let changed;
    try {
      changed = await call(name, {id: item.id, ...ask});
    } catch (refusal) {
      if (refused && refusal instanceof Refusal) refused(refusal);
      throw refusal;
    }
    await open(found, changed, person, reload);
    tell(said);
  });
  found.replaceChildren(
      h('button', {type: 'button', class: 'quiet', onclick: () => reload(null)}, 'Back to the list'),
      heading,
      facts([
        ['From', message.from_address],
        ['Patient', item.patient_id],
        ['Received', time(item.received_at)],
        ['Read as', plain(item.intent)],
        ['May also be', suggestion(item.suggestion)],
        ['Why it is here', plain(item.reason)],
        ['Claimed by', item.claimed_by || 'nobody'],
        ['Meant', plain(item.label)],
        ['Last answer', item.answer ? plain(item.answer.state) + ' ' + plain(item.answer.code) : null],
        ['Answered with', item.answer?.template ? 'template: ' + plain(item.answer.template) : null]
      ]),
      h('p', {class: 'message', lang: message.language, dir: 'auto'}, message.body),
      item.state === 'open' ? actions(item, person, colleagues, act) : h('p', {}, 'Closed by ' + (item.closed_by || 'nobody known') + '.'),
      item.state === 'open' && item.claimed_by === person.name && person.roles.includes('clinic-staff') ? answer(item, act) : '');
  heading.focus();
}

/** A guess of the classifier, which only moves the reply up the list. */
function suggestion(guess) {
  return guess ? plain(guess.intent) + ', ' + percent(guess.confidence) + (guess.language ? ', in ' + guess.language : '') : null;
}

function actions(item, person, colleagues, act) {
  const others = colleagues.filter(name => name !== item.claimed_by);
  const to = h('select', {name: 'to'}, h('option', {value: ''}, 'nobody chosen'), others.map(name => h('option', {value: name}, name)));
  const label = choice('label', INTENTS, 'not said yet');
  const mine = item.claimed_by === person.name;
  return h('div', {class: 'actions'},
      mine
        ? h('button', {type: 'button', class: 'quiet', onclick: () => act('inbox-release', {}, 'Released.')}, 'Release')
        : h('button', {type: 'button', id: 'claim', onclick: () => act('inbox-claim', {}, 'Claimed: it is yours.')}, 'Claim'),
      others.length ? field('Hand over to', to) : null,
      others.length ? h('button', {type: 'button', class: 'quiet', id: 'assign', onclick: () => handOver(to, act)}, 'Hand over') : null,
      field('What was meant', label),
      h('button', {type: 'button', class: 'quiet', onclick: () => note(item, label, act)}, 'Note'),
      h('button', {type: 'button', class: 'quiet', id: 'close', onclick: () => act('inbox-close', {}, 'Closed.')}, 'Close'));
}

function handOver(to, act) {
  if (!to.value) {
    tell('Choose a colleague first.');
    to.focus();
    return null;
  }
  return act('inbox-assign', {body: {to: to.value}}, 'Handed over to ' + to.value + '.');
}

/** What is noted teaches the classifier; a stop also ends all messages to the patient, at once. */
function note(item, label, act) {
  if (!label.value) {
    tell('Choose what was meant first.');
    label.focus();
    return null;
  }
  if (label.value === 'stop' && !window.confirm('This opts the patient out at once, as if they had texted STOP. Go on?')) return null;
  return act('inbox-label', {body: {intent: label.value}}, label.value === 'stop' ? 'Noted: the patient is opted out.' : 'Noted.');
}

function answer(item, act) {
  // One key for one text: pressing twice, or again after a failure, orders one answer.
  let key = newKey();
  const text = h('textarea', {name: 'answer', maxlength: 1600, required: true, oninput: () => { key = newKey(); }});
  const findings = h('div', {});
  const instead = h('div', {});
  const check = () => attempt(findings, async () => {
    const lint = await call('lint', {body: {organization_id: item.organization_id, channel: item.channel, text: text.value}});
    findings.replaceChildren(lint.good
        ? h('p', {class: 'good'}, 'Nothing speaks against this text.')
        : h('ul', {}, lint.findings.map(each => h('li', {class: 'warn'}, plain(each.rule) + ': ' + each.way_out))));
  });
  return h('form', {onsubmit: event => {
    event.preventDefault();
    instead.replaceChildren();
    act('inbox-answer', {body: {text: text.value}, idempotency_key: key}, 'The answer is on its way.',
        refusal => instead.replaceChildren(...templates(refusal, act)));
  }},
      h('h3', {}, 'Answer'),
      field('Your answer', text, 'Say as little about health as you can. {{clinic_name}} and {{clinic_phone}} are filled in.'),
      findings,
      h('div', {class: 'actions'},
          h('button', {type: 'button', class: 'quiet', id: 'check', onclick: check}, 'Check the text'),
          h('button', {id: 'answer'}, 'Send answer')),
      instead);
}

/** What can be sent where WhatsApp takes no free text any more; nothing when that is not what is wrong. */
function templates(refusal, act) {
  const keys = refusal.problem.type === 'urn:ovhi:problem:window-closed' ? refusal.problem.templates || [] : [];
  return keys.map(template => {
    const key = newKey();
    return h('button', {
      type: 'button',
      class: 'quiet',
      onclick: () => act('inbox-answer', {body: {template}, idempotency_key: key}, 'The template is asked for: it leaves when all rules allow it.')
    }, 'Send the template instead: ' + plain(template));
  });
}

/** 128 random bits; randomUUID would need TLS. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
