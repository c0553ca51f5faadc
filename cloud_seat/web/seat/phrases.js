// Core: what officials say again and again, in both languages, by what it is for. One key sends one.

export const KINDS = Object.freeze([
  {
    name: "请居民做",
    phrases: [
      { zh: "请把材料放平", en: "Please lay the paper flat" },
      { zh: "请看标红的一项", en: "Please look at the line in red" },
      { zh: "请在屏幕上签名", en: "Please sign on the screen" },
      { zh: "请稍等一下", en: "One moment, please" },
      { zh: "请点提交", en: "Please touch Submit" },
    ],
  },
  {
    name: "打招呼",
    phrases: [
      { zh: "您好，请问要办什么事？", en: "Hello, what can I do for you?" },
      { zh: "您好，我能看到您填的表，您慢慢来", en: "Hello, I can see your form; take your time" },
      { zh: "听得到我说话吗？听不到请点“打字”", en: "Can you hear me? If not, touch Type" },
      { zh: "请靠近一点，对着屏幕说", en: "Please come closer and speak to the screen" },
      { zh: "请确认一下，是您本人来办吗？", en: "Is this matter for you yourself?" },
    ],
  },
  {
    name: "等一等",
    phrases: [
      { zh: "我查一下，请等一分钟", en: "I am looking it up; one minute, please" },
      { zh: "我问一下同事，马上回来", en: "I will ask a colleague and be right back" },
      { zh: "网络有点慢，请稍等", en: "The network is slow; please wait a moment" },
      { zh: "不着急，您慢慢填", en: "There is no hurry; take your time" },
      { zh: "正在打印，请等一下", en: "It is printing; one moment, please" },
    ],
  },
  {
    name: "办完",
    phrases: [
      { zh: "材料齐了，可以签名提交了", en: "All papers are here; you may sign and submit" },
      { zh: "已经受理，请取走回执", en: "It is accepted; please take your receipt" },
      { zh: "请取走您的身份证", en: "Please take your ID card" },
      { zh: "以后可以凭受理号查进度", en: "You can look it up later by its number" },
      { zh: "还有别的事要办吗？", en: "Is there anything else?" },
    ],
  },
]);

/** The phrase in the language of the booth. */
export const spoken = (phrase, language) => (language === "en" ? phrase.en : phrase.zh);

/** "41 天前办过，一共 3 件" — of this official's own cases; empty without any. */
export function handledWords(handled, nowMs) {
  if (!handled?.times) return handled ? "您还没有办过这件事" : "";
  const days = Math.floor((nowMs - Date.parse(handled.last_at)) / 86_400_000);
  const when = days <= 0 ? "今天" : `${days} 天前`;
  return `您上次办这件事：${when}，一共 ${handled.times} 件`;
}
