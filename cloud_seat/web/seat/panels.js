// Wiring: the panels of one call: what each hears of the booth, and what it may say to the hub.

import { colleagues } from "./api.js";
import { Aside } from "./aside.js";
import { Asks } from "./asks.js";
import { isLive } from "./call.js";
import { Captions } from "./captions.js";
import { CompanyBar } from "./company-bar.js";
import { Decision } from "./decision.js";
import { byId, tell } from "./dom.js";
import { Hold } from "./hold.js";
import { Matter } from "./matter.js";
import { Passing } from "./passing.js";
import { Past } from "./past.js";
import { showDevices } from "./resident.js";
import { playNotice } from "./sounds.js";

export class Panels {
  #heard = new Set();

  /** `call()`: the call now. `about(type, more)`: a command about it, whether it went out or waits. `send(message)`: one of no call. `line`: its media. `verdict`: the questions before a decision. */
  constructor({ call, about, send, line, verdict }) {
    Object.assign(this, { call, about, send });
    const note = (text) => this.captions.note(text);
    this.matter = new Matter({
      isLive: () => this.live,
      onMark: (field, words) => about("FieldMarked", { field, note: words }),
      onAccept: (materialId, pages) => this.#inCall("PaperAccepted", { material_id: materialId, pages }),
      onAsk: (what, words, onAnswer) => this.asks.ask(what, words, onAnswer),
      onReveal: (field) => about("FieldRevealed", { field }),
      onItem: (name, materials) => {
        this.decision.name(name, materials);
        this.asks.expect(materials);
      },
      onConfirm: (claim) => this.#confirmPerson(claim),
    });
    this.asks = new Asks({ onAsk: (ask) => this.#inCall("Asked", ask), onTakeBack: (id) => this.#inCall("AskWithdrawn", { ask_id: id }), onNote: note });
    this.company = new CompanyBar({ line, call, onSay: about, onHold: (on) => this.hold.set(on), onNote: note });
    this.hold = new Hold({ line: this.company, onHold: (on) => this.#inCall("Held", { on }), onNote: note });
    this.captions = new Captions({ onSend: (text) => this.#inCall("Captioned", { text }) });
    this.decision = new Decision({ verdict, onDecide: (decision, words, how) => this.#decide(decision, words, how) });
    this.past = new Past();
    this.aside = new Aside({ onBack: () => this.captions.focus() });
    this.passing = new Passing({ call, onSay: about, colleagues, onNote: note });
  }

  get live() { return isLive(this.call()); }

  /** Works in one message about this call. Unknown ones are for a later version of this page. */
  hear(message) {
    const act = this.#acts[message.type];
    if (act) act(message);
  }

  /** The call is over; the case is not. */
  ended(words) {
    this.matter.panel.close();
    this.asks.over();
    this.passing.clear();
    this.company.clear();
    if (byId("confirm-end").open) byId("confirm-end").close();
    this.decision.endCall();
    this.captions.note(words);
  }

  clear() {
    this.#heard.clear();
    for (const panel of [this.matter, this.asks, this.captions, this.decision, this.company, this.hold, this.passing, this.past]) panel.clear();
  }

  submitted(message) {
    if (message.call_id && message.call_id !== this.call().callId) return;
    if (this.decision.number) return;
    this.decision.submitted(message.case_id, message.acceptance_number, message.papers || []);
    this.captions.note(`居民已提交\n受理号 ${message.acceptance_number}`);
    playNotice();
  }

  #acts = {
    FormShared: (message) => this.matter.shareForm(message),
    ScanShared: (message) => this.matter.shareScan(message),
    Wrote: (message) => this.#wrote(message),
    MarkAnswered: (message) => this.matter.mended(message.field, message.answer),
    HearingTold: (message) => this.#notHeard(message),
    AskAnswered: (message) => this.asks.answered(message),
    HandoverChanged: (message) => this.passing.handover(message),
    WordsShared: (message) => this.captions.before(message.words || []),
    HealthReported: (message) => showDevices(message),
  };

  #inCall(type, more) {
    return this.live && this.about(type, more);
  }

  #confirmPerson(claim) {
    this.about("IdentityConfirmed", { claim });
    this.captions.note("您已核对：是本人（已记入办件）");
  }

  /** After a broken line the hub says again what it has. */
  #wrote({ said_id: saidId, text }) {
    if (this.#heard.has(saidId)) return;
    if (saidId) this.#heard.add(saidId);
    this.captions.hear(text);
    this.aside.heard(text);
  }

  #notHeard(message) {
    this.captions.notHeard(message);
    playNotice();
  }

  #decide(decision, note, { result, again }) {
    const { caseId, callId } = this.call();
    this.send({ type: "CaseDecided", case_id: caseId, call_id: callId, decision, note, result });
    if (again) return;
    const words = decision === "accepted" ? "已受理，居民会看到" : "已退回补正，居民会收到说明";
    this.captions.note(words);
    tell(words, "ok");
  }
}
