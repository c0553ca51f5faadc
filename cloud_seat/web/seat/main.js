// Wiring: builds the page once: sign-in, link, top bar, desk, keys. The map of the program.

import * as api from "./api.js";
import { Account } from "./account.js";
import { After } from "./after.js";
import { Assist } from "./assist.js";
import { isLive } from "./call.js";
import { Desk } from "./desk.js";
import { bindClosers, byId, isTyping, show } from "./dom.js";
import { bindHelp } from "./help.js";
import { Idle } from "./idle.js";
import { bindKeys } from "./keys.js";
import { Letters } from "./letters.js";
import { forgetEverything, maybeSignedIn, rememberSignedIn, saveMissed, saveStatus, savedMissed, savedStatus } from "./memory.js";
import { Notices } from "./notify.js";
import { OfflineBanner } from "./offline.js";
import { OwnCases } from "./own-cases.js";
import { wasMissed } from "./presence.js";
import { Running } from "./running.js";
import { SignIn } from "./sign-in.js";
import { Link } from "./socket.js";
import { bindTabs, showTab } from "./tabs.js";
import { TopBar } from "./top-bar.js";
import { Verdict } from "./verdict.js";

const STAY_SIGNED_IN_MS = 10 * 60 * 1000; // the hub ends sessions that ask nothing for half an hour

const link = new Link({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/seat`,
  onMessage: receive,
  onState: (state) => banner.set(state),
  onBeat: (beat) => desk.answered(beat),
  onRefused: () => leave("登录已到期，请重新登录"),
  checkSession: () => api.session().then((answer) => answer !== null, (error) => error.status !== 401),
});
const signIn = new SignIn({ onDone: enter });
const bar = new TopBar({ onStatus: chooseStatus });
const banner = new OfflineBanner({ onNow: () => link.tryNow() });
const after = new After({ onMore: () => link.send({ type: "AfterCallExtended" }), onDone: () => chooseStatus("ready") });
const notices = new Notices({ onSeen: (unseen) => link.send({ type: "PageChanged", unseen }) });
const idle = new Idle();
const account = new Account({ onOut: () => leave("已在所有电脑上退出") });
const letters = new Letters();
const verdict = new Verdict();
const own = new OwnCases({ verdict, onDecided: (caseId, decision) => desk.panels.decision.decided(caseId, decision) });
const running = new Running({ onListen: (seatId) => link.send({ type: "CompanionAsked", role: "listening", seat_id: seatId }) !== false });
const assist = new Assist({ send: (message) => link.send(message) !== false, notices, onBusy: followAssist });
const desk = new Desk({
  send: (message) => link.send(message), onCall: followCall, notices, verdict,
  onNext: () => after.isOn && chooseStatus("ready"),
});

function receive(message) {
  if (message.type === "Welcome") welcome(message);
  if (message.type === "PresenceChanged") presence(message);
  if (message.type === "StoreChanged") banner.store(message.is_away);
  desk.receive(message);
  assist.receive(message);
}

let told = false; // what the hub knows of this desk's status is heard first, then what was chosen meanwhile is said

function welcome(message) {
  told = false;
  if (message.seat) bar.who(message.seat);
  running.allow(message.supervisor);
  bar.presence(message);
  bar.status(savedStatus(), { missed: savedMissed() });
  notices.tell();
}

function presence(message) {
  bar.presence(message);
  after.set(message.mine === "after" ? message.after_s || 0 : 0);
  bar.closed(message.mine === "closed" ? { until: message.closed_until, why: message.closed_why } : null);
  if (!message.mine || message.mine === "offline") return;
  const chosen = savedStatus();
  const first = !told;
  told = true;
  if (first && chosen && ![chosen, "after"].includes(message.mine)) return void link.send({ type: "PresenceSet", status: chosen });
  if (message.mine === "closed") return; // not the official's choice, which the hub keeps
  if (isLive(desk.call) || desk.call.name === "ringing") return; // busy because of the call: not the official's choice
  if (message.mine === "after") return void bar.status("after"); // not said by the official: nothing to say again later
  if (wasMissed(message.mine, chosen)) saveMissed(true);
  if (message.mine !== "online") saveStatus(message.mine);
  bar.status(message.mine, { missed: savedMissed() });
}

function chooseStatus(status) {
  saveStatus(status);
  saveMissed(false);
  bar.status(status);
  link.send({ type: "PresenceSet", status });
}

let inCall = false;

function followCall(call) {
  bar.call(call, call.startedMs || 0);
  banner.inCall(isLive(call) || assist.isOn);
  link.hurry(isLive(call) || assist.isOn);
  if (call.name !== "idle") for (const one of [idle, account]) one.close();
  if (isLive(call) && !inCall) {
    letters.close();
    own.close();
  }
  inCall = isLive(call);
}

/** In a colleague's call: the link hurries as in one's own, and nothing else is open. */
function followAssist(on) {
  banner.inCall(on || isLive(desk.call));
  link.hurry(on || isLive(desk.call));
  if (!on) return;
  for (const panel of [idle, account, letters, own, running]) panel.close();
}

let cameFromElsewhere = false;

function enter(who) {
  cameFromElsewhere = Boolean(who.elsewhere);
  rememberSignedIn();
  show(byId("desk"), true);
  bar.status(savedStatus());
  desk.restore();
  letters.look();
  link.open();
}

function leave(words = "") {
  link.close();
  desk.close();
  assist.close();
  idle.close();
  account.close();
  letters.close();
  own.close();
  running.close();
  forgetEverything();
  banner.set({ up: true, retryAtMs: 0, tries: 0 });
  show(byId("desk"), false);
  signIn.open(words);
}

async function signOut() {
  if (isLive(desk.call)) return void byId("end-call").click(); // a resident is waiting: end the call first
  assist.leave();
  await api.signOut().catch(() => undefined); // unreachable: the page forgets all the same, the session runs out by itself
  leave();
  if (cameFromElsewhere) location.assign("/api/v1/sign-in/leave?to=seat"); // or the next at this computer would be signed in as them
}

async function begin() {
  bindTabs();
  bindClosers();
  bindKeys(() => !byId("desk").hidden);
  bindSelection();
  bindHelp();
  byId("sign-out").addEventListener("click", signOut);
  setInterval(staySignedIn, STAY_SIGNED_IN_MS);
  window.addEventListener("online", () => link.tryNow());
  const back = SignIn.cameBack();
  const asks = maybeSignedIn() || back === "done";
  const known = asks && (await api.session().catch((error) => (error.status === 401 ? null : {})));
  if (known) enter(known);
  else signIn.open(back === "done" ? "" : back);
}

/** Who says "ready" or "busy" is at work though nothing happens for hours; who misses calls becomes "away" and is signed out. */
function staySignedIn() {
  const atWork = ["ready", "busy"].includes(savedStatus());
  if (atWork && !byId("desk").hidden) api.session().catch((error) => error.status === 401 && leave("登录已到期，请重新登录"));
}

/** F goes to the field that wants attention, / to the words; both have no button of their own. */
function bindSelection() {
  document.addEventListener("keydown", (event) => {
    const busy = isTyping() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (busy || byId("work").hidden || document.querySelector("dialog[open]")) return;
    if (event.key === "/") desk.write();
    else if (event.key.toLowerCase() === "f") {
      showTab("form");
      desk.panels.matter.view.focusLikely();
    } else return;
    event.preventDefault();
  });
}

begin();
