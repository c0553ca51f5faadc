// Core: the statistics report of a connection to the few numbers and words an official can use.

const WINDOW = 5; // seconds over which loss is counted

export class Meter {
  #history = [];
  #framesBefore = 0;
  #framesNow = 0;
  #still = 0;

  /** Frames decoded over the whole call, whatever number of connections it took. */
  get framesDecoded() {
    return this.#framesBefore + this.#framesNow;
  }

  /** A new connection starts to count at zero again. */
  nextConnection() {
    this.#framesBefore = this.framesDecoded;
    this.#framesNow = 0;
    this.#history = [];
  }

  read(report) {
    const all = [...report.values()];
    const inbound = all.filter((one) => one.type === "inbound-rtp");
    const video = inbound.find((one) => one.kind === "video") || {};
    const pair = all.find((one) => one.type === "candidate-pair" && one.nominated && one.currentRoundTripTime !== undefined);
    const sent = all.find((one) => one.type === "outbound-rtp" && one.kind === "video") || {};
    this.#still = video.framesDecoded === this.#framesNow ? this.#still + 1 : 0;
    this.#framesNow = video.framesDecoded || 0;
    return {
      still: this.#still,
      sentWidth: Math.max(sent.frameWidth || 0, sent.frameHeight || 0),
      isHeldBack: sent.qualityLimitationReason === "bandwidth",
      packets: sum(inbound, "packetsReceived"),
      lost: sum(inbound, "packetsLost"),
      width: video.frameWidth || 0,
      height: video.frameHeight || 0,
      fps: this.#framesPerSecond(),
      lossPercent: this.#loss(sum(inbound, "packetsReceived"), sum(inbound, "packetsLost")),
      delayMs: pair ? Math.round(pair.currentRoundTripTime * 1000) : null,
      framesDecoded: this.framesDecoded,
    };
  }

  #framesPerSecond() {
    const last = this.#history.at(-1);
    return last ? Math.max(0, this.#framesNow - last.frames) : null; // one look says nothing about speed
  }

  #loss(received, lost) {
    this.#history = [...this.#history, { received, lost, frames: this.#framesNow }].slice(-WINDOW - 1);
    const first = this.#history[0];
    const missing = Math.max(0, lost - first.lost);
    const whole = received - first.received + missing;
    return whole > 0 ? (100 * missing) / whole : 0;
  }
}

function sum(entries, key) {
  return entries.reduce((total, one) => total + (one[key] || 0), 0);
}

/** "640×480 · 30 帧/秒 · 丢包 0.4% · 96 毫秒" */
export function numbersLine(numbers) {
  const speed = numbers.fps === null ? "" : ` · ${numbers.fps} 帧/秒`;
  const picture = numbers.width ? `${numbers.width}×${numbers.height}${speed}` : "没有画面";
  const delay = numbers.delayMs === null ? "" : ` · ${numbers.delayMs} 毫秒`;
  return `${picture} · 丢包 ${numbers.lossPercent.toFixed(1)}%${delay}`;
}

const USUAL = 640; // the longer side of a picture that nobody had to make smaller
const STILL = 3; // seconds without a new picture, voice going on: the booth has taken it back

/** What the network did to the pictures, in the words that the booth uses; empty when it did nothing. */
export function pictureWords(numbers) {
  if (!numbers.flowing || !numbers.framesDecoded) return "";
  if (numbers.still >= STILL) return "网络很慢，居民的画面先停一停，声音照常";
  const theirs = Math.max(numbers.width, numbers.height) < USUAL;
  const ours = numbers.isHeldBack && numbers.sentWidth > 0 && numbers.sentWidth < USUAL;
  if (theirs && ours) return "网络慢，双方画面都调小了，声音照常";
  if (theirs) return "网络慢，居民的画面调小了，声音照常";
  return ours ? "网络慢，您的画面调小了，声音照常" : "";
}

/** One word on how the line is, so that nobody has to read the numbers. */
export function lineWord(numbers) {
  if (!numbers.flowing) return { word: "中断", level: "bad" };
  if (numbers.lossPercent > 8 || numbers.delayMs > 600) return { word: "差", level: "bad" };
  if (numbers.lossPercent > 2 || numbers.delayMs > 300 || (numbers.width && numbers.fps !== null && numbers.fps < 10)) return { word: "一般", level: "fair" };
  return { word: "良好", level: "good" };
}
