// Shell: sound of several persons, by WebAudio: every listener has a track of their own with what they are to hear.
// Nothing of it is played here: the page's elements do that, so that the browser's echo cancelling knows every sound.

export class Mixer {
  #context = null;
  #ground = null;
  #sources = new Map();
  #sinks = new Map();
  #hears = {};
  #wake = () => this.#start();

  /** `onChange()`: sound begins to run, or is stopped by the browser. */
  constructor({ onChange }) {
    this.onChange = onChange;
  }

  /** After a reload a browser may want a touch first: until then nothing comes out of here. */
  get isRunning() {
    return this.#context?.state === "running";
  }

  /** Whose sound this is from now on; null: none. */
  source(id, stream) {
    const track = stream?.getAudioTracks()[0] || null;
    const known = this.#sources.get(id);
    if (known?.track === track) return;
    known?.node.disconnect();
    this.#sources.delete(id);
    if (track) this.#sources.set(id, { track, node: this.#audio().createMediaStreamSource(new MediaStream([track])) });
    this.#wire(id);
  }

  /** The track that this listener gets. It runs on in silence: a stopped one would look like a broken line. */
  track(id) {
    if (!this.#sinks.has(id)) {
      const node = this.#audio().createMediaStreamDestination();
      this.#ground.connect(node);
      this.#sinks.set(id, node);
      for (const speaker of this.#hears[id] || []) this.#wire(speaker);
    }
    return this.#sinks.get(id).stream.getAudioTracks()[0];
  }

  /** {listener: [speakers]} */
  set(hears) {
    this.#hears = hears;
    for (const id of this.#sources.keys()) this.#wire(id);
  }

  /** This person has left. */
  remove(id) {
    this.source(id, null);
    this.#sinks.get(id)?.disconnect();
    this.#sinks.delete(id);
    for (const speaker of this.#sources.keys()) this.#wire(speaker);
  }

  close() {
    for (const { node } of this.#sources.values()) node.disconnect();
    this.#sources.clear();
    this.#sinks.clear();
    this.#hears = {};
    if (!this.#context) return;
    this.#context.onstatechange = null;
    this.#context.close();
    this.#context = null;
    for (const touch of ["pointerdown", "keydown"]) document.removeEventListener(touch, this.#wake);
  }

  #wire(id) {
    const source = this.#sources.get(id);
    if (!source) return;
    const to = [...this.#sinks.keys()].filter((listener) => this.#hears[listener]?.includes(id));
    if (String(to) === source.to) return; // as it is: nobody's sound is touched
    source.to = String(to);
    source.node.disconnect();
    for (const listener of to) source.node.connect(this.#sinks.get(listener));
  }

  #audio() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#ground = new ConstantSourceNode(this.#context, { offset: 0 });
      this.#ground.start();
      this.#context.onstatechange = () => this.onChange();
      for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, this.#wake);
    }
    this.#start();
    return this.#context;
  }

  #start() {
    if (this.#context?.state === "suspended") this.#context.resume().catch(() => undefined); // the next touch tries again
  }
}
