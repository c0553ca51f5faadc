// Shell: one end of a measured call in a browser page: a camera, a connection, and numbers since `begin()`.

const ACROSS = 32, BITS = 16;
let own, seen, since, ages = [];

const whole = (one) => new Promise((done) => one.iceGatheringState === "complete" ? done() : one.onicegatheringstatechange = () => one.iceGatheringState === "complete" && done());

function coded(width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const brush = canvas.getContext("2d", { alpha: false });
  const side = width / ACROSS;
  let turn = 0;
  canvas.timer = setInterval(() => {
    turn += 0.3;
    brush.fillStyle = "#c6ced4"; brush.fillRect(0, 0, width, height);
    for (const [x, y, r, colour] of [[0, 1.12, 0.37, "#48688c"], [1, 0.49, 0.26, "#3c3634"], [1, 0.5, 0.22, "#ecc8aa"]]) {
      brush.fillStyle = colour; brush.beginPath();
      brush.arc(width / 2 + x * Math.sin(turn) * 0.03 * height, y * height, r * height, 0, 7); brush.fill();
    }
    const now = Date.now();
    for (let bit = 0; bit < BITS; bit += 1) {
      brush.fillStyle = (now >> bit) & 1 ? "#fff" : "#000"; brush.fillRect(bit * side, 0, side, side);
    }
  }, 1000 / 30);
  return canvas.captureStream(30).getVideoTracks()[0];
}

function watch() {
  seen = document.body.appendChild(document.createElement("video"));
  Object.assign(seen, { muted: true, autoplay: true, srcObject: new MediaStream() });
  const strip = new OffscreenCanvas(ACROSS * 4, 4).getContext("2d", { willReadFrequently: true });
  const look = () => {
    window.firstAt ||= Date.now();
    if (window.reads) {
      const now = Date.now(), side = seen.videoWidth / ACROSS;
      strip.drawImage(seen, 0, 0, seen.videoWidth, side, 0, 0, ACROSS * 4, 4);
      const pixels = strip.getImageData(0, 0, ACROSS * 4, 4).data;
      let code = 0;
      for (let bit = 0; bit < BITS; bit += 1) if (pixels[4 * (2 * ACROSS * 4 + bit * 4 + 2) + 1] > 127) code += 1 << bit;
      ages.push((now - code + 65536) % 65536);
    }
    seen.requestVideoFrameCallback(look);
  };
  seen.requestVideoFrameCallback(look);
}

async function open(size, isCoded) {
  window.firstAt = 0; window.reads = false;
  window.peer = new RTCPeerConnection({ iceServers: [], bundlePolicy: "balanced" });
  watch();
  peer.ontrack = (event) => seen.srcObject.addTrack(event.track);
  own ||= await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: size[0], height: size[1], frameRate: 30 } });
  const video = isCoded ? coded(...size) : own.getVideoTracks()[0];
  for (const track of [own.getAudioTracks()[0], video]) peer.addTrack(track, own);
}

window.offer = async (size, isCoded) => {
  await open(size, isCoded);
  for (const one of peer.getTransceivers()) if (one.sender.track?.kind === "video") prefer(one);
  await peer.setLocalDescription(); await whole(peer);
  return peer.localDescription.sdp;
};
window.answer = async (size, isCoded, sdp) => {
  await open(size, isCoded);
  await peer.setRemoteDescription({ type: "offer", sdp });
  await peer.setLocalDescription(); await whole(peer);
  return peer.localDescription.sdp;
};
window.accept = (sdp) => peer.setRemoteDescription({ type: "answer", sdp });
window.recode = (size) => peer.getSenders().find((one) => one.track?.kind === "video").replaceTrack(coded(...size));
window.shut = () => { peer.close(); seen.remove(); };

function prefer(transceiver) { // what the booth speaks
  const known = RTCRtpReceiver.getCapabilities("video").codecs;
  transceiver.setCodecPreferences(known.filter((one) => ["video/VP8", "video/rtx"].includes(one.mimeType)));
}

async function counts() {
  const all = [...(await peer.getStats()).values()].filter((one) => one.type === "inbound-rtp");
  const video = all.find((one) => one.kind === "video") || {}, audio = all.find((one) => one.kind === "audio") || {};
  return {
    at: Date.now() / 1000, frames: video.framesDecoded || 0, freezes: video.freezeCount || 0, frozen: video.totalFreezesDuration || 0,
    lines: video.frameHeight || 0, concealed: audio.concealedSamples || 0, samples: audio.totalSamplesReceived || 0,
  };
}

window.begin = async (reads) => { ages = []; window.reads = reads; since = await counts(); };
window.numbers = async () => {
  const now = await counts();
  const past = (name) => now[name] - since[name];
  return {
    seconds: past("at"), frames: past("frames"), freezes: past("freezes"), frozen_s: past("frozen"), lines: now.lines,
    concealed: past("samples") ? past("concealed") / past("samples") : 0, ages_ms: ages, first_at_s: window.firstAt / 1000,
  };
};
