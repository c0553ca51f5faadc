// Shell: items, officials and their tables over HTTP, as an operator asks for them.

import { json as ask } from "./api.js";

const FILE_MS = 240000; // so long the hub reads at most; a workbook of 5,000 items takes some seconds
const json = (path, options, timeoutMs) => ask(`/api/v1/board/${path}`, options, timeoutMs);

/** `kind`: officials or items. → {count, officials | items}, the first hundred. */
export const find = (kind, words) => json(`${kind}?q=${encodeURIComponent(words)}`);

/** Who may handle it. */
export const item = (id) => json(`items/${encodeURIComponent(id)}`);

export const official = (seatId) => json(`officials/${encodeURIComponent(seatId)}`);

export const change = (seatId, wanted) => json(`officials/${encodeURIComponent(seatId)}`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) });

/** What the file would do; with a preview's hash as `confirmed` it is done. `chosen`: {whole, leave_out}, each "1" or "". */
export const bring = (table, file, chosen, confirmed = "") => json(`imports/${table}?${new URLSearchParams({ ...chosen, confirmed })}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file }, FILE_MS);
