// Core: how handing a resident over stands, and how each colleague is, in words.

const STATES = {
  ready: "就绪", after: "整理上一件", busy: "在柜台", away: "离开", online: "刚登录", in_call: "通话中", hidden: "看不到来电",
};

/** `name`: whom it was about; empty when it was anyone. */
export function handoverWords(state, name) {
  const who = name || "能办的同事";
  const words = {
    asked: `正在请 ${who} 接过去，居民已经知道，您先陪着`, declined: `${who} 现在接不了，您接着办，或者换一位`,
    timeout: `${who} 没有接听，您接着办，或者换一位`, gone: `${who} 掉线了，您接着办，或者换一位`,
    busy: name ? `${name} 现在接不了，请换一位` : "现在没有空着的同事能办这件事", dropped: "转接已取消，您接着办",
  };
  return words[state] || "";
}

/** Whether a colleague may be asked so: in writing always, by voice who would hear it, to go on with the resident who is free. */
export function isUsable(one, way) {
  if (way === "write") return true;
  return way === "hand" ? one.free : ["ready", "after", "busy", "online"].includes(one.state);
}

/** "就绪" or "通话中 · 没有这件事的权限" */
export const lineWords = (one) => [STATES[one.state] || one.state, one.may ? "" : "不办这件事"].filter(Boolean).join(" · ");
