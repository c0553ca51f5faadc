// Shell: a colleague asks this desk for help by voice: rings softly, says that it is no resident's call, counts down.

import { inviteWords } from "./companions.js";
import { el, say, zh } from "./dom.js";
import { playNotice } from "./sounds.js";

export class Invited {
  #lead = el("p", { class: "incoming-lead", text: "同事找您（不是居民来电）" });
  #title = el("h2", { id: "invited-title" });
  #words = el("p", { id: "invited-words" });
  #yes = el("button", { type: "button", class: "primary", "data-key": "Enter", "data-testid": "invited-yes" }, "来了 ", el("kbd", { text: "↵" }));
  #no = el("button", { type: "button", "data-key": "Escape", "data-testid": "invited-no" }, "现在不行 ", el("kbd", { text: "Esc" }));
  #dialog = el("dialog", { class: "invited", id: "invited", "data-testid": "invited", role: "alertdialog", "aria-labelledby": "invited-title", "aria-describedby": "invited-words" },
    this.#lead, this.#title, this.#words, el("div", { class: "dialog-keys" }, this.#no, this.#yes));
  #offer = null;
  #ticker = 0;
  #pageTitle = document.title;

  /** `onAnswer(offer, yes)`. `notices`: the system's own. */
  constructor({ onAnswer, notices }) {
    Object.assign(this, { onAnswer, notices });
    document.body.append(this.#dialog);
    this.#yes.addEventListener("click", () => this.#answer(true));
    this.#no.addEventListener("click", () => this.#answer(false));
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault()); // Esc goes through its button
  }

  ring(offer) {
    this.#offer = offer;
    const name = offer.seat?.name || "同事";
    const until = Date.now() + offer.ring_s * 1000;
    say(this.#title, inviteWords(offer.role, name));
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#yes.focus();
    playNotice();
    this.notices.ring(inviteWords(offer.role, name), "不是居民来电");
    clearInterval(this.#ticker);
    let spent = 0;
    const draw = () => {
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      say(this.#words, [zh(offer.seat?.department), zh(offer.item_name), zh(offer.kiosk_name), `还剩 ${left} 秒`].filter(Boolean).join(" · "));
      document.title = spent % 2 ? this.#pageTitle : `${name} 找您`;
      spent += 1;
      if (spent % 3 === 0) playNotice();
    };
    draw();
    this.#ticker = setInterval(draw, 1000);
  }

  /** No longer to be answered. Answers whether it was about this person. */
  withdraw(id) {
    if (this.#offer?.companion_id !== id) return false;
    this.#close();
    return true;
  }

  close() {
    this.#close();
  }

  #answer(yes) {
    const offer = this.#offer;
    this.#close();
    this.onAnswer(offer, yes);
  }

  #close() {
    clearInterval(this.#ticker);
    this.#offer = null;
    this.notices.close();
    document.title = this.#pageTitle;
    if (this.#dialog.open) this.#dialog.close();
  }
}
