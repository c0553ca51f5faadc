// Shell: the hub as a helper's page sees it: look whose link it is, take it for this browser.

const TIMEOUT_MS = 10000;

export class HubError extends Error {
  /** `status` 0: not reached. */
  constructor(status) {
    super(`hub answered ${status}`);
    this.status = status;
  }
}

async function ask(token, options = {}) {
  const headers = { Authorization: `With ${token}`, ...options.headers };
  let response;
  try {
    response = await fetch("/api/v1/with", { credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS), ...options, headers });
  } catch {
    throw new HubError(0);
  }
  if (!response.ok) throw new HubError(response.status);
  return response;
}

/** {kiosk, official, item_name, lives_s} */
export const look = async (token) => (await ask(token)).json();

export const take = (token, name) =>
  ask(token, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name }) });
