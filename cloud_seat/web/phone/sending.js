// Shell: pictures one after the other: shrunk, sealed, sent; what failed waits for another try.

import { HubError, look, put } from "./hub.js";
import { asJpeg } from "./picture.js";
import { seal } from "./seal.js";

const TAKEN = 409;
const OVER = 404;
const TRIES = 3;
const PAUSE_MS = 1500;

export class Sending {
  #queue = [];
  #busy = false;

  /** `link`: token and key. `told(entry)`: its state changed. `over()`: the link has ended. */
  constructor({ link, told, over }) {
    Object.assign(this, { link, told, over });
  }

  add(file) {
    const entry = { file, state: "preparing", page: 0 };
    this.told(entry);
    this.#queue.push(entry);
    this.#work();
    return entry;
  }

  again(entry) {
    this.#set(entry, "preparing");
    this.#queue.push(entry);
    this.#work();
  }

  async #work() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#queue.length) await this.#send(this.#queue.shift());
    this.#busy = false;
  }

  async #send(entry) {
    try {
      entry.jpeg ??= new Uint8Array(await (await asJpeg(entry.file)).arrayBuffer());
    } catch {
      this.#set(entry, "unreadable");
      return;
    }
    this.#set(entry, "sending");
    for (let tries = 1; ; tries++) {
      try {
        await this.#sendOnce(entry);
        this.#set(entry, "there");
        return;
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        if (error.status === OVER) return this.over();
        if (error.status === TAKEN) entry.sealed = null;
        if (tries >= TRIES) return this.#set(entry, "failed");
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    }
  }

  /** A picture keeps its place and its seal when it is sent again, so that it never arrives twice. */
  async #sendOnce(entry) {
    if (!entry.sealed) {
      const page = (await look(this.link.token)).came + 1;
      Object.assign(entry, { page, sealed: await seal(this.link, page, entry.jpeg) });
    }
    await put(this.link.token, entry.page, entry.sealed);
    entry.jpeg = entry.sealed = null;
  }

  #set(entry, state) {
    entry.state = state;
    this.told(entry);
  }
}
