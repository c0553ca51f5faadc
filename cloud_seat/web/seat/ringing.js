// Shell: a resident asks: the panel, the ring, the flashing title, the countdown; answer, or pass it on with a reason.

import { byId, el, say, show, zh } from "./dom.js";
import { REASONS, leadWords, rows } from "./incoming.js";
import { clock } from "./mask.js";
import { startRing, stopRing } from "./sounds.js";

export class Ringing {
  #dialog = byId("incoming");
  #ticker = 0;
  #title = document.title;
  #quietUntil = 0;

  /** `onDecline({reason, note, to_seat_id})`. `colleagues`: who may be named as the next. `notices`: the system's own. */
  constructor({ onAnswer, onDecline, colleagues, notices }) {
    Object.assign(this, { onDecline, colleagues, notices });
    byId("answer").addEventListener("click", (event) => this.#deliberate(event) && onAnswer());
    byId("decline").addEventListener("click", (event) => this.#deliberate(event) && this.#pass({}));
    byId("decline-reasons").prepend(...REASONS.map(([reason, words], at) => this.#reason(reason, words, String(at + 1))));
    byId("decline-other").addEventListener("click", () => this.#more());
    byId("decline-form").addEventListener("submit", (event) => this.#submit(event));
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // Esc goes through its button
    });
  }

  start(offer, { wasTyping, warning }) {
    this.#quietUntil = wasTyping ? Date.now() + 700 : 0; // a key meant for the text field must not answer the call
    this.offer = offer;
    say(byId("incoming-lead"), leadWords(offer));
    say(byId("incoming-item"), zh(offer.item_name) || "现场咨询");
    byId("incoming-details").replaceChildren(...rows(offer).flatMap(([name, words, id]) => [el("dt", { text: name }), el("dd", { text: words, id, class: "figures" })]));
    say(byId("incoming-warning"), warning || "");
    show(byId("incoming-warning"), !!warning);
    show(byId("decline-form"), false);
    byId("decline-note").value = "";
    if (!this.#dialog.open) this.#dialog.showModal();
    byId("answer").focus();
    startRing();
    this.notices.ring(`来电 · ${zh(offer.item_name)}`, `${zh(offer.kiosk_name)} 有居民在等您`);
    this.#count(offer, Date.now());
  }

  stop() {
    clearInterval(this.#ticker);
    stopRing();
    this.notices.close();
    document.title = this.#title;
    if (this.#dialog.open) this.#dialog.close();
  }

  #deliberate(event) {
    return event.detail > 0 || Date.now() >= this.#quietUntil; // detail 0: pressed by key
  }

  #reason(reason, words, key) {
    const button = el("button", { type: "button", class: "phrase", "data-key": key, "data-testid": `decline-${reason}` }, words, " ", el("kbd", { text: key }));
    button.addEventListener("click", (event) => this.#deliberate(event) && this.#pass({ reason }));
    return button;
  }

  async #more() {
    show(byId("decline-form"), true);
    byId("decline-note").focus();
    const free = (await this.colleagues(this.offer.item_id)).filter((one) => one.free && one.may);
    const options = free.map((one) => el("option", { value: one.seat_id, text: `${zh(one.department)} ${one.name} ${one.number}` }));
    byId("decline-to").replaceChildren(el("option", { value: "", text: "下一位能办的同事" }), ...options);
  }

  #submit(event) {
    event.preventDefault();
    this.#pass({ reason: "other", note: byId("decline-note").value.trim(), to_seat_id: byId("decline-to").value });
  }

  #pass({ reason = "", note = "", to_seat_id = "" }) {
    this.onDecline({ reason, note, to_seat_id });
  }

  #count(offer, startedMs) {
    clearInterval(this.#ticker);
    const draw = () => {
      const spent = (Date.now() - startedMs) / 1000;
      const left = Math.max(0, offer.ring_s - spent);
      say(byId("ring-seconds"), String(Math.ceil(left)));
      byId("ring-arc").style.strokeDashoffset = String(100 - (100 * left) / offer.ring_s);
      say(byId("incoming-waiting"), clock(offer.waiting_s + spent));
      document.title = Math.floor(spent) % 2 ? this.#title : `来电 · ${zh(offer.item_name)}`;
    };
    draw();
    this.#ticker = setInterval(draw, 250);
  }
}
