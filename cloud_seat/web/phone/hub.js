// Shell: the hub as the phone sees it: what is asked for, and one place to put a sealed picture.

const TIMEOUT_MS = 60000;

export class HubError extends Error {
  /** `status` 0: not reached. */
  constructor(status) {
    super(`hub answered ${status}`);
    this.status = status;
  }
}

async function ask(token, path, options = {}) {
  let response;
  const headers = { Authorization: `Phone ${token}` };
  try {
    response = await fetch(path, { credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS), headers, ...options });
  } catch {
    throw new HubError(0);
  }
  if (!response.ok) throw new HubError(response.status);
  return response;
}

export const look = async (token) => (await ask(token, "/api/v1/phone")).json();

export const put = (token, page, sealed) => ask(token, `/api/v1/phone/${page}`, { method: "PUT", body: sealed });
