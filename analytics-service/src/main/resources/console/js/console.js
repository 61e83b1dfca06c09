// The frame: who is signed in, the menu, and one page at a time. The page's name is all the address ever shows.

import {session, signOut} from './api.js';
import {attempt, problem} from './attempt.js';
import {h, tell} from './dom.js';
import {jobs} from './jobs.js';
import {deadLetters} from './dead-letters.js';
import {inbox} from './inbox.js';
import {campaigns} from './campaigns.js';
import {templates} from './templates.js';
import {experiments} from './experiments.js';

const pages = {
  'jobs': {title: 'Jobs', show: jobs},
  'inbox': {title: 'Inbox', show: inbox},
  'dead-letters': {title: 'Dead letters', show: deadLetters},
  'campaigns': {title: 'Campaigns', show: campaigns},
  'templates': {title: 'Templates', show: templates},
  'experiments': {title: 'Experiments', show: experiments}
};

const content = document.getElementById('content');
const menu = document.getElementById('menu');
let person = null;

async function start() {
  try {
    person = await session();
  } catch (refusal) {
    content.replaceChildren(h('h1', {}, 'Outreach console'), problem(refusal));
    return;
  }
  document.getElementById('person').textContent =
      person.name + (person.organization ? ', organization ' + person.organization : '');
  document.getElementById('sign-out').addEventListener('click', () => attempt(content, signOut));
  menu.replaceChildren(...person.pages.map(name =>
      h('li', {}, h('a', {href: '#' + name, id: 'menu-' + name}, pages[name].title))));
  document.querySelector('.skip').addEventListener('click', event => {
    event.preventDefault();
    content.focus();
  });
  window.addEventListener('hashchange', () => show(true));
  await show(false);
}

async function show(moved) {
  const asked = window.location.hash.slice(1);
  const name = person.pages.includes(asked) ? asked : person.pages[0];
  for (const link of menu.querySelectorAll('a')) {
    if (link.id === 'menu-' + name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  tell('');
  if (!name) {
    content.replaceChildren(h('h1', {}, 'Nothing to see'), h('p', {}, 'Your account has no role that this console serves.'));
    return;
  }
  document.title = pages[name].title + ': Outreach console';
  content.replaceChildren(h('h1', {}, pages[name].title));
  const body = h('div', {});
  content.append(body);
  if (moved) content.focus();
  await attempt(body, () => pages[name].show(body, person));
}

start();
