// Shell: the helper inside the call: pictures, sound, own microphone and camera, who is there, the form if it may be read.

import { Guest } from "../seat/guest.js";
import { close, open } from "./devices.js";
import { others } from "./words.js";

const byId = (id) => document.getElementById(id);

export class Room {
  #own = { sound: null, picture: null };
  #muted = false;
  #id = "";
  #state = "showing";
  #roster = {};
  #form = {};
  #trouble = "";
  #guest = new Guest({
    onSay: (signal) => this.onSay({ type: "CompanionSignal", companion_id: this.#id, ...signal }),
    onMedia: (leg) => this.#play(leg),
    onFlow: (flowing, moves) => this.#turn(flowing ? (moves || !this.#seen ? "here" : "held") : "lost"),
  });

  get #seen() {
    return byId("resident").videoWidth > 2;
  }

  /** `onSay(message)`: to the hub. `onLeave()`: this person goes. */
  constructor({ words, onSay, onLeave }) {
    Object.assign(this, { words, onSay, onLeave });
    byId("mute").addEventListener("click", () => this.#toggleVoice());
    byId("camera").addEventListener("click", () => this.#toggleCamera());
    byId("leave").addEventListener("click", () => this.#leave());
    byId("listen").addEventListener("click", () => this.#start());
    byId("resident").addEventListener("resize", () => this.#draw());
    byId("official").addEventListener("resize", () => this.#draw());
  }

  speak(words) {
    this.words = words;
    this.#draw();
  }

  /** `way`: both, voice or none. */
  async open(way) {
    this.#own = await open(way);
    this.#trouble = way === "none" ? "" : this.#own.sound ? (way === "both" && !this.#own.picture && "onlyVoice") || "" : "noDevices";
    this.#give();
  }

  /** The link to the hub is there again. */
  back() {
    if (this.#id) this.#turn("connecting");
  }

  receive(message) {
    if (message.type === "CompanionConnected") this.#connect(message);
    if (message.type === "CompanionSignal" && message.kind === "offer") this.#guest.offered(message);
    if (message.type === "RelaysRenewed") this.#guest.renewed(message);
    if (message.type === "RosterChanged") this.#roster = message;
    if (message.type === "FormSeen") this.#form = message;
    this.#draw();
  }

  close() {
    this.#guest.close();
    close(this.#own);
    Object.assign(this.#own, { sound: null, picture: null });
    for (const id of ["resident", "official", "self", "sound"]) byId(id).srcObject = null;
    this.#form = {};
    this.#roster = {};
  }

  #connect(message) {
    this.#id = message.companion_id;
    this.#guest.begin(message);
    this.#turn("connecting");
  }

  #play(leg) {
    byId("resident").srcObject = leg.picture;
    byId("official").srcObject = leg.second;
    byId("sound").srcObject = leg.sound;
    this.#start();
  }

  /** A browser may want a touch before it plays sound. */
  async #start() {
    const began = await byId("sound").play().then(() => true, (error) => error.name !== "NotAllowedError");
    byId("listen").hidden = began;
  }

  #turn(state) {
    this.#state = state;
    this.#draw();
  }

  async #toggleVoice() {
    if (this.#own.sound) this.#muted = !this.#muted;
    else await this.#add("voice");
    this.#give();
  }

  async #toggleCamera() {
    if (!this.#own.picture) await this.#add("both");
    else {
      this.#own.picture.stop();
      this.#own.picture = null;
    }
    this.#give();
  }

  /** What is missing is asked for again; what is there stays. */
  async #add(way) {
    const more = await open(way);
    const before = this.#own;
    this.#own = { sound: more.sound || before.sound, picture: more.picture || before.picture };
    if (more.sound) before.sound?.stop();
    if (more.picture) before.picture?.stop();
    this.#trouble = this.#own.sound ? (way === "both" && !this.#own.picture && "onlyVoice") || "" : "noDevices";
  }

  #give() {
    if (this.#own.sound) this.#own.sound.enabled = !this.#muted;
    byId("self").srcObject = this.#own.picture && new MediaStream([this.#own.picture]);
    this.#guest.give(this.#own);
    this.#draw();
  }

  #leave() {
    this.onSay({ type: "CompanionEnded", companion_id: this.#id, reason: "" });
    this.onLeave();
  }

  #draw() {
    const { words } = this;
    const say = (id, text) => Object.assign(byId(id), { textContent: text });
    const inWords = (text) => (words.code === "en" && text?.en) || text?.zh || "";
    say("state", words[this.#state]);
    say("who", this.#roster.people ? words.who(others(words, this.#roster, this.#id)) : "");
    say("trouble", words[this.#trouble] || "");
    byId("trouble").hidden = !this.#trouble;
    const held = this.#state === "held";
    say("blank", this.#seen || held ? "" : words.blank);
    byId("resident").hidden = held;
    byId("official").hidden = held || byId("official").videoWidth <= 2;
    byId("self").hidden = !this.#own.picture;
    say("listen", words.listen);
    say("leave", words.leave);
    say("mute", this.#own.sound ? (this.#muted ? words.unmute : words.mute) : words.noVoice);
    say("camera", this.#own.picture ? words.cameraOff : words.cameraOn);
    byId("mute").setAttribute("aria-pressed", String(this.#muted || !this.#own.sound));
    byId("camera").setAttribute("aria-pressed", String(!this.#own.picture));
    for (const [id, name] of [["resident", "residentPicture"], ["official", "officialPicture"], ["self", "selfPicture"]]) byId(id).setAttribute("aria-label", words[name]);
    this.#drawForm(inWords);
  }

  #drawForm(inWords) {
    const lines = this.#form.lines || [];
    byId("form").hidden = !lines.length;
    byId("form-title").textContent = this.words.form(inWords(this.#form.title));
    byId("form-lines").replaceChildren(...lines.flatMap(([label, answer]) => [element("dt", inWords(label)), element("dd", inWords(answer))]));
  }
}

function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}
