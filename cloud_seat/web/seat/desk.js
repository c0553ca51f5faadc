// Shell: the desk during work: every message of the hub goes in here, every act of the official goes out.

import { END_WORDS, IN_CALL, LASTING, NO_CALL, PICTURE_WORDS, callOf, concerns, isLive, step } from "./call.js";
import { colleagues } from "./api.js";
import { Asks } from "./asks.js";
import { Captions } from "./captions.js";
import { Decision } from "./decision.js";
import { byId, isTyping, say, show, tell, zh } from "./dom.js";
import { Hold } from "./hold.js";
import { Line } from "./line.js";
import { Matter } from "./matter.js";
import { saveCall, savedCall } from "./memory.js";
import { showDevices } from "./resident.js";
import { modeWords } from "./incoming.js";
import { Past } from "./past.js";
import { Passing } from "./passing.js";
import { Ringing } from "./ringing.js";
import { Seeking } from "./seeking.js";
import { playNotice } from "./sounds.js";
import { Unsent } from "./unsent.js";

export class Desk {
  #call = NO_CALL;
  #unsent;

  /** `send(message)`: whether it went out. `onCall(call)`: it changed. `notices`: the system's own. `onNext()`: put away. */
  constructor({ send, onCall, notices, onNext }) {
    Object.assign(this, { send, onCall, onNext });
    this.#unsent = new Unsent(send);
    this.ringing = new Ringing({ onAnswer: () => this.#answer(), onDecline: (why) => this.#decline(why), colleagues, notices });
    this.line = new Line({
      onFlow: (flowing) => this.#move(flowing ? "mediaUp" : "mediaDown"),
      onAnswer: (sdp, peer) => this.#about("Signal", { kind: "answer", sdp, peer }),
      onGap: (seconds) => this.#about("ViewBroken", { gap_s: seconds, where: "picture" }),
      onFailure: () => tell("画面没有接上，正在等晓屋重新连接", "bad"),
    });
    this.seeking = new Seeking({ onTry: () => this.#renew() });
    this.matter = new Matter({
      isLive: () => isLive(this.#call),
      onMark: (field, note) => this.#about("FieldMarked", { field, note }),
      onAccept: (materialId, pages) => isLive(this.#call) && this.#about("PaperAccepted", { material_id: materialId, pages }),
      onAsk: (about, words, onAnswer) => this.asks.ask(about, words, onAnswer),
      onReveal: (field) => this.#about("FieldRevealed", { field }),
      onItem: (name, materials) => {
        this.decision.name(name);
        this.asks.expect(materials);
      },
      onConfirm: (claim) => this.#confirmPerson(claim),
    });
    this.asks = new Asks({
      onAsk: (ask) => isLive(this.#call) && this.#about("Asked", ask),
      onNote: (text) => this.captions.note(text),
    });
    this.hold = new Hold({
      line: this.line, onHold: (on) => isLive(this.#call) && this.#about("Held", { on }), onNote: (text) => this.captions.note(text),
    });
    this.captions = new Captions({ onSend: (text) => this.#caption(text) });
    this.decision = new Decision({ onDecide: (decision, note, how) => this.#decide(decision, note, how) });
    this.past = new Past();
    this.passing = new Passing({
      call: () => this.#call, onSay: (type, more) => this.#about(type, more), colleagues,
      onNote: (text) => this.captions.note(text),
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
    if (byId("note-form").hidden) this.captions.focus();
    else byId("note-text").focus();
  }

  /** Works in one message. Unknown ones are for a later version of this page. */
  receive(message) {
    const act = this.#acts[message.type];
    if (act) act(message);
  }

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
    Signal: (message) => concerns(this.#call, message) && message.kind === "offer" && this.line.offer(message, this.#call.iceServers || []),
    CallEnded: (message) => concerns(this.#call, message) && this.#ended(message.reason),
    FormShared: (message) => concerns(this.#call, message) && this.matter.shareForm(message),
    ScanShared: (message) => concerns(this.#call, message) && this.matter.shareScan(message),
    Wrote: (message) => concerns(this.#call, message) && this.captions.hear(message.text),
    MarkAnswered: (message) => concerns(this.#call, message) && this.matter.mended(message.field, message.answer),
    HearingTold: (message) => concerns(this.#call, message) && this.#notHeard(message),
    AskAnswered: (message) => concerns(this.#call, message) && this.asks.answered(message),
    HandoverChanged: (message) => concerns(this.#call, message) && this.passing.handover(message),
    WordsShared: (message) => concerns(this.#call, message) && this.captions.before(message.words || []),
    Consulted: (message) => this.passing.consulted(message),
    HealthReported: (message) => isLive(this.#call) && showDevices(message),
    CaseSubmitted: (message) => this.#submitted(message),
    Refused: (message) => this.#refused(message),
  };

  #welcomed() {
    if (this.#call.name === "ringing") this.#withdraw(""); // the hub offers it again if it is still ours
    if (isLive(this.#call)) this.#about("CallResumed", {});
    else this.#unsent.flush(this.#call);
    this.decision.again();
  }

  #offered(message) {
    const call = callOf(message);
    const warning = this.decision.open ? `上一件（${this.decision.number}）还没有受理或退回，接听后就不在这一页了` : "";
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
    this.#empty();
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
    if (message.attempt !== this.#call.attempt) this.hold.clear(); // a new attempt begins with both ends seen
    if (!same) this.#empty();
    const iceServers = message.ice_servers || [];
    this.#move("matched", { ...(same ? this.#call : {}), ...callOf(message, this.#call), iceServers });
    this.line.start();
    this.#unsent.flush(this.#call);
    this.matter.item(this.#call.itemId);
  }

  #ended(reason) {
    if (this.#call.name === "ringing") return this.#withdraw(END_WORDS[reason] || END_WORDS.closed);
    if (!isLive(this.#call)) return undefined;
    this.#report();
    this.line.stop();
    this.matter.panel.close();
    this.passing.clear();
    if (byId("confirm-end").open) byId("confirm-end").close();
    this.decision.endCall();
    this.captions.note(END_WORDS[reason] || END_WORDS.closed);
    this.#move("ended");
    return tell(END_WORDS[reason] || END_WORDS.closed);
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
    this.#about("Signal", { kind: "renew" });
    if (this.#call.name === "lost") playNotice();
  }

  #confirmPerson(claim) {
    this.#about("IdentityConfirmed", { claim });
    this.captions.note("您已核对：是本人（已记入办件）");
  }

  #notHeard(message) {
    this.captions.notHeard(message);
    playNotice();
  }

  #caption(text) {
    if (!isLive(this.#call)) return false;
    this.#about("Captioned", { text });
    return true;
  }

  #submitted(message) {
    if (message.call_id && message.call_id !== this.#call.callId) return;
    if (this.decision.number) return;
    this.decision.submitted(message.case_id, message.acceptance_number);
    this.captions.note(`居民已提交\n受理号 ${message.acceptance_number}`);
    playNotice();
  }

  #decide(decision, note, { result, again }) {
    const { caseId, callId } = this.#call;
    this.send({ type: "CaseDecided", case_id: caseId, call_id: callId, decision, note, result });
    if (again) return;
    const words = decision === "accepted" ? "已受理，居民会看到" : "已退回补正，居民会收到说明";
    this.captions.note(words);
    tell(words, "ok");
  }

  #refused(message) {
    if (message.about === "CaseDecided" && message.code === "already_decided") return; // said again after a reconnect
    tell(zh(message.text) || "中枢没有办成这一步，请再试一次", "bad");
    if (message.about === "CaseDecided") this.decision.undo();
    const gone = message.about === "CallResumed" || message.about === "OfferAccepted";
    if (gone && this.#call.name === "connecting") {
      this.line.stop();
      this.#move("forgotten");
    }
  }

  /** A command about this call. While the link is down it waits; the moment's own words are worth nothing later. */
  #about(type, more) {
    const message = { type, call_id: this.#call.callId, attempt: this.#call.attempt, ...more };
    return this.send(message) || (LASTING.has(type) && this.#unsent.keep(message));
  }

  #move(event, change = {}) {
    const before = this.#call;
    this.#call = step(before, event, change);
    if (this.#call === before) return;
    if (this.#call.name === "connected" && !this.#call.startedMs) this.#call = { ...this.#call, startedMs: Date.now() };
    this.#remember();
    this.#draw(before);
    this.seeking.follow(this.#call.name);
    this.onCall(this.#call);
  }

  #remember() {
    const { callId, attempt, caseId, itemId, itemName, kioskName, mode, language, startedMs } = this.#call;
    saveCall(isLive(this.#call) ? { callId, attempt, caseId, itemId, itemName, kioskName, mode, language, startedMs } : null);
  }

  #draw(before) {
    const { name, kioskName, mode, language } = this.#call;
    const shown = name === "ringing" ? before.name === "ended" || !byId("work").hidden : name !== "idle";
    show(byId("work"), shown);
    show(byId("idle"), !shown);
    byId("desk").dataset.phase = name;
    if (name === "idle" || name === "ringing") return;
    say(byId("quality-place"), kioskName || "");
    say(byId("picture-words"), PICTURE_WORDS[name] || "");
    this.matter.resident.mode(modeWords(mode, language));
    if (!isLive(before)) this.captions.speak(language);
    for (const id of IN_CALL) byId(id).disabled = name === "ended";
    byId("caption-input").disabled = name === "ended";
    show(byId("clear"), name === "ended");
    if (isLive(this.#call) && !isLive(before)) this.decision.begin(this.#call.caseId, this.#call.itemName);
    if (["connected", "lost"].includes(name)) this.past.begin(this.#call.caseId);
    this.past.ended(name === "ended");
  }

  /** Put away by the official: ready for the next, if only the notes kept them. */
  #next() { this.#clear(); this.onNext(); }

  #clear() {
    this.line.stop();
    this.#empty();
    this.#move("cleared");
    for (const [id, shown] of [["work", false], ["idle", true]]) show(byId(id), shown);
  }

  #empty() {
    for (const panel of [this.matter, this.asks, this.captions, this.decision, this.hold, this.passing, this.past]) panel.clear();
  }
}
