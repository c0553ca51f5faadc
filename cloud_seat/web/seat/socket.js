// Shell: one socket to the hub that comes back by itself: Hello and Welcome, heartbeat, back-off with jitter.

// First at once, then soon for as long as a hub needs to start anew; with the jitter never more than 7 s.
const RETRY_S = [0.2, 0.5, 1, 1.5, 1.5, 1.5, 1.5, 1.5, 4, 5.3];
const SESSION_MS = 1000; // a question that a dead network swallowed is not waited for
/** The same as the booth's (link/machine.py): two beats and a half of silence are a break; in a call everything is sooner. */
const CALM = { heartbeatMs: 2000, silenceMs: 5000, welcomeMs: 6000, retryS: 5.3 };
const HURRIED = { heartbeatMs: 500, silenceMs: 2000, welcomeMs: 2000, retryS: 0.4 };
const REPLACED = 4000; // another page of the same official took over: do not fight for the place
const SIGNED_OUT = 4001; // the session ended: nobody was at this desk for long, or signed out elsewhere

/** How long to wait before try number `tries` (from 0): jitter keeps 711 pages from knocking at the same moment. */
export function retryDelayMs(tries, random = Math.random, longestS = CALM.retryS) {
  const seconds = Math.min(RETRY_S[Math.min(tries, RETRY_S.length - 1)], longestS);
  return Math.round(seconds * 1000 * (0.7 + 0.6 * random()));
}

/**
 * `onMessage(message)`, `onState({up, retryAtMs, tries})`, `onBeat(number)`: the hub answered it, `onRefused()` when the hub does not know this session any more.
 * `checkSession()` resolves to false when signed out.
 */
export class Link {
  #socket = null;
  #tries = 0;
  #timers = { retry: 0, beat: 0, welcome: 0 };
  #askedAt = 0;
  #nonce = 0;
  #closed = false;
  #welcomed = false;
  #pace = CALM;

  constructor({ url, onMessage, onState, onBeat, onRefused, checkSession }) {
    Object.assign(this, { url, onMessage, onState, onBeat, onRefused, checkSession });
  }

  open() {
    clearTimeout(this.#timers.retry);
    this.#closed = false;
    this.#welcomed = false;
    this.#askedAt = 0;
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.onopen = () => this.#hello();
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => socket === this.#socket && this.#lost(event.code);
    this.#timers.welcome = setTimeout(() => this.#drop(socket), this.#pace.welcomeMs);
  }

  /** A call depends on this link, or none does any more: notice breaks sooner, try again at once. */
  hurry(on) {
    this.#pace = on ? HURRIED : CALM;
    if (this.#welcomed) this.#startBeat();
  }

  /** The number of the last beat before it when it went out, else false. What is worth saying again is kept by whoever said it. */
  send(message) {
    if (!this.#welcomed || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return this.#nonce;
  }

  /** The official does not want to wait for the countdown. */
  tryNow() {
    if (this.#closed || this.#welcomed || this.#socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(this.#timers.retry);
    this.#timers.retry = 0;
    this.#retry();
  }

  close() {
    this.#closed = true;
    this.#stopTimers();
    this.#socket?.close(1000);
    this.#socket = null;
  }

  #hello() {
    const resume = sessionStorage.getItem("xiaowu.resume") || "";
    this.#socket.send(JSON.stringify({ type: "Hello", protocol: 1, version: "seat", resume }));
  }

  #receive(data) {
    this.#askedAt = 0;
    const message = parsed(data);
    if (!message) return;
    if (message.type === "Heartbeat") this.#echo(message);
    else if (message.type === "Welcome") this.#welcome(message);
    else this.onMessage(message);
  }

  #echo(message) {
    if (message.echo) this.onBeat(message.nonce);
    else this.#socket.send(JSON.stringify({ type: "Heartbeat", nonce: message.nonce || 0, echo: true }));
  }

  #welcome(message) {
    clearTimeout(this.#timers.welcome);
    this.#welcomed = true;
    this.#tries = 0;
    if (message.resume) sessionStorage.setItem("xiaowu.resume", message.resume);
    this.#startBeat();
    this.onState({ up: true, retryAtMs: 0, tries: 0 });
    this.onMessage(message);
  }

  #startBeat() {
    clearInterval(this.#timers.beat);
    this.#timers.beat = setInterval(() => this.#beat(), this.#pace.heartbeatMs);
  }

  /** Silence counts from the first unanswered beat, not from the last word: a hidden tab's timers may come once a minute. */
  #beat() {
    if (this.#askedAt && Date.now() - this.#askedAt > this.#pace.silenceMs) return this.#drop(this.#socket);
    this.#askedAt ||= Date.now();
    return this.send({ type: "Heartbeat", nonce: (this.#nonce += 1), echo: false });
  }

  #drop(socket) {
    if (socket !== this.#socket || this.#closed) return;
    socket.onclose = null;
    socket.close();
    this.#lost();
  }

  #lost(code = 0) {
    this.#stopTimers();
    this.#welcomed = false;
    if (this.#closed) return;
    if (code === SIGNED_OUT) return void this.onRefused();
    if (code === REPLACED) return void this.onState({ up: false, retryAtMs: 0, tries: 0, replaced: true });
    const tries = this.#tries;
    this.#tries += 1;
    const delay = retryDelayMs(tries, Math.random, this.#pace.retryS);
    this.onState({ up: false, retryAtMs: Date.now() + delay, tries: this.#tries });
    this.#timers.retry = setTimeout(() => this.#retry(), delay);
  }

  async #retry() {
    this.#timers.retry = 0;
    const known = await Promise.race([this.checkSession(), new Promise((done) => setTimeout(done, SESSION_MS))]);
    if (this.#closed) return;
    if (known === false) this.onRefused();
    else this.open();
  }

  #stopTimers() {
    clearTimeout(this.#timers.retry);
    clearTimeout(this.#timers.welcome);
    clearInterval(this.#timers.beat);
  }
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    console.warn("a message of the hub could not be read"); // the words of the message may be personal: never logged
    return null;
  }
}
