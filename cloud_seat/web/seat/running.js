// Shell: for supervisors: who is in a call now; listening begins only when the resident's screen says so.

import { colleagues } from "./api.js";
import { byId, el, show, tell, zh } from "./dom.js";

export class Running {
  #open = el("button", { id: "running-open", class: "quiet", "data-key": "Ctrl+G", "data-testid": "running-open", hidden: true }, "正在通话 ", el("kbd", { text: "Ctrl G" }));
  #list = el("ul", { class: "running-list", "data-testid": "running-list" });
  #dialog = el("dialog", { id: "running", "data-testid": "running", "aria-labelledby": "running-title" },
    el("h2", { id: "running-title", text: "正在通话" }),
    el("p", { class: "hint", text: "旁听只能听和看。居民和经办人的屏幕上都会写着您在旁听，居民可以请您离开。" }), this.#list,
    el("div", { class: "dialog-keys" }, el("button", { type: "button", "data-key": "Escape", onclick: () => this.close() }, "收起 ", el("kbd", { text: "Esc" }))));

  /** `onListen(seatId)`: whether it went out. */
  constructor({ onListen }) {
    this.onListen = onListen;
    byId("own-open").before(this.#open);
    document.body.append(this.#dialog);
    this.#open.addEventListener("click", () => this.#look());
  }

  allow(supervisor) {
    show(this.#open, Boolean(supervisor));
  }

  close() {
    if (this.#dialog.open) this.#dialog.close();
  }

  async #look() {
    this.#list.replaceChildren(el("li", { class: "hint", text: "正在看谁在通话…" }));
    this.#dialog.showModal();
    const busy = (await colleagues("")).filter((one) => one.state === "in_call");
    this.#list.replaceChildren(...busy.map((one, at) => this.#line(one, at)));
    if (!busy.length) this.#list.replaceChildren(el("li", { class: "hint", text: "现在没有人在通话。" }));
    this.#list.querySelector("button")?.focus();
  }

  #line(one, at) {
    const key = String(at + 1);
    const listen = el("button", { type: "button", "data-key": at < 9 ? key : null, "data-testid": `listen-${one.seat_id}`, "aria-label": `旁听 ${one.name}，居民会看到` }, "旁听（居民会看到）");
    if (at < 9) listen.append(" ", el("kbd", { text: key }));
    listen.addEventListener("click", () => this.#listen(one));
    return el("li", {}, el("p", {}, el("b", { text: `${one.name} ${one.number}` }), el("span", { class: "hint", text: zh(one.department) })), listen);
  }

  #listen(one) {
    this.close();
    if (this.onListen(one.seat_id)) tell(`正在告诉居民。晓屋显示您在旁听以后，${one.name} 的通话才会接过来`);
    else tell("与中枢的连接断了，请稍后再试", "bad");
  }
}
