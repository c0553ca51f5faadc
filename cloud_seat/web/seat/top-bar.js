// Shell: who I am, my status, how many are there, how long the call lasts.

import { byId, say, show, zh } from "./dom.js";
import { WORDS, isLive } from "./call.js";
import { clock } from "./mask.js";
import { closedWords, isStatus, statusWords } from "./presence.js";

const STATUSES = ["ready", "busy", "away"];

export class TopBar {
  #status = "";
  #missed = false;
  #closed = null;
  #call = { name: "idle" };
  #startedMs = 0;
  #endedMs = 0;

  /** `onStatus(status)`: the official chose one. */
  constructor({ onStatus }) {
    byId("back").addEventListener("click", () => onStatus("ready"));
    for (const button of this.#buttons()) {
      button.addEventListener("click", () => onStatus(button.dataset.status));
      button.addEventListener("keydown", (event) => this.#arrow(event));
    }
    setInterval(() => this.#clock(), 500);
  }

  who(seat) {
    const words = [zh(seat.department), [seat.name, seat.number].filter(Boolean).join(" ")];
    say(byId("who"), words.filter(Boolean).join(" · "));
  }

  presence({ seats_online: online, seats_ready: ready }) {
    say(byId("presence"), `在线坐席 ${online} · 就绪 ${ready}`);
  }

  /** A supervisor closed this seat, {until, why}; null: it is open. The official's own choice is kept for later. */
  closed(closed) {
    this.#closed = closed;
    this.status(this.#status, { missed: this.#missed });
  }

  /** `missed`: away because rings were not answered. */
  status(status, { missed = false } = {}) {
    this.#missed = missed;
    this.#status = isStatus(status) ? status : this.#status || "online";
    for (const button of this.#buttons()) {
      const mine = button.dataset.status === (this.#status === "after" ? "ready" : this.#status);
      button.setAttribute("aria-checked", String(mine));
      button.tabIndex = mine || (this.#status === "online" && button.dataset.status === "ready") ? 0 : -1;
    }
    const [title, words] = this.#closed ? closedWords(this.#closed.until, this.#closed.why) : statusWords(this.#status, { missed });
    show(byId("back"), this.#status === "away" && missed && !this.#closed);
    say(byId("idle-title"), title);
    say(byId("idle-words"), words);
    byId("idle").dataset.status = this.#closed ? "closed" : this.#status;
  }

  /** `startedMs`: when the resident was first there, so that the clock survives a reload. */
  call(call, startedMs) {
    if (call.name === "ended" && this.#call.name !== "ended") this.#endedMs = Date.now();
    this.#call = call;
    this.#startedMs = startedMs;
    byId("call-timer").dataset.phase = call.name;
    this.#clock();
  }

  #clock() {
    const visible = isLive(this.#call) || this.#call.name === "ended";
    show(byId("call-timer"), visible);
    if (!visible) return;
    const until = this.#call.name === "ended" ? this.#endedMs : Date.now();
    const spent = this.#startedMs ? ` ${clock((until - this.#startedMs) / 1000)}` : "";
    say(byId("call-timer"), WORDS[this.#call.name] + spent);
  }

  #arrow(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = STATUSES[(STATUSES.indexOf(this.#status) + step + STATUSES.length) % STATUSES.length];
    const button = this.#buttons().find((one) => one.dataset.status === next);
    button.click();
    button.focus();
  }

  #buttons() {
    return [...document.querySelectorAll(".status [data-status]")];
  }
}
