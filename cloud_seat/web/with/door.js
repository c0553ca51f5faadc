// Shell: the hub as a helper's page sees it: the link of a number, whose it is, take it for this browser.

const TIMEOUT_MS = 10000;

export class HubError extends Error {
  /** `status` 0: not reached. */
  constructor(status) {
    super(`hub answered ${status}`);
    this.status = status;
  }
}

async function fetched(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
  } catch {
    throw new HubError(0);
  }
  if (!response.ok) throw new HubError(response.status);
  return response;
}

const ask = (token, options = {}) => fetched("/api/v1/with", { ...options, headers: { Authorization: `With ${token}`, ...options.headers } });

const posted = (body) => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** The token of the link with this number. */
export const tokenOf = async (number) => (await (await fetched("/api/v1/with/number", posted({ number }))).json()).token;

/** {kiosk, official, item_name, lives_s} */
export const look = async (token) => (await ask(token)).json();

export const take = (token, name) => ask(token, posted({ name }));
