// Shell: who else is in this call: names, how far they are, who may hear, out with one key. Their sound is played from here.

import { Company } from "./company.js";
import { ROLES, nameOf, outWords, stateWords } from "./companions.js";
import { byId, el, show, tell } from "./dom.js";
import { playNotice } from "./sounds.js";

export class CompanyBar {
  #quiet = el("p", { class: "hint", role: "status", hidden: true, text: "按任意键或点一下，他们才听得到" });
  #list = el("ul", { class: "company-list", "data-testid": "company-list" });
  #box = el("section", { class: "card company", id: "company", "data-testid": "company", "aria-label": "通话里还有谁", hidden: true }, el("h2", { text: "通话里还有" }), this.#quiet, this.#list);
  #people = [];
  #links = new Map();
  #sounds = new Map();
  #number = -1;
  #media;

  /** `call()`: the running one. `onSay(type, more)`: about it, to the hub. `onHold(on)`: the resident is to wait, or not any more. `onNote(text)`. */
  constructor({ line, call, onSay, onHold, onNote }) {
    Object.assign(this, { call, onSay, onHold, onNote });
    this.#media = new Company({ line, onSay: ({ type, ...more }) => onSay(type, more), onPlan: (...how) => this.#play(...how) });
    byId("handover").after(this.#box);
  }

  /** As the line's: stepping aside goes through here, because others may be in the call. */
  hold(on) {
    return this.#media.hold(on);
  }

  /** Own or resident's tracks are others. */
  refresh() {
    return this.#media.apply();
  }

  clear() {
    this.#people = [];
    this.#links.clear();
    this.#number = -1;
    this.#media.clear();
    this.#draw();
  }

  receive(message) {
    if (message.call_id === this.call().callId) this.#acts[message.type]?.(message);
    else if (message.companion_id) this.#acts[`${message.type}About`]?.(message);
  }

  #acts = {
    RosterChanged: (message) => this.#roster(message),
    CompanionLink: (message) => this.#link(message),
    CompanionConnected: (message) => this.#connect(message),
    RelaysRenewed: (message) => this.#media.renewed(message),
    CompanionSignalAbout: (message) => this.#media.hear(message),
    CompanionEndedAbout: ({ companion_id: id, reason }) => this.#out(id, reason),
  };

  #roster({ people = [], number = 0 }) {
    if (number < this.#number) return; // told late
    this.#number = number;
    const came = people.filter((one) => one.state === "here" && !this.#people.some((other) => other.companion_id === one.companion_id && other.state === "here"));
    for (const one of came) this.onNote(`${ROLES[one.role]}：${nameOf(one)} 进来了`);
    this.#people = people;
    this.#media.keep(people);
    this.#draw();
  }

  #connect(message) {
    if (message.role === "consult") this.onHold(true);
    this.#media.connect(message);
  }

  #link({ companion_id: id, token, number }) {
    this.#links.set(id, { address: `${location.origin}/with#${token}`, told: numberWords(number) });
    this.#draw();
  }

  #out(id, reason) {
    const person = this.#people.find((one) => one.companion_id === id);
    if (!person) return;
    const words = outWords(person, reason);
    if (words) this.onNote(words);
    if (words && reason !== "official") tell(words);
    if (words) playNotice();
    this.#people = this.#people.filter((one) => one !== person);
    this.#media.keep(this.#people);
    this.#draw();
  }

  #draw() {
    show(this.#box, this.#people.length > 0);
    const focused = document.activeElement?.dataset.testid;
    this.#list.replaceChildren(...this.#people.map((person, at) => this.#line(person, at === 0)));
    if (focused && this.#list.querySelector(`[data-testid="${focused}"]`)) this.#list.querySelector(`[data-testid="${focused}"]`).focus();
    this.refresh();
  }

  #line(person, first) {
    const id = person.companion_id;
    const out = this.#button("请离开", first && "Ctrl+D", `company-out-${id}`, () => this.onSay("CompanionEnded", { companion_id: id, reason: "" }));
    const other = { consult: ["让居民也听到", "joined"], joined: ["单独商量", "consult"] }[person.role];
    const turn = other && person.state === "here" && this.#button(other[0], first && "Ctrl+K", `company-role-${id}`, () => this.#turn(id, other[1]));
    const open = person.state === "open" && this.#links.get(id);
    const link = open && this.#button("复制链接", "", `company-link-${id}`, () => this.#copy(id));
    const tile = el("video", { autoplay: true, playsinline: true, muted: true, class: "company-tile", "data-companion": id, "aria-label": `${nameOf(person)} 的画面`, hidden: true });
    tile.muted = true; // the attribute counts in written pages only
    return el("li", { "data-role": person.role, "data-state": person.state }, tile,
      el("p", {}, el("b", { text: `${ROLES[person.role]} · ${nameOf(person)}` }), el("span", { class: "hint", role: "status", text: [stateWords(person), open?.told].filter(Boolean).join("。") })),
      el("span", { class: "company-keys" }, ...[link, turn, out].filter(Boolean)));
  }

  #button(words, key, testId, act) {
    const button = el("button", { type: "button", "data-testid": testId, "data-key": key || null }, words);
    if (key) button.append(" ", el("kbd", { text: key.replace("Ctrl+", "Ctrl ") }));
    button.addEventListener("click", act);
    return button;
  }

  #turn(id, role) {
    this.onSay("CompanionRoleSet", { companion_id: id, role });
    this.onHold(role === "consult");
  }

  async #copy(id) {
    const { address } = this.#links.get(id);
    try {
      await navigator.clipboard.writeText(address);
      tell("链接已复制。只能给居民说的那位家人，一个人用一次", "ok");
    } catch {
      tell(`没有复制成。请家人扫居民屏幕上的二维码`, "bad");
    }
  }

  #play(planned, persons, sounds) {
    show(this.#quiet, !sounds);
    for (const id of this.#sounds.keys()) if (!persons.some((one) => one.id === id)) this.#silence(id);
    for (const { id, leg } of persons) if (leg) this.#hear(id, leg, planned.hears.official.includes(id));
    for (const tile of this.#list.querySelectorAll("video")) {
      const leg = persons.find((one) => one.id === tile.dataset.companion)?.leg;
      const stream = planned.shown.includes(tile.dataset.companion) ? leg?.picture || null : null;
      if (tile.srcObject !== stream) tile.srcObject = stream;
      tile.onresize = () => show(tile, tile.videoWidth > 2); // nobody sends a picture: no black tile
      if (!stream) show(tile, false);
    }
  }

  /** Chromium lets sound into the mix only while an element plays it: muted ones are played, too. */
  #hear(id, leg, heard) {
    const player = this.#sounds.get(id) || new Audio();
    this.#sounds.set(id, player);
    this.#box.append(player);
    player.muted = !heard;
    if (!leg.sound.getAudioTracks().length) return;
    if (player.srcObject !== leg.sound) player.srcObject = leg.sound;
    if (player.paused) player.play().catch(() => undefined); // replaced meanwhile, or a touch is wanted first: then this comes again
  }

  #silence(id) {
    this.#sounds.get(id).srcObject = null;
    this.#sounds.get(id).remove();
    this.#sounds.delete(id);
  }
}

/** For a relative on the telephone; an older hub has no numbers. */
const numberWords = (number) => (number ? `也可以请居民念给家人：打开 ${location.host}/with，填 ${number.slice(0, 4)} ${number.slice(4)}` : "");
