// Shell: the banner of a cut link, or of a hub without its database: what it means, when the next try comes, a way to try now.

import { byId, say, show } from "./dom.js";

const WELL = { up: true, retryAtMs: 0, tries: 0, storeAway: false, inCall: false };

/** {title, words, canTry}; null: all is well. */
export function bannerOf({ up, retryAtMs, tries, replaced, storeAway, inCall }, nowMs) {
  if (up && !storeAway) return null;
  if (up) {
    const meaning = inCall ? "通话照常，点的“受理”等要等它恢复后再点一次。" : "恢复前不会有来电，点的“受理”等还记不下来。";
    return { title: "中枢的数据库暂时连不上", words: `${meaning}恢复后这里会自动消失。`, canTry: false };
  }
  if (replaced) return { title: "已在另一个页面打开", words: "同一工号只能在一个页面工作。要在这里继续，请点右边。", canTry: true };
  const left = Math.max(0, Math.ceil((retryAtMs - nowMs) / 1000));
  const next = left ? `${left} 秒后自动重试` : "正在重试";
  const meaning = inCall ? "通话会自动接回，标注和文字恢复后送出。" : "恢复前不会有来电。";
  return { title: "与中枢的连接断了", words: `${meaning}${next}（第 ${tries} 次）`, canTry: true };
}

export class OfflineBanner {
  #state = WELL;

  constructor({ onNow }) {
    byId("offline-now").addEventListener("click", onNow);
    setInterval(() => this.#draw(), 250);
  }

  set(state) {
    this.#change({ replaced: false, ...state, storeAway: state.up && this.#state.up && this.#state.storeAway });
  }

  store(isAway) {
    this.#change({ storeAway: isAway });
  }

  inCall(yes) {
    this.#change({ inCall: yes });
  }

  #change(what) {
    this.#state = { ...this.#state, ...what };
    this.#draw();
  }

  #draw() {
    const banner = bannerOf(this.#state, Date.now());
    show(byId("offline"), banner !== null);
    if (!banner) return;
    say(byId("offline-title"), banner.title);
    say(byId("offline-words"), banner.words);
    show(byId("offline-now"), banner.canTry);
  }
}
