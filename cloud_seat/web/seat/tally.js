// Core: how a call went at this desk, in numbers that may be kept. The same words as call/quality.py.

const BREAK_MS = 2000;
const SAMPLES = 4 * 3600; // one a second, for four hours at most

export class Tally {
  #beganMs = null;
  #lastMs = 0;
  #breaks = 0;
  #frozenMs = 0;
  #delays = [];
  #before = { packets: 0, lost: 0 };
  #now = { packets: 0, lost: 0 };
  #frames = 0;

  /** `numbers` of the meter, once a second. */
  look(numbers, nowMs) {
    if (numbers.packets < this.#now.packets) this.#nextConnection();
    const arrived = numbers.packets > this.#now.packets;
    this.#now = { packets: numbers.packets, lost: Math.max(0, numbers.lost) };
    this.#frames = numbers.framesDecoded;
    if (numbers.delayMs !== null && this.#delays.length < SAMPLES) this.#delays.push(numbers.delayMs);
    if (arrived) this.#live(nowMs);
  }

  /** The fields of CallReported; null when nothing ever came. */
  report() {
    if (this.#beganMs === null) return null;
    const lost = this.#before.lost + this.#now.lost;
    const sent = this.#before.packets + this.#now.packets + lost;
    const delays = [...this.#delays].sort((a, b) => a - b);
    return {
      seconds: Math.round((this.#lastMs - this.#beganMs) / 1000), breaks: this.#breaks, frozen_s: Math.round(this.#frozenMs / 1000),
      lost_permille: sent ? Math.round((1000 * lost) / sent) : 0, rtt_p50_ms: share(delays, 0.5), rtt_p95_ms: share(delays, 0.95),
      frames: this.#frames,
    };
  }

  #nextConnection() {
    this.#before = { packets: this.#before.packets + this.#now.packets, lost: this.#before.lost + this.#now.lost };
    this.#now = { packets: 0, lost: 0 };
  }

  #live(nowMs) {
    this.#beganMs ??= nowMs;
    const gapMs = this.#lastMs ? nowMs - this.#lastMs : 0;
    if (gapMs > BREAK_MS) {
      this.#breaks += 1;
      this.#frozenMs += gapMs;
    }
    this.#lastMs = nowMs;
  }
}

const share = (sorted, part) => (sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] : null);
