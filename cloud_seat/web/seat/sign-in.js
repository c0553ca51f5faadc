// Shell: the way in. Every failure says what to do.

import { signIn } from "./api.js";
import { byId, say, show } from "./dom.js";

const WORDS = {
  0: "连不上中枢，请检查网络后再试",
  400: "请填写工号和密码",
  401: "工号或密码不对，请再试一次。忘了密码请联系本单位管理员",
  403: "这个账号不能使用坐席，请联系本单位管理员",
  422: "工号或密码不对，请再试一次。忘了密码请联系本单位管理员",
  429: "试的次数太多，请过一会儿再试",
};

export class SignIn {
  constructor({ onDone }) {
    this.onDone = onDone;
    byId("sign-in-form").addEventListener("submit", (event) => this.#submit(event));
  }

  open(words = "") {
    show(byId("sign-in"), true);
    say(byId("sign-in-error"), words);
    byId("sign-in-password").value = "";
    byId("sign-in-user").focus();
  }

  async #submit(event) {
    event.preventDefault();
    const user = byId("sign-in-user").value.trim();
    const password = byId("sign-in-password").value;
    if (!user || !password) return say(byId("sign-in-error"), user ? "请填写密码" : "请填写工号");
    byId("sign-in-go").disabled = true;
    say(byId("sign-in-error"), "");
    try {
      const answer = await signIn(user, password);
      byId("sign-in-password").value = "";
      show(byId("sign-in"), false);
      this.onDone(answer);
    } catch (error) {
      say(byId("sign-in-error"), WORDS[error.status] || "现在登录不了，请稍后再试或联系管理员");
    }
    byId("sign-in-go").disabled = false;
    return undefined;
  }
}
