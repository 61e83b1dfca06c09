// What a template looks like when it is filled in, and what it costs.

import {call} from './api.js';
import {attempt} from './attempt.js';
import {choice, facts, field, h, plain, table, tell} from './dom.js';

export async function templates(place) {
  const channel = choice('channel', ['sms', 'email', 'whatsapp'], 'any');
  const state = choice('state', ['published', 'approved', 'in_review', 'draft', 'retired'], 'any');
  const words = h('input', {name: 'q', autocomplete: 'off', maxlength: 100});
  const found = h('div', {});
  const search = after => attempt(place, async () => {
    const page = await call('templates', {query: {channel: channel.value, state: state.value, q: words.value.trim(), limit: '50', after: after || ''}});
    list(found, page, search);
  });
  place.append(
      h('form', {class: 'search', role: 'search', onsubmit: event => { event.preventDefault(); search(null); }},
          field('Part of the name', words), field('Channel', channel), field('State', state), h('button', {}, 'Search')),
      found);
  await search(null);
}

function list(found, page, search) {
  found.replaceChildren(
      table('Templates', [
        {title: 'Template', value: each => h('button', {type: 'button', class: 'quiet', onclick: () => show(found, each, {}, '')}, each.name)},
        {title: 'Purpose', value: each => plain(each.purpose)},
        {title: 'Channel', value: each => plain(each.channel)},
        {title: 'Language', value: each => each.language},
        {title: 'Version', value: each => each.version, number: true},
        {title: 'Whose', value: each => plain(each.level)},
        {title: 'Variant', value: each => plain(each.variant) || '–'}
      ], page.items || []),
      page.next_after ? h('button', {type: 'button', class: 'quiet', onclick: () => search(page.next_after)}, 'More') : '');
}

function show(found, template, values, country) {
  const heading = h('h2', {tabindex: -1}, template.name);
  const inputs = (template.variables || []).map(name =>
      [name, h('input', {name, autocomplete: 'off', value: values[name] || ''})]);
  const place = choice('country', ['US', 'CA', 'MX', 'GB', 'DE'], 'the usual one');
  place.value = country;
  const shown = h('div', {});
  const preview = () => attempt(shown, async () => {
    const variables = Object.fromEntries(inputs.map(([name, input]) => [name, input.value.trim()]).filter(([, value]) => value));
    const message = await call('template-preview', {id: String(template.id), body: {version: template.version, variables, country: place.value || null}});
    rendered(shown, message);
    tell('The preview is up to date.');
  });
  found.replaceChildren(
      heading,
      h('p', {class: 'hint'}, 'Made-up values only: what is left empty gets a usual one.'),
      h('form', {class: 'search', onsubmit: event => { event.preventDefault(); preview(); }},
          inputs.map(([name, input]) => field(plain(name), input)),
          template.channel === 'sms' ? field('Country', place) : null,
          h('button', {id: 'preview'}, 'Preview')),
      shown);
  heading.focus();
  return preview();
}

function rendered(shown, message) {
  const sms = message.sms;
  const cost = sms?.estimated_cost;
  shown.replaceChildren(
      facts([
        ['Subject', message.subject],
        ['Language', message.language],
        ['Parts', sms ? sms.segments + ' (' + plain(sms.encoding) + ', room for ' + sms.characters_left + ' more)' : null],
        ['Unicode because of', sms?.unicode_because_of?.length ? sms.unicode_because_of.join(' ') : null],
        ['Costs about', cost ? cost.total + ' ' + cost.currency + ' in ' + cost.country : null]
      ]),
      h('p', {class: 'message', lang: message.language, dir: 'auto'}, message.text),
      message.html ? h('details', {}, h('summary', {}, 'HTML as it is sent'), h('pre', {tabindex: 0}, message.html)) : '');
}
