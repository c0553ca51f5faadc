// Shell: the way in: number and password, then the code of a telephone where the account needs one. Every failure says what to do.

import { signIn, waysIn } from "./api.js";
import { byId, el, say, show, tell } from "./dom.js";
import { bindPeeks } from "./peek.js";
import { answerWith, hasPasskeys, makeWith, wentWrong } from "./passkey.js";

const WORDS = {
  0: "连不上中枢，请检查网络后再试",
  400: "请填写工号和密码",
  401: "工号或密码不对，请再试一次。忘了密码请联系本单位管理员",
  403: "这个账号不能使用坐席，请联系本单位管理员",
  422: "工号或密码不对，请再试一次。忘了密码请联系本单位管理员",
  429: "试的次数太多，请过一会儿再试",
};
/** What the district's own sign-in says when it sends somebody back. */
const CAME_BACK = {
  unknown_person: "统一认证通过了，但这里还没有您的账号。请联系本单位管理员开通",
  elsewhere_failed: "统一认证没有通过，或等得太久，请再试一次",
  elsewhere_factor: "您的账号要有第二道验证，统一认证这次没有。请改用工号和密码登录",
  elsewhere_silent: "现在连不上统一认证，请改用工号和密码登录",
  locked: WORDS[429],
};
const CHANGES = {
  password_changed: "改了密码",
  account_changed: "由管理员改了资料或密码",
  roles_changed: "由管理员改了权限",
  factor_taken_up: "绑定了手机",
  factor_reset: "由管理员解绑了手机和钥匙",
  passkey_added: "添加了通行密钥",
  passkey_removed: "删除了通行密钥",
  passkey_copied: "有人用了复制的钥匙，没有放行",
  recovery_code_used: "用了一个备用口令",
  sign_in_locked: "试错太多次，锁过一会儿",
};
const NOTICED_MS = 20000;
const CODES = {
  wrong_code: "动态口令不对，或已经用过。等手机上换了新的数字再填",
  wrong_passkey: "这把通行密钥没有通过，请再试一次，或填备用口令",
  second_factor: "",
  take_up_factor: "",
  new_password_first: "",
  first_password_over: "首次密码已过期，请联系本单位管理员再给一个",
  weak_password: "新密码要 12 到 128 位，不能和原来的或工号一样",
  guessable_password: "这个密码很容易被猜到，请换一句只有您想得到的话",
};

export class SignIn {
  constructor({ onDone }) {
    this.onDone = onDone;
    byId("sign-in-form").addEventListener("submit", (event) => this.#submit(event));
    byId("sign-in-back").addEventListener("click", () => this.open());
    byId("sign-in-passkey").addEventListener("click", () => this.#showPasskey());
    byId("sign-in-elsewhere").href = `/api/v1/sign-in/elsewhere?to=${location.pathname.slice(1)}`;
    bindPeeks();
  }

  /** How somebody came back from there: "done", or words; once, then it is gone from the address. */
  static cameBack() {
    const how = new URLSearchParams(location.search).get("sign-in");
    if (how === null) return "";
    history.replaceState(null, "", location.pathname);
    return how === "done" ? how : CAME_BACK[how] || CAME_BACK.elsewhere_failed;
  }

  async #offerElsewhere() {
    const name = await waysIn();
    this.elsewhere = Boolean(name);
    say(byId("sign-in-elsewhere"), `用${name}登录`);
    show(byId("sign-in-elsewhere"), this.elsewhere && !byId("sign-in-first").hidden);
  }

  open(words = "") {
    this.#offerElsewhere();
    show(byId("sign-in"), true);
    byId("sign-in-password").value = "";
    byId("sign-in-new").value = "";
    this.#ask(null);
    say(byId("sign-in-error"), words);
    byId("sign-in-user").focus();
  }

  async #submit(event) {
    event.preventDefault();
    const [user, password, code] = ["user", "password", "code"].map((name) => byId(`sign-in-${name}`).value.trim());
    if (!user || !password) return say(byId("sign-in-error"), user ? "请填写密码" : "请填写工号");
    const fresh = byId("sign-in-new").value;
    if (!byId("sign-in-renew").hidden) return fresh ? this.#send({ new: fresh }) : byId("sign-in-new").focus();
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
      if (CODES[answer?.code] === "") this.#offer(answer.passkey, Boolean(answer.secret)); // what is typed meanwhile stays
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
    byId(byId("sign-in-renew").hidden ? "sign-in-code" : "sign-in-new").focus();
    say(byId("sign-in-error"), known);
    return error.answer.code === "wrong_passkey" ? this.#askAgain(known) : undefined;
  }

  /** The second step, or with null the first. */
  #ask(answer) {
    const renews = answer?.code === "new_password_first";
    if (answer && !renews) this.#renewed();
    show(byId("sign-in-renew"), renews);
    show(byId("sign-in-first"), !answer);
    show(byId("sign-in-hint"), !answer);
    show(byId("sign-in-elsewhere"), !answer && Boolean(this.elsewhere));
    show(byId("sign-in-factor"), Boolean(answer) && !renews);
    show(byId("sign-in-back"), Boolean(answer));
    show(byId("sign-in-take-up"), Boolean(answer?.secret));
    show(byId("sign-in-lost"), Boolean(answer) && !renews && !answer.secret);
    byId("sign-in-qr").src = answer?.qr || "data:,";
    say(byId("sign-in-code-name"), answer?.app === false ? "备用口令" : "手机上的 6 位动态口令");
    this.#offer(answer?.passkey, Boolean(answer?.secret));
    say(byId("sign-in-secret"), (answer?.secret || "").replace(/(.{4})/g, "$1 ").trim());
    byId("sign-in-code").value = "";
  }

  /** The hub took the new password: what follows is asked with it. */
  #renewed() {
    if (byId("sign-in-renew").hidden) return;
    byId("sign-in-password").value = byId("sign-in-new").value;
    byId("sign-in-new").value = "";
  }

  #offer(asked, isNew) {
    this.passkey = { asked, isNew };
    show(byId("sign-in-passkey"), Boolean(asked) && hasPasskeys());
    say(byId("sign-in-passkey"), isNew ? "不用手机，改用指纹、人脸或安全密钥" : "用通行密钥登录");
  }

  #enter(answer) {
    byId("sign-in-password").value = "";
    byId("sign-in-new").value = "";
    this.#ask(null);
    const codes = answer.recovery_codes || [];
    const goOn = () => {
      byId("sign-in-codes-list").replaceChildren();
      show(byId("sign-in-codes"), false);
      show(byId("sign-in-form"), true);
      show(byId("sign-in"), false);
      const changes = (answer.changes || []).map((what) => CHANGES[what]).filter(Boolean);
      if (changes.length) tell(`上次登录后您的账号：${[...new Set(changes)].join("、")}。不是您本人，请马上联系管理员`, "bad", NOTICED_MS);
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
