// Core: further persons in a call, in words: what they are, how far they are, why they are out.

export const ROLES = Object.freeze({ consult: "请教", joined: "一起通话", listening: "旁听", family: "家人" });

const STATES = {
  consult: { asked: "正在呼叫", showing: "正在接通", here: "居民听不到你们", away: "掉线了，正在等对方回来" },
  joined: { asked: "正在呼叫", showing: "正在告诉居民", here: "居民听得到、看得到名字", away: "掉线了，正在等对方回来" },
  listening: { showing: "正在告诉居民", here: "只听不说，居民屏幕上写着", away: "掉线了，正在等对方回来" },
  family: { asked: "正在问居民同不同意", open: "居民同意了，等家人扫码或打开链接", showing: "正在告诉居民", here: "能看能说", away: "掉线了，正在等对方回来" },
};

const OUT = {
  official: "已请离开", resident: "居民请对方离开了", self: "自己离开了", declined: "现在来不了", gone: "掉线后没有回来",
  busy: "接了别的来电，离开了", unshown: "晓屋没有显示出来，没有进来", handover: "转接后离开了", restart: "中枢重启，离开了",
};

const OWN_OUT = {
  official: "经办人请您离开了", resident: "居民请您离开了", self: "您离开了", timeout: "没有等到，已取消", gone: "掉线太久，已离开",
  busy: "您接了来电，已离开", unshown: "晓屋没有显示出来，没有接通", handover: "居民已转给别的同事，您这边结束了",
  restart: "中枢重启，您这边断了", over: "通话已结束",
};

/** What a person is called: a helper by what they call themselves. */
export const nameOf = (person) => person.seat?.name || person.name || (person.role === "family" ? "家人" : "同事");

export const stateWords = (person) => STATES[person.role]?.[person.state] || "";

/** For the official whose call it is; empty when there is nothing to say. */
export function outWords(person, reason) {
  if (reason === "refused") return "居民不同意家人进来，就不请了";
  if (reason === "timeout") return person.role === "family" ? "家人的链接过期了，没有人打开" : `${nameOf(person)} 没有接听`;
  return OUT[reason] ? `${ROLES[person.role]}：${nameOf(person)} ${OUT[reason]}` : "";
}

/** For the person themselves. */
export const ownOutWords = (reason) => OWN_OUT[reason] || OWN_OUT.over;

/** What a companion at a desk reads over their window: who hears them. */
export const OWN_WORDS = Object.freeze({
  consult: "同事向您请教。居民在等，听不到你们，您也听不到居民。",
  joined: "您在通话里：居民和经办人都听得到您，居民屏幕上有您的名字。",
  listening: "您在旁听：只听只看。居民和经办人的屏幕上都写着您在旁听。",
});

/** The line under the title of an invitation. */
export const inviteWords = (role, name) => (role === "joined" ? `${name} 请您进通话，和居民一起说` : `${name} 向您请教，居民先等着`);
