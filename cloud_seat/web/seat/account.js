// Shell: the official's own password and passkeys, and signing out at every computer.

import { changePassword, signOutEverywhere } from "./api.js";
import { byId, say, tell } from "./dom.js";
import { Passkeys } from "./passkeys.js";

export class Account {
  /** `onOut`: nobody is signed in any more, here neither. */
  constructor({ onOut }) {
    this.passkeys = new Passkeys();
    byId("account-open").addEventListener("click", () => this.open());
    byId("account-form").addEventListener("submit", (event) => this.#change(event));
    byId("account-everywhere").addEventListener("click", () => signOutEverywhere().then(onOut, (error) => this.#say(error)));
    byId("account").addEventListener("close", () => this.#forget());
  }

  open() {
    this.#forget();
    this.passkeys.open();
    byId("account").showModal();
    byId("account-old").focus();
  }

  close() {
    byId("account").close();
  }

  async #change(event) {
    event.preventDefault();
    try {
      await changePassword(byId("account-old").value, byId("account-new").value);
      this.close();
      tell("密码改好了，别的电脑上的登录已退出");
    } catch (error) {
      this.#say(error);
    }
  }

  #say(error) {
    const wrong = error.answer?.code === "wrong_password" ? "现在的密码不对，请再试一次" : "";
    say(byId("account-error"), wrong || error.words || "连不上中枢，没有改。请检查网络后再试");
  }

  #forget() {
    byId("account-form").reset();
    say(byId("account-error"), "");
  }
}
