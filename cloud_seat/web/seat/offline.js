// Shell: the banner of a cut link: what it means, when the next try comes, a way to try now.

import { byId, say, show } from "./dom.js";

export class OfflineBanner {
  #state = { up: true, retryAtMs: 0, tries: 0 };
  #inCall = false;

  constructor({ onNow }) {
    byId("offline-now").addEventListener("click", onNow);
    setInterval(() => this.#draw(), 250);
  }

  set(state) {
    this.#state = state;
    this.#draw();
  }

  inCall(yes) {
    this.#inCall = yes;
  }

  #draw() {
    const { up, retryAtMs, tries, replaced } = this.#state;
    show(byId("offline"), !up);
    if (up) return undefined;
    say(byId("offline-title"), replaced ? "已在另一个页面打开" : "与中枢的连接断了");
    if (replaced) return say(byId("offline-words"), "同一工号只能在一个页面工作。要在这里继续，请点右边。");
    const left = Math.max(0, Math.ceil((retryAtMs - Date.now()) / 1000));
    const next = left ? `${left} 秒后自动重试` : "正在重试";
    const meaning = this.#inCall ? "通话会自动接回，标注和文字恢复后送出。" : "恢复前不会有来电。";
    return say(byId("offline-words"), `${meaning}${next}（第 ${tries} 次）`);
  }
}
