// Shell: a resident asks: the panel, the ring, the flashing title, the countdown.

import { byId, el, say, show, zh } from "./dom.js";
import { clock } from "./mask.js";
import { startRing, stopRing } from "./sounds.js";

const MODES = { standard: "标准", elder: "大字", contrast: "高对比" };
const LANGUAGES = { zh: "普通话", yue: "粤语", en: "英语" };

/** "大字 · 普通话" */
export const modeWords = (mode, language) =>
  [MODES[mode] || mode, LANGUAGES[language] || language].filter(Boolean).join(" · ");

export class Ringing {
  #dialog = byId("incoming");
  #ticker = 0;
  #title = document.title;
  #quietUntil = 0;

  constructor({ onAnswer, onDecline }) {
    byId("answer").addEventListener("click", (event) => this.#deliberate(event) && onAnswer());
    byId("decline").addEventListener("click", (event) => this.#deliberate(event) && onDecline());
    this.#dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // Esc goes through its button
    });
  }

  start(offer, { wasTyping, warning }) {
    this.#quietUntil = wasTyping ? Date.now() + 700 : 0; // a key meant for the text field must not answer the call
    say(byId("incoming-item"), zh(offer.item_name) || "现场咨询");
    byId("incoming-details").replaceChildren(...details(offer));
    say(byId("incoming-warning"), warning || "");
    show(byId("incoming-warning"), !!warning);
    if (!this.#dialog.open) this.#dialog.showModal();
    byId("answer").focus();
    startRing();
    this.#count(offer, Date.now());
  }

  stop() {
    clearInterval(this.#ticker);
    stopRing();
    document.title = this.#title;
    if (this.#dialog.open) this.#dialog.close();
  }

  #deliberate(event) {
    return event.detail > 0 || Date.now() >= this.#quietUntil; // detail 0: pressed by key
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

function details(offer) {
  const rows = [
    ["晓屋", zh(offer.kiosk_name) || offer.kiosk_id, null],
    ["已等候", "00:00", "incoming-waiting"],
    ["方式", modeWords(offer.mode, offer.language), null],
  ];
  if (offer.attempt > 1) rows.push(["说明", `第 ${offer.attempt} 次转接，请优先接听`, null]);
  return rows.flatMap(([name, words, id]) => [el("dt", { text: name }), el("dd", { text: words, id, class: "figures" })]);
}
