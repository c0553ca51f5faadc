// Core: every sentence of the page of somebody who comes into a call by link, in Chinese and English.

const ZH = {
  code: "zh-CN", brand: "政务晓屋", other: "English",
  title: "家人请您一起办事",
  lead: (shown) => `您的家人在“${shown.kiosk}”办“${shown.item}”，${shown.official} 正在帮忙办。您进来后能看、能说话；字由家人自己填。`,
  name: "家人怎么称呼您", nameMissing: "请写一下，比如“女儿”“小明”，家人才知道是谁来了。",
  askFirst: "接下来，手机会问能不能用麦克风和摄像头，请点“允许”。不想打开也可以只看只听。",
  both: "进去，露脸说话", voice: "进去，只说话", none: "进去，只看只听",
  foot: "不录音，不录像。家人随时可以请您离开。",
  showing: "正在告诉家人您来了…", connecting: "正在接通…", here: "您在通话里了", lost: "线路断了，正在自动恢复", held: "画面暂停了，请等一等",
  who: (names) => `在一起的还有：${names.join("、")}`, named: (name, role) => `${name}（${role}）`, official: "工作人员", resident: "您的家人", roles: { joined: "同事", listening: "旁听", family: "家人" },
  blank: "还没有画面", residentPicture: "家人的画面", officialPicture: "工作人员的画面", selfPicture: "您自己的画面",
  mute: "静音", unmute: "取消静音", noVoice: "打开麦克风", cameraOn: "开摄像头", cameraOff: "关摄像头", leave: "离开", listen: "点一下，听声音",
  form: (title) => `家人正在填：${title}`,
  noDevices: "麦克风和摄像头没有打开，您能看能听。想说话，请在浏览器里允许，再点“打开麦克风”。", onlyVoice: "摄像头没有打开，家人听得到您。",
  overTitle: "通话已结束", overLead: "可以关掉这个页面了。没有录音，也没有录像。",
  out: { self: "您离开了通话。", resident: "家人请您先离开。", official: "工作人员请您先离开。", gone: "断线太久，您已离开。还要进来，请家人再开一个链接。", unshown: "晓屋没有接上。请家人再开一个链接。", handover: "已转给别的工作人员。还要进来，请家人再开一个链接。" },
  linkTitle: "这个链接不能用了", linkLead: "可能过了时间，或家人已经办完。还要进来，请家人在晓屋上再开一个。",
  takenTitle: "这个链接已经有人在用", takenLead: "一个链接只给一个人。请家人在晓屋上再开一个。",
  number: "家人告诉您的 8 位号码", numberGo: "下一步", numberLead: "请填家人在电话里告诉您的号码；家人在身边，扫晓屋上的二维码就行。",
  numberWrong: "没有这个号码。可能听错了一位，或者过了时间、已经有人用了，请再问一遍家人。",
  offlineTitle: "连不上", offlineLead: "请看看手机有没有网络。", again: "再试一次",
  unsafeTitle: "这个浏览器进不了通话", unsafeLead: "请换手机自带的浏览器打开这个链接。",
  lockedTitle: "请等一会儿", lockedLead: "试得太多了，请过一会儿再打开链接。",
};

const EN = {
  code: "en", brand: "Gov Kiosk", other: "中文",
  title: "Your family asks you to join",
  lead: (shown) => `Someone of your family is at “${shown.kiosk}” for “${shown.item}”; ${shown.official} is helping. You can watch and talk; they fill in the form themselves.`,
  name: "What they call you", nameMissing: "Please write it, for example “daughter”, so that they know who has come.",
  askFirst: "Next, your phone asks whether microphone and camera may be used: please tap “Allow”. You may also just watch and listen.",
  both: "Join with camera", voice: "Join by voice only", none: "Just watch and listen",
  foot: "Nothing is recorded. Your family can ask you to leave at any time.",
  showing: "Telling your family that you are here…", connecting: "Connecting…", here: "You are in the call", lost: "The line broke; it comes back by itself", held: "The picture is paused; please wait a moment",
  who: (names) => `Also here: ${names.join(", ")}`, named: (name, role) => `${name} (${role})`, official: "official", resident: "your family", roles: { joined: "colleague", listening: "listening", family: "family" },
  blank: "No picture yet", residentPicture: "Picture of your family", officialPicture: "Picture of the official", selfPicture: "Your own picture",
  mute: "Mute", unmute: "Unmute", noVoice: "Microphone on", cameraOn: "Camera on", cameraOff: "Camera off", leave: "Leave", listen: "Tap to hear",
  form: (title) => `Being filled in: ${title}`,
  noDevices: "Microphone and camera are off; you can watch and listen. To talk, allow them in the browser, then tap “Microphone on”.", onlyVoice: "The camera is off; they can hear you.",
  overTitle: "The call is over", overLead: "You can close this page. Nothing was recorded.",
  out: { self: "You have left the call.", resident: "Your family asked you to leave.", official: "The official asked you to leave.", gone: "You were away too long. To come back, ask for a new link.", unshown: "The booth did not connect. Please ask for a new link.", handover: "Another official goes on. To come back, ask for a new link." },
  linkTitle: "This link no longer works", linkLead: "It is too old, or your family has finished. To join, ask for a new one at the booth.",
  takenTitle: "Somebody uses this link already", takenLead: "A link is for one person. Ask for a new one at the booth.",
  number: "The number that they told you, 8 digits", numberGo: "Next", numberLead: "Please type the number that your family told you by telephone. If you are with them, scan the code at the booth.",
  numberWrong: "There is no such number. A digit may be wrong, or it is too old or used; please ask them again.",
  offlineTitle: "No connection", offlineLead: "Please check your network.", again: "Try again",
  unsafeTitle: "This browser cannot join the call", unsafeLead: "Please open the link in your phone's own browser.",
  lockedTitle: "Please wait a while", lockedLead: "Too many tries. Open the link again later.",
};

export const wordsOf = (language) => (language.startsWith("zh") ? ZH : EN);

/** What an answer of the hub means: [title, lead] by its status; 0: not reached. */
export function refusedWords(words, status) {
  const kinds = { 0: "offline", 409: "taken", 429: "locked" };
  const kind = kinds[status] || "link";
  return [words[`${kind}Title`], words[`${kind}Lead`]];
}

/** [title, lead] when somebody is out. */
export const outWords = (words, reason) => [words.overTitle, [words.out[reason], words.overLead].filter(Boolean).join("\n")];

/** Who else is there, from the hub's list; `mine`: the own id. */
export function others(words, roster, mine) {
  const people = (roster.people || []).filter((one) => one.companion_id !== mine && ["here", "away"].includes(one.state) && words.roles[one.role]);
  const official = roster.official ? [words.named(roster.official.name, words.official)] : [];
  return [words.resident, ...official, ...people.map((one) => words.named(one.seat?.name || one.name, words.roles[one.role]))];
}
