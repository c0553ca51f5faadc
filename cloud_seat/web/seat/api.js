// Shell: the hub over HTTP: session, catalogue, forms, papers. Cookies carry the session.

export class HubError extends Error {
  /** `status` 0 means that the hub was not reached. `words`: what the hub says about it, for people; `answer`: all of it. */
  constructor(status, answer = {}) {
    super(`hub answered ${status}`);
    Object.assign(this, { status, answer, words: answer.text?.zh || "" });
  }
}

const TIMEOUT_MS = 8000;

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
  } catch {
    throw new HubError(0);
  }
  if (!response.ok) throw new HubError(response.status, await answerIn(response));
  return response;
}

async function answerIn(response) {
  return (await response.json().catch(() => null)) || {}; // a proxy's page has no words of ours
}

async function json(path, options) {
  const response = await ask(path, options);
  return response.status === 204 ? null : response.json();
}

const post = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** `shown`: a `code`, or what a `passkey` answered. */
export const signIn = (user, password, shown) => json("/api/v1/session", post({ user, password, ...shown }));

const PASSKEYS = "/api/v1/session/passkeys";

export const passkeys = () => json(PASSKEYS);

export const askForPasskey = (password) => json(`${PASSKEYS}/begin`, post({ password }));

export const addPasskey = (passkey, name) => json(PASSKEYS, post({ passkey, name }));

export const removePasskey = (id, password) => ask(`${PASSKEYS}/${encodeURIComponent(id)}/remove`, post({ password }));

export const changePassword = (old, fresh) => ask("/api/v1/session/password", post({ old, new: fresh }));

export const signOutEverywhere = () => ask("/api/v1/session/all", { method: "DELETE" });

/** Name of the district's own sign-in, empty when there is none or the hub is not reached. */
export const waysIn = () => json("/api/v1/sign-in").then((answer) => answer.elsewhere, () => "");

export const session = () => json("/api/v1/session");

export const signOut = () => ask("/api/v1/session", { method: "DELETE" });

const forms = new Map();

/** A published form version never changes, so one fetch is enough. */
export async function form(id, version) {
  const key = `${id}/${version}`;
  if (!forms.has(key)) forms.set(key, await json(`/api/v1/forms/${encodeURIComponent(id)}/${Number(version)}`));
  return forms.get(key);
}

let catalogue = null;

/** The item, or null when the catalogue does not have it. */
export async function item(id) {
  if (!catalogue) {
    const answer = await json("/api/v1/catalogue");
    catalogue = new Map((answer.items || answer).map((one) => [one.id, one]));
  }
  return catalogue.get(id) || null;
}

/** How often and when this official decided a matter of this item: {times, last_at}. */
export const handled = (itemId) => json(`/api/v1/items/${encodeURIComponent(itemId)}/handled`);

export const letters = (withClosed) => json(`/api/v1/letters${withClosed ? "?closed=1" : ""}`);

export const letter = (caseId) => json(`/api/v1/letters/${encodeURIComponent(caseId)}`);

/** take, called, close. */
export const actOnLetter = (caseId, verb, body = null) =>
  ask(`/api/v1/letters/${encodeURIComponent(caseId)}/${verb}`, body ? post(body) : { method: "POST" });

/** Who else is at their desk, who may handle the item first; nobody when the hub was not reached. */
export const colleagues = (itemId) => json(`/api/v1/colleagues?item=${encodeURIComponent(itemId)}`).catch(() => []);

const below = new Map();

/** The places one level below a code, {code, name}; of "": the provinces. They do not change while a page is open. */
export async function places(code) {
  if (!below.has(code)) below.set(code, await json(`/api/v1/places?in=${encodeURIComponent(code)}`));
  return below.get(code);
}

const ofCase = (caseId, rest = "") => `/api/v1/cases/${encodeURIComponent(caseId)}${rest}`;

/** The official's own, newest first. `wanted`: number, item, day, state. */
export const ownCases = (wanted) => json(`/api/v1/own-cases?${wanted}`);

export const caseOf = (caseId) => json(ofCase(caseId));

export const pastOf = (caseId) => json(ofCase(caseId, "/history"));

export const noteCase = (caseId, text) =>
  ask(ofCase(caseId, "/notes"), post({ text }));

export const decideCase = (caseId, decided) =>
  ask(ofCase(caseId, "/decision"), post(decided));

export const partUrl = (caseId, name) => ofCase(caseId, `/parts/${name.split("/").map(encodeURIComponent).join("/")}`);

export const scanUrl = (callId, scanId) =>
  `/api/v1/calls/${encodeURIComponent(callId)}/scans/${encodeURIComponent(scanId)}`;
