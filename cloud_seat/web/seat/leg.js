// Shell: one RTCPeerConnection between the official's page and a further person (companion). The official's page offers, the
// companion answers; a fresh connection for every fault, as in media.js. Three lines, always: voice, picture, second picture.

import { gathered } from "./media.js";

const SILENT_TICKS = 2; // seconds without a packet before the leg counts as cut
const STILL_TICKS = 4; // seconds without a new picture, on a bad line too, before it is said that the picture is paused

/** [voice, picture] that a companion gives. From who only listens nothing is taken, whatever their page answers. */
const GIVES = { consult: [true, true], joined: [true, true], family: [true, true], listening: [false, false] };

export class Leg {
  #connection;
  #ticker = 0;
  #packets = 0;
  #silent = 0;
  #frames = 0;
  #still = 0;
  #told = "";
  sound = new MediaStream();
  picture = new MediaStream();
  second = new MediaStream();

  /** `onFlow(flowing, moves)`: media arrives, or stopped; pictures move, or stand still (the resident was asked to wait). */
  constructor({ iceServers, role, onFlow }) {
    Object.assign(this, { role, onFlow });
    this.#connection = new RTCPeerConnection({ iceServers, bundlePolicy: "balanced" });
  }

  /** At the official's end. `tracks`: as for `put`. */
  async offer(tracks) {
    const [voice, picture] = GIVES[this.role];
    for (const [kind, takes] of [["audio", voice], ["video", picture], ["video", false]]) {
      this.#connection.addTransceiver(kind, { direction: takes ? "sendrecv" : "sendonly" });
    }
    if (voice) this.#receive();
    await this.put(tracks);
    return this.#described(await this.#connection.createOffer());
  }

  /** At the official's end: the companion has answered. */
  async take(sdp) {
    await this.#connection.setRemoteDescription({ type: "answer", sdp });
    if (GIVES[this.role][0]) this.#watch();
  }

  /** At the companion's end. */
  async answer(sdp, tracks) {
    await this.#connection.setRemoteDescription({ type: "offer", sdp });
    const gives = [...GIVES[this.role], false];
    this.#connection.getTransceivers().forEach((one, at) => {
      one.direction = gives[at] ? "sendrecv" : "recvonly";
    });
    this.#receive();
    await this.put(tracks);
    this.#watch();
    return this.#described(await this.#connection.createAnswer());
  }

  /** {sound, picture, second}: tracks to send from now on, null for none. No new round is needed. */
  put({ sound = null, picture = null, second = null }) {
    const tracks = [sound, picture, second];
    const put = (sender, track) => (sender.track === track ? null : sender.replaceTrack(track));
    return Promise.all(this.#connection.getTransceivers().map((one, at) => put(one.sender, tracks[at])));
  }

  close() {
    clearInterval(this.#ticker);
    this.#connection.close();
  }

  async #described(description) {
    await this.#connection.setLocalDescription(description);
    await gathered(this.#connection);
    return this.#connection.localDescription.sdp;
  }

  #receive() {
    const streams = [this.sound, this.picture, this.second];
    this.#connection.getTransceivers().forEach((one, at) => streams[at].addTrack(one.receiver.track));
  }

  #watch() {
    this.#ticker ||= setInterval(() => this.#tick(), 1000);
  }

  async #tick() {
    if (this.#connection.connectionState === "closed") return;
    const inbound = [...(await this.#connection.getStats()).values()].filter((one) => one.type === "inbound-rtp");
    const sum = (key) => inbound.reduce((all, one) => all + (one[key] || 0), 0);
    this.#silent = sum("packetsReceived") === this.#packets ? this.#silent + 1 : 0;
    this.#still = sum("framesDecoded") === this.#frames ? this.#still + 1 : 0;
    this.#packets = sum("packetsReceived");
    this.#frames = sum("framesDecoded");
    this.#tell(this.#silent < SILENT_TICKS, this.#still < STILL_TICKS);
  }

  #tell(flowing, moves) {
    if (!this.#packets) return; // nothing ever came: that is the business of whoever waits for it
    const told = `${flowing} ${moves}`;
    if (told === this.#told) return;
    this.#told = told;
    this.onFlow(flowing, moves);
  }
}
