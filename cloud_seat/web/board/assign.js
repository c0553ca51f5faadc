// Shell: a supervisor says who is asked next for a resident who waits.

import { byId, el, say, tell, zh } from "/web/seat/dom.js";
import { assign, seatsFor, wordsOf } from "./api.js";
import { shortId } from "./words.js";

export class Assign {
  #callId = "";

  async open(wait) {
    this.#callId = wait.call_id;
    say(byId("assign-words"), `${shortId(wait.kiosk_id)} 号晓屋，${zh(wait.item)}。选中的工作人员那里马上响铃，居民的位置不变。`);
    say(byId("assign-error"), "");
    byId("assign-seats").replaceChildren();
    byId("assign").showModal();
    try {
      this.#draw(wait, await seatsFor(wait.call_id));
    } catch (error) {
      say(byId("assign-error"), wordsOf(error));
    }
  }

  close() {
    byId("assign").close();
  }

  #draw(wait, seats) {
    if (wait.call_id !== this.#callId) return;
    const others = seats.filter((seat) => seat.seat_id !== wait.seat_id);
    const rows = others.map((seat) => el("li", {}, el("button", { text: `${zh(seat.department)} ${seat.name} ${seat.number}`, "data-testid": `assign-to-${seat.number}`, onclick: () => this.#choose(seat) })));
    byId("assign-seats").replaceChildren(...(rows.length ? rows : [el("li", { class: "hint", text: "现在没有别人能接这件事" })]));
    byId("assign-seats").querySelector("button")?.focus();
  }

  async #choose(seat) {
    try {
      await assign(this.#callId, seat.seat_id);
      byId("assign").close();
      tell(`已请 ${seat.name} 接`, "ok");
    } catch (error) {
      say(byId("assign-error"), wordsOf(error));
    }
  }
}
