// Core: what the official said and nobody is known to have heard: while the link was down, or into a socket that was
// dead already. It is kept, in order, until an answer of the hub proves it arrived, and said again after a break.

const LIMIT = 50; // older words go first

/** Said twice, these change nothing: each carries an id of its own. */
export const AGAIN = Object.freeze({ Captioned: "said_id", FieldMarked: "said_id", Asked: "ask_id" });

export class Unsent {
  #kept = [];

  /** `send(message)`: the number of the last beat before it when it went out, else false. `newId()`: never the same. */
  constructor(send, newId) {
    Object.assign(this, { send, newId });
  }

  /** Says it now, or keeps it for later when `lasting`. Whether either will do. */
  say(message, lasting) {
    const id = AGAIN[message.type];
    const named = id && !message[id] ? { ...message, [id]: this.newId() } : message;
    const beat = this.send(named);
    const out = beat !== false;
    if (out ? id : lasting) this.#kept = [...this.#kept, { message: named, beat }].slice(-LIMIT);
    return out || !!lasting;
  }

  /** The hub answered this beat: whatever was said before it has arrived. */
  answered(beat) {
    this.#kept = this.#kept.filter((one) => one.beat === false || one.beat >= beat);
  }

  /** Says everything of this call, under the attempt that the hub knows now; words about other calls are dropped. */
  flush(call) {
    const mine = this.#kept.filter(({ message }) => message.call_id === call.callId);
    this.#kept = [];
    for (const { message } of mine) this.say({ ...message, attempt: call.attempt }, true);
  }
}
