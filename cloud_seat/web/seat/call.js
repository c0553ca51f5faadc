// Core: one call as the seat lives it. Same words as the machine of the booth's end.
//
//   idle ── offered ──> ringing ── accepted ──> connecting ── mediaUp ──> connected
//   connected <── mediaUp ── lost <── mediaDown ── connected;   any of them ── ended ──> ended ── cleared ──> idle
//
// Every command about a call names (callId, attempt), so a late word about an earlier offer changes nothing.

export const TABLE = Object.freeze({
  idle: { offered: "ringing", matched: "connecting", resumed: "connecting" },
  ringing: { offered: "ringing", accepted: "connecting", declined: "idle", withdrawn: "idle", matched: "connecting", ended: "idle" },
  connecting: { matched: "connecting", mediaUp: "connected", mediaDown: "lost", withdrawn: "idle", ended: "ended", forgotten: "idle" },
  connected: { matched: "connected", mediaDown: "lost", ended: "ended" },
  lost: { matched: "lost", mediaUp: "connected", ended: "ended", forgotten: "idle" },
  ended: { offered: "ringing", matched: "connecting", cleared: "idle" },
});

export const NO_CALL = Object.freeze({ name: "idle", callId: "", attempt: 0, before: null });

/** The next state; an event that has no arrow here changes nothing. `call` is {callId, attempt, …} when the event brings one. */
export function step(state, event, call = {}) {
  const next = (TABLE[state.name] || {})[event];
  if (!next) return state;
  if (event === "offered") return { ...NO_CALL, ...call, name: next, before: state.name === "ended" ? state : state.before };
  if (next === "idle") return state.before || NO_CALL;
  const known = call.callId && call.callId !== state.callId ? NO_CALL : state;
  const restarted = event === "matched" && isAnotherRound(state, call);
  return { ...known, ...call, name: restarted ? "connecting" : next, before: null };
}

/** Whether a message is about this call and not about an earlier offer of it. Attempt 0 means "whichever". */
export function concerns(state, message) {
  if (state.name === "idle" || state.callId !== message.call_id) return false;
  return !message.attempt || message.attempt >= state.attempt;
}

/** In a call in the sense that the resident is there: video, form and marks make sense. */
export const isLive = (state) => ["connecting", "connected", "lost"].includes(state.name);

/** What the official reads about the call, beside the clock. */
export const WORDS = Object.freeze({
  idle: "空闲", ringing: "来电", connecting: "正在接通", connected: "通话中", lost: "画面中断，正在恢复", ended: "通话已结束",
});

export const END_WORDS = Object.freeze({
  resident: "居民结束了通话", seat: "您结束了通话", no_seat: "没有坐席接听", timeout: "等待超时，通话已结束",
  transferred: "同事已接过去，您这边结束了",
  closed: "通话已结束", error: "通话出错，已结束；办件仍保留",
  cut: "线路一分钟没有恢复，通话已结束；办件和位置都保留，居民再呼叫时先找您",
});

function isAnotherRound(state, call) {
  return state.callId !== call.callId || state.attempt !== call.attempt;
}

/** What a message of the hub tells about a call, over what is `known` of it. */
export function callOf(message, known = {}) {
  return {
    callId: message.call_id, attempt: message.attempt, caseId: message.case_id || known.caseId || "",
    itemId: message.item_id || known.itemId || "", itemName: message.item_name?.zh || known.itemName || "",
    kioskName: message.kiosk_name?.zh || known.kioskName || message.kiosk_id || "",
    mode: message.mode || known.mode || "", language: message.language || known.language || "",
  };
}

/** Commands that are still worth saying when the link is back. */
export const LASTING = new Set(["FieldMarked", "Asked", "AskWithdrawn", "Captioned", "FieldRevealed", "IdentityConfirmed", "ViewBroken", "CallEnded", "CallReported"]);

/** Over the picture, for each state. */
export const PICTURE_WORDS = Object.freeze({
  connecting: "正在接通画面和声音…", connected: "", lost: "画面中断，正在自动恢复。可以打字告诉居民稍等", ended: "通话已结束",
});

/** Buttons that mean nothing once the call is over. */
export const IN_CALL = ["mute", "camera-off", "hold", "end-call", "ask-sign", "ask-card", "ask-photo", "ask-print-go", "hand-over", "consult"];
