// Shell: this desk as a further person in a colleague's call: consulted, talking along, or a supervisor who listens.

import { openBest, stop } from "./camera.js";
import { OWN_WORDS, ROLES, nameOf, ownOutWords, stateWords } from "./companions.js";
import { byId, el, say, show, tell, zh } from "./dom.js";
import { Guest } from "./guest.js";
import { Invited } from "./invited.js";
import { playNotice } from "./sounds.js";

const key = (name) => el("kbd", { text: name.replace("Ctrl+", "Ctrl ") });

export class Assist {
  #id = "";
  #role = "";
  #own = null;
  #muted = false;
  #shows = false;
  #title = el("h2", { id: "assist-title" });
  #words = el("p", { class: "assist-words", role: "status", "data-testid": "assist-words" });
  #state = el("p", { class: "picture-words", role: "status" });
  #camera = el("p", { class: "hint", role: "status" });
  #picture = el("video", { autoplay: true, playsinline: true, muted: true, "aria-label": "居民的画面", "data-testid": "assist-picture" });
  #sound = el("audio", { autoplay: true, "data-testid": "assist-sound" });
  #people = el("ul", { class: "company-list", "data-testid": "assist-people" });
  #mute = el("button", { "data-key": "M", "data-testid": "assist-mute", "aria-pressed": "false" }, el("span", { text: "静音" }), " ", key("M"));
  #show = el("button", { "data-key": "V", "data-testid": "assist-camera", "aria-pressed": "false" }, el("span", { text: "开摄像头" }), " ", key("V"));
  #leave = el("button", { class: "danger", "data-key": "Ctrl+E", "data-testid": "assist-leave" }, "离开 ", key("Ctrl+E"));
  #box = el("main", { id: "assist", class: "assist", "aria-labelledby": "assist-title", "data-testid": "assist", hidden: true },
    el("section", { class: "card assist-card", "aria-label": "同事的通话" }, el("div", { class: "picture" }, this.#picture, this.#state), this.#sound,
      el("div", { class: "assist-side" }, this.#title, this.#words, this.#people, this.#camera, el("div", { class: "call-keys", role: "toolbar", "aria-label": "通话按键" }, this.#mute, this.#show, this.#leave))));
  #guest = new Guest({
    onSay: (signal) => this.send({ type: "CompanionSignal", companion_id: this.#id, ...signal }),
    onMedia: (leg) => this.#play(leg),
    onFlow: (flowing, moves) => this.#flow(flowing, moves),
  });

  /** `send(message)`: whether it went out. `notices`: the system's own. `onBusy(on)`: this desk is in a colleague's call, or not any more. */
  constructor({ send, notices, onBusy }) {
    Object.assign(this, { send, onBusy });
    this.invited = new Invited({ notices, onAnswer: (offer, yes) => this.#answer(offer, yes) });
    byId("work").after(this.#box);
    this.#picture.muted = true; // its sound comes by an element of its own
    this.#mute.addEventListener("click", () => this.#set({ muted: !this.#muted }));
    this.#show.addEventListener("click", () => this.#turnCamera());
    this.#leave.addEventListener("click", () => this.leave());
  }

  get isOn() {
    return this.#id !== "";
  }

  receive(message) {
    this.#acts[message.type]?.(message);
  }

  /** Signed out. */
  close() {
    this.invited.close();
    this.#end();
  }

  #acts = {
    CompanionOffered: (message) => this.invited.ring(message),
    CompanionConnected: (message) => !message.offers && this.#connect(message),
    CompanionSignal: (message) => message.companion_id === this.#id && message.kind === "offer" && this.#guest.offered(message),
    RelaysRenewed: (message) => this.#guest.renewed(message),
    CompanionEnded: (message) => this.#out(message),
    RosterChanged: (message) => this.#roster(message),
  };

  #answer({ companion_id: id, role, seat, kiosk_name: kiosk }, yes) {
    const sent = this.send({ type: "CompanionAnswered", companion_id: id, answer: yes ? "yes" : "no" });
    if (!yes) return;
    if (!sent) return void tell("与中枢的连接断了，这次没有接上", "bad");
    this.#begin({ companion_id: id, role, seat, kiosk_name: kiosk });
  }

  #connect(message) {
    if (this.#id !== message.companion_id) this.#begin(message);
    this.#turn(message.role);
    this.#guest.begin(message);
  }

  #begin({ companion_id: id, role, seat, kiosk_name: kiosk }) {
    this.#end();
    this.#id = id;
    say(this.#title, [seat?.name || "同事", zh(kiosk)].filter(Boolean).join(" · "));
    say(this.#state, "正在接通…");
    this.#people.replaceChildren();
    byId("desk").dataset.assist = "on";
    show(this.#box, true);
    this.#turn(role);
    this.onBusy(true);
    if (role !== "listening") this.#open({ voiceOnly: true });
  }

  #turn(role) {
    this.#role = role;
    say(this.#words, OWN_WORDS[role] || "");
    show(this.#mute, role !== "listening");
    show(this.#show, role === "joined");
    if (role !== "joined") this.#set({ shows: false });
  }

  #roster({ people = [] }) {
    const mine = people.find((one) => one.companion_id === this.#id);
    if (!mine) return;
    this.#turn(mine.role);
    const others = people.filter((one) => one !== mine && ["here", "away"].includes(one.state));
    this.#people.replaceChildren(...others.map((one) => el("li", {}, el("p", {}, el("b", { text: `${ROLES[one.role]} · ${nameOf(one)}` }), el("span", { class: "hint", text: one.state === "away" ? stateWords(one) : "" })))));
  }

  #out({ companion_id: id, reason }) {
    if (this.invited.withdraw(id)) return void tell("同事那边取消了");
    if (id !== this.#id) return;
    this.#end();
    tell(ownOutWords(reason));
    playNotice();
  }

  /** Goes by themselves, if they are in a colleague's call. */
  leave() {
    if (!this.#id) return;
    this.send({ type: "CompanionEnded", companion_id: this.#id, reason: "" });
    this.#end();
  }

  async #open(options) {
    const id = this.#id;
    const own = await openBest(options);
    if (id !== this.#id) return stop(own.stream); // left meanwhile
    stop(this.#own);
    this.#own = own.stream;
    say(this.#camera, own.kind === "none" ? own.words : "");
    return this.#set({});
  }

  #turnCamera() {
    this.#set({ shows: !this.#shows });
    this.#open({ voiceOnly: !this.#shows });
  }

  #set({ muted = this.#muted, shows = this.#shows }) {
    this.#muted = muted;
    this.#shows = shows;
    label(this.#mute, muted, muted ? "取消静音" : "静音");
    label(this.#show, shows, shows ? "关摄像头" : "开摄像头");
    const [sound, picture] = [this.#own?.getAudioTracks()[0], this.#own?.getVideoTracks()[0]];
    if (sound) sound.enabled = !muted;
    if (picture) picture.enabled = shows;
    this.#guest.give({ sound: sound || null, picture: (shows && picture) || null });
  }

  #play(leg) {
    this.#sound.srcObject = leg.sound;
    this.#picture.srcObject = leg.picture;
  }

  #flow(flowing, moves) {
    this.#picture.classList.toggle("still", !moves);
    const still = this.#role === "consult" ? "居民在等，看不到画面" : "画面暂停了";
    say(this.#state, flowing ? (moves ? "" : still) : "线路断了，正在自动恢复");
    if (!flowing) playNotice();
  }

  #end() {
    if (!this.#id) return;
    this.#id = "";
    this.#guest.close();
    stop(this.#own);
    this.#own = null;
    this.#sound.srcObject = null;
    this.#picture.srcObject = null;
    this.#set({ muted: false, shows: false });
    say(this.#camera, "");
    show(this.#box, false);
    delete byId("desk").dataset.assist;
    this.onBusy(false);
  }
}

function label(button, pressed, words) {
  button.setAttribute("aria-pressed", String(pressed));
  say(button.firstElementChild, words);
}
