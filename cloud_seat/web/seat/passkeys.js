// Shell: the official's own passkeys in the account window: listed, added, removed. Both changes ask for the password.

import { addPasskey, askForPasskey, passkeys, removePasskey } from "./api.js";
import { byId, el, say, show } from "./dom.js";
import { hasPasskeys, makeWith, wentWrong } from "./passkey.js";

export class Passkeys {
  constructor() {
    byId("passkeys-form").addEventListener("submit", (event) => this.#add(event));
  }

  async open() {
    byId("passkeys-form").reset();
    byId("passkeys-codes").replaceChildren();
    show(byId("passkeys-new"), false);
    say(byId("passkeys-error"), "");
    show(byId("passkeys-add"), hasPasskeys());
    await this.#list();
  }

  async #list() {
    const found = await passkeys().catch(() => []);
    show(byId("passkeys-none"), !found.length);
    byId("passkeys-list").replaceChildren(...found.map((one) => this.#line(one)));
  }

  #line(one) {
    const when = one.used_at ? `上次用 ${one.used_at.slice(0, 10)}` : `添加于 ${one.added_at.slice(0, 10)}`;
    const remove = el("button", { type: "button", class: "quiet", text: "删除", "aria-label": `删除 ${one.name}` });
    remove.addEventListener("click", () => this.#do(() => removePasskey(one.passkey_id, this.#password())));
    return el("li", {}, el("span", { text: one.name }), el("span", { class: "hint", text: when }), remove);
  }

  #add(event) {
    event.preventDefault();
    return this.#do(async () => {
      const made = await makeWith(await askForPasskey(this.#password()));
      this.#tell(await addPasskey(made, byId("passkeys-name").value.trim() || "通行密钥"));
    });
  }

  /** The first factor of an account brings codes for the day when the key is lost. */
  #tell({ recovery_codes: codes }) {
    show(byId("passkeys-new"), codes.length > 0);
    byId("passkeys-codes").replaceChildren(...codes.map((code) => el("li", { text: code })));
  }

  #password() {
    const said = byId("passkeys-password").value;
    if (said) return said;
    byId("passkeys-password").focus();
    throw Object.assign(new Error("no password"), { words: "请先填现在的密码" });
  }

  async #do(change) {
    say(byId("passkeys-error"), "");
    try {
      await change();
      byId("passkeys-form").reset();
      await this.#list();
    } catch (error) {
      say(byId("passkeys-error"), wentWrong(error));
    }
  }
}
