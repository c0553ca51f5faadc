// Shell: a supervisor closes the booth whose card is open for the rest of the day, and opens it again.

import { byId, el, say, show, tell } from "/web/seat/dom.js";
import { closeBooth, openBooth, wordsOf } from "./api.js";
import { BOOTH_CLOSED_FOR, closedWords } from "./words.js";

export class BoothClosing {
  #id = "";
  #may = false;

  constructor() {
    byId("booth-close-why").replaceChildren(...Object.entries(BOOTH_CLOSED_FOR).map(([value, text]) => el("option", { value, text })));
    byId("booth-open").addEventListener("click", () => this.#do(openBooth(this.#id), "已重新开放"));
    byId("booth-close-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#do(closeBooth(this.#id, { until: byId("booth-close-until").value, reason: byId("booth-close-why").value }), "已关闭，正在办事的居民不受影响");
    });
  }

  allow(may) {
    this.#may = may;
  }

  open(id) {
    this.#id = id;
    byId("booth-close-form").reset();
  }

  /** As the wall has it now; whoever sees the board reads it. */
  follow(kiosk) {
    const isClosed = Boolean(kiosk.closed_why);
    say(byId("booth-closed"), isClosed ? `已关闭，${closedWords(kiosk)}` : "正常开放");
    show(byId("booth-open"), this.#may && isClosed);
    show(byId("booth-close-form"), this.#may && !isClosed);
  }

  async #do(asked, words) {
    try {
      await asked;
      say(byId("booth-error"), "");
      tell(words, "ok");
    } catch (error) {
      say(byId("booth-error"), wordsOf(error));
    }
  }
}
