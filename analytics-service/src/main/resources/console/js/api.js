// The console's calls. What is asked travels in the body: an address holds nothing about a patient.

let csrf = null;
let signedIn = null;

/** What a service refused, as RFC 9457 tells it. */
export class Refusal extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail || 'The request failed (' + status + ')');
    this.status = status;
    this.problem = problem;
    this.retryAfter = /^\d{1,5}$/.test(retryAfter || '') ? Number(retryAfter) : null;
  }
}

/** Who is signed in, and what they may see. */
export async function session() {
  const answer = await ask('/console/api/session', {headers: {Accept: 'application/json'}});
  const who = answer.name + ' ' + answer.organization;
  if (signedIn && signedIn !== who) throw new Refusal(409, {detail: 'Somebody else has signed in; reload the page.'});
  signedIn = who;
  csrf = {header: answer.csrf_header, token: answer.csrf_token};
  return answer;
}

/** Makes a call of a service. `order` may hold `id`, `query`, `body` and `idempotency_key`. */
export async function call(name, order = {}) {
  return post('/console/api/calls/' + name, {...order, query: given(order.query)});
}

/** Ends the session. */
export async function signOut() {
  try {
    await post('/console/sign-out', {});
  } catch (refusal) {
    if (refusal.status !== 401) throw refusal;
  }
  window.location.assign('/console/signed-out.html');
}

/** Whoever gets 401 was not listened to; if they have signed in again in another window, it counts here too. */
async function post(address, order) {
  const once = () => ask(address, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', [csrf.header]: csrf.token},
    body: JSON.stringify(order)
  });
  try {
    return await once();
  } catch (refusal) {
    if (refusal.status !== 401) throw refusal;
    await session();
    return once();
  }
}

function given(query) {
  return query ? Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== null)) : null;
}

async function ask(address, options) {
  let response;
  let text;
  try {
    response = await fetch(address, options);
    text = await response.text();
  } catch {
    throw new Refusal(0, {detail: 'The console does not answer. Try again in a moment.'});
  }
  let json = {};
  try {
    json = text ? JSON.parse(text) : {};
  } catch {
    throw new Refusal(response.status, {detail: 'The answer could not be read'});
  }
  if (!response.ok) throw new Refusal(response.status, json, response.headers.get('Retry-After'));
  return json;
}
