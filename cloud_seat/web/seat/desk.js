// Shell: the desk during work: every message of the hub goes in here, every act of the official goes out.

import { END_WORDS, LASTING, NO_CALL, callOf, concerns, isLive, step } from "./call.js";
import { colleagues } from "./api.js";
import { byId, isTyping, newId, show, tell, zh } from "./dom.js";
import { Line } from "./line.js";
import { saveCall, savedCall } from "./memory.js";
import { Panels } from "./panels.js";
import { drawPhase } from "./phase.js";
import { Ringing } from "./ringing.js";
import { Seeking } from "./seeking.js";
import { playNotice } from "./sounds.js";
import { Unsent } from "./unsent.js";

export class Desk {
  #call = NO_CALL;
  #unsent;

  /** `send(message)`: after which beat it went out, or false. `onCall(call)`: it changed. `notices`: the system's own. `verdict`: the questions before a decision. `onNext()`: put away. */
  constructor({ send, onCall, notices, verdict, onNext }) {
    Object.assign(this, { send, onCall, onNext });
    this.#unsent = new Unsent(send, newId);
    this.ringing = new Ringing({ onAnswer: () => this.#answer(), onDecline: (why) => this.#decline(why), colleagues, notices });
    this.line = new Line({
      onFlow: (flowing) => this.#move(flowing ? "mediaUp" : "mediaDown"),
      onAnswer: (sdp, peer) => this.#about("Signal", { kind: "answer", sdp, peer }),
      onGap: (seconds) => this.#about("ViewBroken", { gap_s: seconds, where: "picture" }),
      onFailure: () => tell("画面没有接上，正在等晓屋重新连接", "bad"),
      onSources: () => this.panels?.company.refresh(),
    });
    this.seeking = new Seeking({ onTry: () => this.#renew() });
    this.panels = new Panels({
      call: () => this.#call, about: (type, more) => this.#about(type, more), send, line: this.line, verdict,
    });
    byId("end-call").addEventListener("click", () => byId("confirm-end").showModal());
    byId("end-confirm").addEventListener("click", () => this.#end());
    byId("clear").addEventListener("click", () => this.#next());
    this.#clear();
  }

  get call() { return this.#call; }

  /** After a reload: the call that this tab was in. The hub is asked for its state at the next Welcome. */
  restore() { if (savedCall()) this.#move("resumed", savedCall()); }

  /** To the resident's words; after the call to the note. */
  write() {
    if (byId("note-form").hidden) this.panels.captions.focus();
    else byId("note-text").focus();
  }

  /** Works in one message. Unknown ones are for a later version of this page. */
  receive(message) {
    const act = this.#acts[message.type];
    this.panels.company.receive(message);
    if (act) act(message);
    else if (message.type === "HealthReported" ? isLive(this.#call) : concerns(this.#call, message)) this.panels.hear(message);
  }

  /** The hub has heard everything up to this beat. */
  answered(beat) { this.#unsent.answered(beat); }

  /** Signed out: nothing of anyone stays on the screen. */
  close() {
    this.ringing.stop();
    this.#call = { ...NO_CALL };
    this.#clear();
  }

  #acts = {
    Welcome: () => this.#welcomed(),
    Offered: (message) => this.#offered(message),
    OfferWithdrawn: (message) => this.#withdrawn(message),
    CallConnected: (message) => this.#matched(message),
    RelaysRenewed: (message) => concerns(this.#call, message) && (this.#call = { ...this.#call, iceServers: message.ice_servers }),
    Signal: (message) => concerns(this.#call, message) && message.kind === "offer" && this.line.offer(message, this.#call.iceServers || []),
    CallEnded: (message) => concerns(this.#call, message) && this.#ended(message.reason),
    Consulted: (message) => this.panels.passing.consulted(message),
    CaseSubmitted: (message) => this.panels.submitted(message),
    Refused: (message) => this.#refused(message),
  };

  #welcomed() {
    if (this.#call.name === "ringing") this.#withdraw(""); // the hub offers it again if it is still ours
    if (isLive(this.#call)) this.#about("CallResumed", {});
    else this.#unsent.flush(this.#call);
    this.panels.decision.again();
  }

  #offered(message) {
    const call = callOf(message);
    const warning = this.panels.decision.open ? `上一件（${this.panels.decision.number}）还没有受理或退回，接听后就不在这一页了` : "";
    if (isLive(this.#call)) return;
    this.#move("offered", call);
    this.ringing.start(message, { wasTyping: isTyping(), warning });
  }

  #withdrawn(message) {
    if (!concerns(this.#call, message)) return;
    this.#withdraw(message.reason === "taken" ? "别的坐席已接听" : "这次来电已转走或取消");
  }

  #withdraw(words) {
    this.ringing.stop();
    this.line.stop();
    this.#move("withdrawn");
    if (words) tell(words);
  }

  #answer() {
    if (this.#call.name !== "ringing") return;
    if (!this.#about("OfferAccepted", {})) return void tell("与中枢的连接断了，这次没有接上", "bad");
    this.ringing.stop();
    this.panels.clear();
    this.line.start();
    this.#move("accepted");
  }

  #decline(why) {
    if (this.#call.name !== "ringing") return;
    this.#about("OfferDeclined", why);
    this.ringing.stop();
    this.#move("declined");
  }

  #matched(message) {
    const same = this.#call.callId === message.call_id;
    if (isLive(this.#call) && !same) return;
    this.ringing.stop();
    if (message.attempt !== this.#call.attempt) this.panels.hold.clear(); // a new attempt begins with both ends seen
    if (!same) this.panels.clear();
    const iceServers = message.ice_servers || [];
    this.#move("matched", { ...(same ? this.#call : {}), ...callOf(message, this.#call), iceServers });
    this.line.start();
    this.#unsent.flush(this.#call);
    this.panels.matter.item(this.#call.itemId);
  }

  #ended(reason) {
    if (this.#call.name === "ringing") return this.#withdraw(END_WORDS[reason] || END_WORDS.closed);
    if (!isLive(this.#call)) return undefined;
    this.#report();
    this.line.stop();
    const words = END_WORDS[reason] || END_WORDS.closed;
    this.panels.ended(words);
    this.#move("ended");
    return tell(words);
  }

  #end() {
    byId("confirm-end").close();
    if (!isLive(this.#call)) return;
    this.#about("CallEnded", { reason: "seat" });
    this.#ended("seat");
  }

  #report() {
    const report = this.line.report();
    if (report) this.#about("CallReported", report);
  }

  #renew() {
    this.#about("Signal", { kind: "renew", peer: this.line.offered });
    if (this.#call.name === "lost") playNotice();
  }

  #refused(message) {
    if (message.about === "CaseDecided" && message.code === "already_decided") return; // said again after a reconnect
    tell(zh(message.text) || "中枢没有办成这一步，请再试一次", "bad");
    if (message.about === "CaseDecided") this.panels.decision.undo();
    const gone = message.about === "CallResumed" || message.about === "OfferAccepted";
    if (gone && this.#call.name === "connecting") {
      this.line.stop();
      this.#move("forgotten");
    }
  }

  /** A command about this call. While the link is down it waits; the moment's own words are worth nothing later. */
  #about(type, more) {
    return this.#unsent.say({ type, call_id: this.#call.callId, attempt: this.#call.attempt, ...more }, LASTING.has(type));
  }

  #move(event, change = {}) {
    const before = this.#call;
    this.#call = step(before, event, change);
    if (this.#call === before) return;
    if (this.#call.name === "connected" && !this.#call.startedMs) this.#call = { ...this.#call, startedMs: Date.now() };
    this.#remember();
    drawPhase(this.#call, before, this.panels);
    this.seeking.follow(this.#call.name);
    this.onCall(this.#call);
  }

  #remember() {
    const { callId, attempt, caseId, itemId, itemName, kioskName, mode, language, startedMs } = this.#call;
    saveCall(isLive(this.#call) ? { callId, attempt, caseId, itemId, itemName, kioskName, mode, language, startedMs } : null);
  }

  /** Put away by the official: ready for the next, if only the notes kept them. */
  #next() { this.#clear(); this.onNext(); }

  #clear() {
    this.line.stop();
    this.panels.clear();
    this.#move("cleared");
    for (const [id, shown] of [["work", false], ["idle", true]]) show(byId(id), shown);
  }
}
