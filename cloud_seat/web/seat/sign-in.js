// Shell: the way in: number and password, then the code of a telephone where the account needs one. Every failure says what to do.

import { signIn } from "./api.js";
import { byId, el, say, show } from "./dom.js";
import { answerWith, hasPasskeys, makeWith, wentWrong } from "./passkey.js";

const WORDS = {
  0: "连不上中枢，请检查网络后再试",
  400: "请填写工号和密码",
  401: "工号或密码不对，请再试一次。忘了密码请联系本单位管理员",
  403: "这个账号不能使用坐席，请联系本单位管理员",
  422: "工号或密码不对，请再试一次。忘了密码请联系本单位管理员",
  429: "试的次数太多，请过一会儿再试",
};
const CODES = {
  wrong_code: "动态口令不对，或已经用过。等手机上换了新的数字再填",
  wrong_passkey: "这把通行密钥没有通过，请再试一次，或填备用口令",
  second_factor: "",
  take_up_factor: "",
};

export class SignIn {
  constructor({ onDone }) {
    this.onDone = onDone;
    byId("sign-in-form").addEventListener("submit", (event) => this.#submit(event));
    byId("sign-in-back").addEventListener("click", () => this.open());
    byId("sign-in-passkey").addEventListener("click", () => this.#showPasskey());
  }

  open(words = "") {
    show(byId("sign-in"), true);
    byId("sign-in-password").value = "";
    this.#ask(null);
    say(byId("sign-in-error"), words);
    byId("sign-in-user").focus();
  }

  async #submit(event) {
    event.preventDefault();
    const [user, password, code] = ["user", "password", "code"].map((name) => byId(`sign-in-${name}`).value.trim());
    if (!user || !password) return say(byId("sign-in-error"), user ? "请填写密码" : "请填写工号");
    return this.#send({ code });
  }

  async #send(shown) {
    byId("sign-in-go").disabled = true;
    say(byId("sign-in-error"), "");
    try {
      this.#enter(await signIn(byId("sign-in-user").value.trim(), byId("sign-in-password").value, shown));
    } catch (error) {
      this.#failed(error);
    }
    byId("sign-in-go").disabled = false;
  }

  /** A question is good for one answer: after a wrong one the hub is asked for another. */
  async #askAgain(words) {
    await signIn(byId("sign-in-user").value.trim(), byId("sign-in-password").value, {}).catch(({ answer }) => {
      if (CODES[answer?.code] === "") this.#ask(answer);
    });
    say(byId("sign-in-error"), words);
  }

  async #showPasskey() {
    const { asked, isNew } = this.passkey;
    try {
      const passkey = await (isNew ? makeWith(asked) : answerWith(asked));
      await this.#send({ passkey });
    } catch (error) {
      say(byId("sign-in-error"), wentWrong(error));
    }
  }

  #failed(error) {
    const known = CODES[error.answer?.code];
    if (known === undefined) return say(byId("sign-in-error"), WORDS[error.status] || "现在登录不了，请稍后再试或联系管理员");
    if (!known) this.#ask(error.answer);
    byId("sign-in-code").value = "";
    byId("sign-in-code").focus();
    say(byId("sign-in-error"), known);
    return error.answer.code === "wrong_passkey" ? this.#askAgain(known) : undefined;
  }

  /** The second step, or with null the first. */
  #ask(answer) {
    show(byId("sign-in-first"), !answer);
    show(byId("sign-in-hint"), !answer);
    show(byId("sign-in-factor"), Boolean(answer));
    show(byId("sign-in-back"), Boolean(answer));
    show(byId("sign-in-take-up"), Boolean(answer?.secret));
    show(byId("sign-in-lost"), Boolean(answer) && !answer.secret);
    byId("sign-in-qr").src = answer?.qr || "data:,";
    say(byId("sign-in-code-name"), answer?.app === false ? "备用口令" : "手机上的 6 位动态口令");
    this.#offer(answer?.passkey, Boolean(answer?.secret));
    say(byId("sign-in-secret"), (answer?.secret || "").replace(/(.{4})/g, "$1 ").trim());
    byId("sign-in-code").value = "";
  }

  #offer(asked, isNew) {
    this.passkey = { asked, isNew };
    show(byId("sign-in-passkey"), Boolean(asked) && hasPasskeys());
    say(byId("sign-in-passkey"), isNew ? "不用手机，改用指纹、人脸或安全密钥" : "用通行密钥登录");
  }

  #enter(answer) {
    byId("sign-in-password").value = "";
    this.#ask(null);
    const codes = answer.recovery_codes || [];
    const goOn = () => {
      byId("sign-in-codes-list").replaceChildren();
      show(byId("sign-in-codes"), false);
      show(byId("sign-in-form"), true);
      show(byId("sign-in"), false);
      this.onDone(answer);
    };
    if (!codes.length) return goOn();
    byId("sign-in-codes-list").replaceChildren(...codes.map((code) => el("li", { text: code })));
    show(byId("sign-in-form"), false);
    show(byId("sign-in-codes"), true);
    byId("sign-in-codes-done").onclick = goOn;
    return byId("sign-in-codes-done").focus();
  }
}
