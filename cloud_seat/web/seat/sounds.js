// Shell: a soft ring and one short tone, made by WebAudio; no sound files to load.

let context = null;
let ringTimer = 0;

function audio() {
  context ||= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => undefined); // allowed at the next click
  return context;
}

function tone(frequencyHz, startS, lengthS, level = 0.12) {
  const at = audio().currentTime + startS;
  const source = new OscillatorNode(context, { frequency: frequencyHz, type: "sine" });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.linearRampToValueAtTime(level, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + lengthS);
  source.connect(gain).connect(context.destination);
  source.start(at);
  source.stop(at + lengthS + 0.05);
}

function ringOnce() {
  tone(659.3, 0, 0.5); // e'' and c'': two soft notes, as a door chime
  tone(523.3, 0.28, 0.7);
}

export function startRing() {
  stopRing();
  ringOnce();
  ringTimer = setInterval(ringOnce, 2400);
}

export function stopRing() {
  clearInterval(ringTimer);
}

export function playRingOnce() {
  ringOnce();
}

/** The link or the picture is gone, or back. */
export function playNotice() {
  tone(440, 0, 0.25, 0.06);
}
