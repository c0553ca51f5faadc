// Shell: the line of the current call: own camera, connection to the booth, quality numbers, the two pictures.

import { openBest, stop } from "./camera.js";
import { byId, say, show } from "./dom.js";
import { Peer } from "./media.js";
import { Meter, lineWord, numbersLine, pictureWords } from "./quality.js";
import { NOT_SEEN, see } from "./sight.js";
import { Tally } from "./tally.js";

const CAMERA_WAIT_MS = 1200; // a permission question must not hold back the answer; tracks may follow

export class Line {
  #own = { stream: null, kind: "none", words: "" };
  #camera = null;
  #peer = null;
  #meter = new Meter();
  #sight = NOT_SEEN;
  #tally = new Tally();
  #muted = false;
  #dark = false;
  #held = false;
  #talking = false;
  #mix = null;
  #silence = null;
  #round = Promise.resolve();
  #generation = 0;
  #offered = 0;

  /** `onFlow(flowing)`: media came or stopped. `onAnswer(sdp, peer)`: send it to the booth. `onFailure()`: no answer could be made.
   * `onGap(seconds)`: the resident was not seen for so long, and is again. `onSources()`: `own` or `resident` is another stream. */
  constructor({ onFlow, onAnswer, onFailure, onGap, onSources }) {
    Object.assign(this, { onFlow, onAnswer, onFailure, onGap, onSources });
    byId("mute").addEventListener("click", () => this.#toggleMute());
    byId("camera-off").addEventListener("click", () => this.#toggleCamera());
    byId("camera-again").addEventListener("click", () => this.#reopen({}));
    byId("camera-voice").addEventListener("click", () => this.#reopen({ voiceOnly: true }));
  }

  /** Opens the camera; called when the official answers, so that it is never on by surprise. */
  start() {
    this.#camera ||= this.#open({});
  }

  /** Takes the booth's offer on a fresh connection. Offers are worked off one after the other; the last one stays. */
  offer(offered, iceServers) {
    const generation = (this.#generation += 1);
    this.#offered = offered.peer || 0;
    this.#round = this.#round.then(() => (generation === this.#generation ? this.#answer(offered, iceServers) : undefined));
    return this.#round;
  }

  /** The official's own tracks, null when there are none; the resident's, while a line is there. */
  get own() {
    return this.#own.stream;
  }

  get resident() {
    return this.#peer?.stream || null;
  }

  /** The booth's number of its newest connection; 0 before it offered one. */
  get offered() {
    return this.#offered;
  }

  /** How the call went so far; null when nothing ever came. */
  report() {
    return this.#tally.report();
  }

  stop() {
    this.#generation += 1;
    this.#offered = 0;
    this.#peer?.close();
    this.#peer = null;
    stop(this.#own.stream);
    this.#own = { stream: null, kind: "none", words: "" };
    this.#silence?.stop();
    this.#silence = null;
    this.#camera = null;
    this.#meter = new Meter();
    this.#sight = NOT_SEEN;
    this.#tally = new Tally();
    this.#muted = false;
    this.#dark = false;
    this.#held = false;
    this.#talking = false;
    this.#mix = null;
    byId("resident-video").srcObject = null;
    byId("resident-video").muted = false;
    this.#draw();
    this.onSources();
    say(byId("quality-numbers"), "");
    say(byId("quality-word"), "");
    say(byId("quality-picture"), "");
  }

  async #answer(offered, iceServers) {
    this.start();
    await Promise.race([this.#camera, new Promise((done) => setTimeout(done, CAMERA_WAIT_MS))]);
    const generation = this.#generation;
    this.#peer?.close();
    this.#meter.nextConnection();
    const peer = new Peer({
      iceServers, meter: this.#meter, onNumbers: (numbers) => this.#numbers(peer, numbers),
      onFlow: (flowing) => peer === this.#peer && this.onFlow(flowing),
    });
    this.#peer = peer;
    try {
      const answer = await peer.answer(offered.sdp, this.#sent());
      if (generation !== this.#generation || peer !== this.#peer) return;
      byId("resident-video").srcObject = peer.stream;
      this.onSources();
      this.onAnswer(answer, offered.peer || 0);
    } catch {
      if (peer === this.#peer) this.onFailure();
    }
  }

  async #open(options) {
    const generation = this.#generation;
    const own = await openBest(options);
    if (!this.#camera && generation !== this.#generation) return stop(own.stream); // the call ended meanwhile
    stop(this.#own.stream);
    this.#own = own;
    this.#silence?.stop();
    this.#silence = own.stream?.getAudioTracks()[0]?.clone() || null;
    this.#enable();
    this.#draw();
    this.onSources();
    return this.#peer?.attach(this.#sent());
  }

  #reopen(options) {
    this.#camera = this.#open(options);
  }

  /** `held`: nothing of this desk reaches the booth; afterwards as before. `talking`: the microphone stays on meanwhile, for
   * colleagues. `mix`: the booth hears this track instead of the microphone; null: the microphone itself. */
  carry({ held, talking, mix }) {
    Object.assign(byId("resident-video"), { muted: held });
    this.#held = held;
    this.#talking = talking;
    this.#mix = mix;
    this.#enable();
    this.#draw();
    return this.#peer?.attach(this.#sent());
  }

  /** What goes to the booth. Silence is sent, too: a line without any packets would look broken. */
  #sent() {
    const { stream } = this.#own;
    const voice = this.#held ? this.#silence : this.#mix || stream?.getAudioTracks()[0];
    return new MediaStream([...(voice ? [voice] : []), ...(stream?.getVideoTracks() || [])]);
  }

  #numbers(peer, numbers) {
    if (peer !== this.#peer) return;
    this.#tally.look(numbers, performance.now());
    const [sight, gapMs] = see(this.#sight, numbers.framesDecoded, performance.now());
    this.#sight = sight;
    if (gapMs) this.onGap(Math.round(gapMs / 1000));
    document.documentElement.dataset.framesDecoded = String(numbers.framesDecoded);
    say(byId("quality-numbers"), numbersLine(numbers));
    const { word, level } = lineWord(numbers);
    say(byId("quality-word"), `线路${word}`);
    byId("quality-word").dataset.level = level;
    say(byId("quality-picture"), pictureWords(numbers));
  }

  #toggleMute() {
    this.#muted = !this.#muted;
    this.#enable();
    this.#draw();
  }

  #toggleCamera() {
    this.#dark = !this.#dark;
    this.#enable();
    this.#draw();
  }

  #enable() {
    if (this.#silence) this.#silence.enabled = false;
    for (const track of this.#own.stream?.getTracks() || []) {
      const heard = !this.#muted && (!this.#held || this.#talking);
      track.enabled = track.kind === "audio" ? heard : !this.#dark && !this.#held;
    }
  }

  #draw() {
    const { stream, kind, words } = this.#own;
    byId("self-video").srcObject = kind === "both" ? stream : null;
    show(byId("self-video"), kind === "both" && !this.#dark && !this.#held);
    toggle("mute", this.#muted, "静音", "取消静音");
    toggle("camera-off", this.#dark, "关摄像头", "开摄像头");
    say(byId("camera-words"), words);
    show(byId("camera-note"), !!words);
    show(byId("camera-voice"), kind === "none" && !!words);
  }
}

function toggle(id, on, whenOff, whenOn) {
  const button = byId(id);
  button.setAttribute("aria-pressed", String(on));
  say(button.firstElementChild, on ? whenOn : whenOff);
}
