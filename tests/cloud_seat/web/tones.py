"""Shell: every party of a call has a tone of its own; what somebody hears is measured, in the page and at the booth."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable

import av
import numpy as np
from playwright.sync_api import Page

from cloud_seat.call.media import SAMPLE_RATE_HZ, AudioSink, Samples

TONES = {"booth": 440, "official": 620, "colleague": 1130, "family": 1810}
PIECES = 10
WAIT_S = 90.0
"""What is not heard by then never is; how soon it is, is measured elsewhere."""

SPEAK = """(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const small = () => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 }), pen = canvas.getContext("2d");
        let at = 0;
        setInterval(() => (pen.fillRect(0, 0, 160, 120), pen.clearRect((at = (at + 9) %% 140), 0, 20, 120)), 250);
        return canvas.captureStream(4).getVideoTracks()[0];
    };
    navigator.mediaDevices.getUserMedia = async (wanted) => {
        const stream = await real(wanted);
        if (!wanted.audio) return stream;
        const context = new AudioContext(), to = context.createMediaStreamDestination();
        const tone = new OscillatorNode(context, { frequency: %d });
        tone.connect(new GainNode(context, { gain: 0.1 })).connect(to);
        tone.start();
        for (const track of stream.getAudioTracks()) (stream.removeTrack(track), track.stop());
        stream.addTrack(to.stream.getAudioTracks()[0]);
        for (const track of stream.getVideoTracks()) (stream.removeTrack(track), track.stop(), stream.addTrack(small()));
        return stream;
    };
})()"""  # noqa: E501  one script, one thought
LISTEN = """((tones) => {
    const start = () => {
        const context = new AudioContext(), all = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
        const heard = new Float32Array(all.frequencyBinCount);
        let sources = [];
        setInterval(() => {
            all.getFloatFrequencyData(heard);
            globalThis.heardNow = Object.keys(tones).filter((name) => heard[Math.round((tones[name] / context.sampleRate) * 8192)] > -65);
            const playing = [...document.querySelectorAll("video, audio")].filter((one) => one.srcObject && !one.muted && !one.paused);
            const streams = playing.map((one) => one.srcObject).filter((one) => one.getAudioTracks().length);
            for (const one of sources) one.disconnect();
            sources = streams.map((one) => context.createMediaStreamSource(one));
            for (const one of sources) one.connect(all);
        }, 300);
    };
    globalThis.heardNow = ["not listening yet"];
    addEventListener("DOMContentLoaded", start);
})(%s)"""  # noqa: E501  one script, one thought
STEADY_S = 0.7


class Ear(AudioSink):
    """The booth's loudspeaker: what is played is kept for a fifth of a second."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: deque[Samples] = deque(maxlen=PIECES)
        self._lock = threading.Lock()

    def push(self, frame: av.AudioFrame) -> None:
        super().push(frame)
        samples = frame.to_ndarray().reshape(-1)[:: len(frame.layout.channels)].astype(np.int16)
        with self._lock:
            self._pieces.append(samples)

    def hears(self) -> set[str]:
        """Whose tones were in it just now."""
        with self._lock:
            samples = np.concatenate([*self._pieces, np.zeros(1, np.int16)]).astype(np.float64) / 32768
            self._pieces.clear()
        if samples.size < 4 * SAMPLE_RATE_HZ // 100:
            return {"nothing arrives"}
        spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size))) / samples.size
        bins = {name: round(hz * samples.size / SAMPLE_RATE_HZ) for name, hz in TONES.items()}
        return {name for name, at in bins.items() if spectrum[at - 2 : at + 3].max() > 0.003}


def party(page: Page, name: str) -> None:
    """From its next page on, this one speaks with the tone of that name and is listened to."""
    page.add_init_script(SPEAK % TONES[name])
    page.add_init_script(LISTEN % json.dumps(TONES))


def page_hears(page: Page) -> set[str]:
    """Whose tones are in what this page plays now."""
    return set(page.evaluate("heardNow"))


def expect_heard(page: Page, wanted: dict[str, str], ears: dict[str, Callable[[], set[str]]]) -> None:
    """Everybody named hears these and nobody else, and goes on doing so."""
    goal = {who: set(whom.split()) for who, whom in wanted.items()}
    now_s = time.monotonic()
    end_s, since_s = now_s + WAIT_S, 0.0
    while not since_s or now_s - since_s < STEADY_S:
        page.wait_for_timeout(200)
        now_s = time.monotonic()
        heard = {who: ears[who]() for who in goal}
        since_s = (since_s or now_s) if heard == goal else 0.0
        assert now_s < end_s or since_s, f"heard {heard}, wanted {goal}"
