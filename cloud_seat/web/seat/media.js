// Shell: one RTCPeerConnection. The booth offers, this page answers; every offer gets a fresh connection, because the
// booth's engine cannot restart ICE. No trickle: the answer waits until gathering is complete, two seconds at most.

const GATHERING_LIMIT_MS = 2000;
const SILENT_TICKS = 2; // seconds without a packet of any kind before the call counts as cut

export class Peer {
  #connection;
  #senders = new Map();
  #stream = new MediaStream();
  #meter;
  #ticker = 0;
  #packets = 0;
  #silent = 0;
  #flowing = false;

  /** `onFlow(true|false)`: media arrives, or stopped arriving. `onNumbers(numbers)`: once a second. */
  constructor({ iceServers, onFlow, onNumbers, meter }) {
    Object.assign(this, { onFlow, onNumbers });
    this.#meter = meter;
    // "balanced": with max-bundle a relay-only path to the booth's engine never connects.
    this.#connection = new RTCPeerConnection({ iceServers, bundlePolicy: "balanced" });
    this.#connection.ontrack = (event) => this.#stream.addTrack(event.track);
    this.#connection.onconnectionstatechange = () => this.#connection.connectionState === "failed" && this.#flow(false);
  }

  get stream() {
    return this.#stream;
  }

  /** The answer to the booth's offer. Both directions are agreed now; the own tracks may follow without a new round. */
  async answer(sdp, ownStream) {
    await this.#connection.setRemoteDescription({ type: "offer", sdp });
    for (const transceiver of this.#connection.getTransceivers()) {
      transceiver.direction = "sendrecv";
      this.#senders.set(transceiver.receiver.track.kind, transceiver.sender);
    }
    await this.attach(ownStream);
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    await gathered(this.#connection);
    this.#ticker ||= setInterval(() => this.#tick(), 1000);
    return this.#connection.localDescription.sdp;
  }

  /** Puts the official's tracks on the wire, at any time; a missing one sends nothing. */
  async attach(ownStream) {
    const tracks = ownStream ? ownStream.getTracks() : [];
    const put = ([kind, sender]) => {
      const track = tracks.find((one) => one.kind === kind) || null;
      return sender.track === track ? null : sender.replaceTrack(track);
    };
    await Promise.all([...this.#senders].map(put));
  }

  close() {
    clearInterval(this.#ticker);
    this.#connection.ontrack = null;
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
  }

  async #tick() {
    if (this.#connection.connectionState === "closed") return;
    const numbers = this.#meter.read(await this.#connection.getStats());
    this.#silent = numbers.packets === this.#packets ? this.#silent + 1 : 0;
    this.#packets = numbers.packets;
    if (this.#silent === 0) this.#flow(true);
    else if (this.#silent >= SILENT_TICKS) this.#flow(false);
    this.onNumbers({ ...numbers, flowing: this.#flowing });
  }

  #flow(flowing) {
    if (flowing === this.#flowing) return;
    this.#flowing = flowing;
    this.onFlow(flowing);
  }
}

/** Until all candidates are in the description, or for as long as is worth waiting. */
export function gathered(connection) {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, GATHERING_LIMIT_MS);
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState !== "complete") return;
      clearTimeout(limit);
      resolve();
    };
  });
}
