// Says what went wrong, where it went wrong.

import {Refusal} from './api.js';
import {h} from './dom.js';

/** Does something and shows at `place` why it could not be done. */
export async function attempt(place, action) {
  place.querySelectorAll(':scope > .problem').forEach(old => old.remove());
  try {
    return await action();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    place.prepend(problem(refusal));
    return null;
  }
}

/** What was asked for beside the matter itself, or something else where it is refused: that must not hide the matter. */
export async function orElse(otherwise, asked) {
  try {
    return await asked;
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.status === 401) throw refusal;
    return otherwise;
  }
}

/** A refusal as people read it. */
export function problem(refusal) {
  const trace = refusal.problem?.instance;
  return h('div', {class: 'problem', role: 'alert'},
      h('p', {}, refusal.status === 401 ? 'Your session is over. What you typed stays here until you leave.' : refusal.message),
      (refusal.problem?.errors || []).map(each => h('p', {}, each.field + ': ' + each.message)),
      refusal.retryAfter ? h('p', {}, 'Try again in ' + refusal.retryAfter + (refusal.retryAfter === 1 ? ' second.' : ' seconds.')) : null,
      trace ? h('p', {class: 'hint'}, 'To quote to operations: ' + trace) : null,
      refusal.status === 401 ? h('p', {}, h('a', {href: '/console/', target: '_blank', rel: 'noopener'}, 'Sign in again')) : null);
}
