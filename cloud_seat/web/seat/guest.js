// Shell: a further person's own end of a call: answers the official's page, asks for a new connection when nothing arrives.

import { Leg } from "./leg.js";

const OFFER_WAIT_MS = 4000; // with no offer, or no media after one, for so long: please make a new one

export class Guest {
  #leg = null;
  #timer = 0;
  #ice = [];
  #role = "";
  #tracks = {};

  /** `onSay({kind, sdp, peer})`: to the official's page. `onMedia(leg)`: its streams are new. `onFlow(flowing, moves)`: as a leg's. */
  constructor({ onSay, onMedia, onFlow }) {
    Object.assign(this, { onSay, onMedia, onFlow });
  }

  /** The hub says: connect now, anew if you were. */
  begin({ role, ice_servers: iceServers }) {
    this.#role = role;
    this.#ice = iceServers || [];
    this.#wait();
  }

  /** The hub's fresh words for the relays: for the next connection. */
  renewed({ ice_servers: iceServers }) {
    this.#ice = iceServers;
  }

  async offered({ sdp, peer }) {
    this.#leg?.close();
    const leg = new Leg({ iceServers: this.#ice, role: this.#role, onFlow: (...how) => leg === this.#leg && this.#flow(...how) });
    this.#leg = leg;
    this.#wait();
    try {
      const answer = await leg.answer(sdp, this.#tracks);
      if (leg !== this.#leg) return;
      this.onMedia(leg);
      this.onSay({ kind: "answer", sdp: answer, peer });
    } catch {
      if (leg === this.#leg) this.#renew(); // closed meanwhile, or an offer that this browser cannot take: the next try decides
    }
  }

  /** {sound, picture}: what this person gives from now on. */
  give(tracks) {
    this.#tracks = tracks;
    return this.#leg?.put(tracks);
  }

  close() {
    clearInterval(this.#timer);
    this.#leg?.close();
    this.#leg = null;
  }

  #flow(flowing, moves) {
    clearInterval(this.#timer);
    this.onFlow(flowing, moves);
    if (!flowing) this.#renew();
  }

  #renew() {
    this.onSay({ kind: "renew", sdp: "", peer: 0 });
    this.#wait();
  }

  #wait() {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.onSay({ kind: "renew", sdp: "", peer: 0 }), OFFER_WAIT_MS);
  }
}
