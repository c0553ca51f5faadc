// Shell: the official's end of a call with further persons: one connection to each of them, who hears whom by mix.js.
// The booth keeps its one connection: only the track that it is sent is another while somebody else is to be heard there.

import { Leg } from "./leg.js";
import { isHeardAside, needsMix, plan } from "./mix.js";
import { Mixer } from "./mixer.js";

const AGAIN_MS = 2000; // a page that asks again sooner gets the offer that is on its way

export class Company {
  #persons = new Map();
  #mixer = new Mixer({ onChange: () => this.apply() });
  #held = false;

  /** `onSay(message)`: to the hub. `onPlan(planned, persons, sounds)`: who hears whom is new: for what is
   * drawn and played; `sounds`: false while the browser waits for a touch. */
  constructor({ line, onSay, onPlan }) {
    Object.assign(this, { line, onSay, onPlan });
  }

  /** The resident is asked to wait, or not any more. */
  hold(on) {
    this.#held = on;
    return this.apply();
  }

  /** The hub: connect to this person now, anew if you were. */
  connect({ companion_id: id, role, ice_servers: iceServers }) {
    const known = this.#persons.get(id);
    known?.leg?.close();
    this.#persons.set(id, { id, role, iceServers: iceServers || [], peer: known?.peer || 0, leg: null, offeredMs: 0 });
    return this.#offer(id);
  }

  hear({ companion_id: id, kind, sdp, peer }) {
    const person = this.#persons.get(id);
    if (!person) return undefined;
    if (kind === "renew") return performance.now() - person.offeredMs > AGAIN_MS ? this.#offer(id) : undefined;
    if (kind !== "answer" || peer !== person.peer) return undefined;
    return person.leg.take(sdp).catch(() => undefined); // closed meanwhile; the other end asks again
  }

  /** The hub's fresh words for the relays: for every connection made from now on. */
  renewed({ ice_servers: iceServers }) {
    for (const person of this.#persons.values()) person.iceServers = iceServers;
  }

  /** Who is in the call by the hub's word; anybody else is cut off at once. */
  keep(people) {
    for (const id of this.#persons.keys()) if (!people.some((one) => one.companion_id === id)) this.#drop(id);
    for (const { companion_id: id, role } of people) if (this.#persons.has(id)) this.#persons.get(id).role = role;
    return this.apply();
  }

  clear() {
    for (const id of this.#persons.keys()) this.#drop(id);
    this.#held = false;
    return this.apply();
  }

  /** Brings every track to where it belongs now. */
  apply() {
    const persons = [...this.#persons.values()];
    const planned = plan(persons, this.#held);
    if (persons.length) {
      this.#mixer.source("official", this.line.own);
      this.#mixer.source("resident", this.line.resident);
      this.#mixer.set(planned.hears);
    } else this.#mixer.close();
    for (const person of persons) person.leg?.put(this.#tracks(person.id, planned));
    const mix = needsMix(planned) && this.#mixer.isRunning ? this.#mixer.track("resident") : null; // else the voice itself
    this.line.carry({ held: planned.aside, talking: isHeardAside(planned), mix });
    this.onPlan(planned, persons, persons.length === 0 || this.#mixer.isRunning);
  }

  #tracks(id, planned) {
    const pictures = { resident: this.line.resident, official: this.line.own };
    const [picture, second] = planned.sees[id].map((whose) => pictures[whose]?.getVideoTracks()[0] || null);
    return { sound: this.#mixer.track(id), picture, second };
  }

  async #offer(id) {
    const person = this.#persons.get(id);
    person.leg?.close();
    const { role, iceServers } = person;
    const leg = new Leg({ iceServers, role, onFlow: (flowing) => leg === person.leg && this.#flow(person, flowing) });
    Object.assign(person, { leg, peer: person.peer + 1, offeredMs: performance.now() });
    const peer = person.peer;
    this.apply();
    const tracks = this.#tracks(id, plan([...this.#persons.values()], this.#held));
    const sdp = await leg.offer(tracks).catch(() => null); // closed meanwhile
    if (!sdp || leg !== person.leg || this.#persons.get(id) !== person) return;
    if (leg.sound.getAudioTracks().length) this.#mixer.source(id, leg.sound);
    this.apply();
    this.onSay({ type: "CompanionSignal", companion_id: id, kind: "offer", sdp, peer });
  }

  /** Once their sound came and then stopped: a fresh connection. Somebody without microphone never sends any. */
  #flow(person, flowing) {
    if (!flowing && this.#persons.get(person.id) === person) this.#offer(person.id);
  }

  #drop(id) {
    this.#persons.get(id).leg?.close();
    this.#mixer.remove(id);
    this.#persons.delete(id);
  }
}
