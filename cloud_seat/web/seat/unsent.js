// Core: what the official said while the link was down, in order, for the call it was about.

const LIMIT = 50; // older words go first

export class Unsent {
  #kept = [];

  /** `send(message)`: whether it went out. */
  constructor(send) {
    this.send = send;
  }

  /** Always true: the words will go out, or their call is over. */
  keep(message) {
    this.#kept = [...this.#kept, message].slice(-LIMIT);
    return true;
  }

  /** Says everything of this call, under the attempt that the hub knows now; words about other calls are dropped. */
  flush(call) {
    const mine = this.#kept.filter((message) => message.call_id === call.callId);
    this.#kept = [];
    for (const message of mine) this.send({ ...message, attempt: call.attempt });
  }
}
