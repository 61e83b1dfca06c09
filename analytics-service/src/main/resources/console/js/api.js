// The console's calls. What is asked travels in the body: an address holds nothing about a patient.

let csrf = null;

/** What a service refused, as RFC 9457 tells it. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || 'The request failed (' + status + ')');
    this.status = status;
    this.problem = problem;
  }
}

/** Who is signed in, and what they may see. */
export async function session() {
  const answer = await read(await fetch('/console/api/session', {headers: {Accept: 'application/json'}}));
  csrf = {header: answer.csrf_header, token: answer.csrf_token};
  return answer;
}

/** Makes a call of a service. `ask` may hold `id`, `query`, `body` and `idempotency_key`. */
export async function call(name, ask = {}) {
  return read(await fetch('/console/api/calls/' + name, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', [csrf.header]: csrf.token},
    body: JSON.stringify({...ask, query: given(ask.query)})
  }));
}

/** Ends the session. */
export async function signOut() {
  await fetch('/console/sign-out', {method: 'POST', headers: {[csrf.header]: csrf.token}});
  window.location.assign('/console/signed-out.html');
}

function given(query) {
  return query ? Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== null)) : null;
}

async function read(response) {
  const text = await response.text();
  let json = {};
  try {
    json = text ? JSON.parse(text) : {};
  } catch {
    throw new Refusal(response.status, {detail: 'The answer could not be read'});
  }
  if (!response.ok) throw new Refusal(response.status, json);
  return json;
}
