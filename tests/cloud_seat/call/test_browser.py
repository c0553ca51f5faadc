"""Shell: our peer and a real Chromium page see and hear each other; the page answers as the official's desk does."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Page, Route, async_playwright

from tests.cloud_seat.call.people import Person, run, until

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
ORIGIN = "http://localhost/"
ANSWER = """async (offer) => {
  const own = await navigator.mediaDevices.getUserMedia({audio: true, video: {width: 640, height: 480}});
  window.peer = new RTCPeerConnection({iceServers: [], bundlePolicy: "balanced"});
  const shown = document.body.appendChild(document.createElement("video"));
  shown.muted = true; shown.autoplay = true; shown.srcObject = new MediaStream();
  peer.ontrack = (event) => shown.srcObject.addTrack(event.track);
  for (const track of own.getTracks()) peer.addTrack(track, own);
  await peer.setRemoteDescription({type: "offer", sdp: offer});
  await peer.setLocalDescription();
  if (peer.iceGatheringState !== "complete")
    await new Promise((done) => peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done());
  return peer.localDescription.sdp;
}"""
OFFER = """async () => {
  window.peer = new RTCPeerConnection({iceServers: []});
  const own = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
  for (const track of own.getTracks()) peer.addTrack(track, own);
  await peer.setLocalDescription();
  if (peer.iceGatheringState !== "complete")
    await new Promise((done) => peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done());
  return peer.localDescription.sdp;
}"""
NUMBERS = """async () => {
  const seen = {frames: 0, width: 0, audio: 0, codec: ""};
  const report = await peer.getStats();
  for (const one of report.values()) {
    if (one.type !== "inbound-rtp") continue;
    if (one.kind === "video") {
      seen.frames = one.framesDecoded || 0; seen.width = one.frameWidth || 0;
      seen.codec = one.codecId ? report.get(one.codecId).mimeType : "";
    } else seen.audio = one.totalSamplesReceived || 0;
  }
  return seen;
}"""


@asynccontextmanager
async def page() -> AsyncIterator[Page]:
    async def blank(route: Route) -> None:
        await route.fulfill(body="<!doctype html><title>test</title><body>", content_type="text/html")

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            opened = await browser.new_page()
            await opened.route("**/*", blank)
            await opened.goto(ORIGIN)
            yield opened
        finally:
            await browser.close()


async def numbers(opened: Page) -> dict[str, Any]:
    """What the page has received."""
    seen: dict[str, Any] = await opened.evaluate(NUMBERS)
    return seen


async def page_sees_and_hears(opened: Page) -> dict[str, Any]:
    async with asyncio.timeout(15):
        while (seen := await numbers(opened))["frames"] < 10 or seen["audio"] < 4800:  # noqa: ASYNC110  the page sets no event
            await asyncio.sleep(0.1)
    return seen


@pytest.mark.skipif(CHROMIUM is None, reason="install the Debian package chromium to test against a real browser")
def test_our_peer_and_chromium_see_and_hear_each_other() -> None:
    async def call() -> None:
        resident = Person(hue=0)
        async with page() as opened:
            async with resident.peer() as peer:
                await peer.accept_answer(await opened.evaluate(ANSWER, await peer.offer()))
                await until(lambda: peer.stats().frames_shown > 10 and peer.stats().audio_frames > 25)
                seen = await page_sees_and_hears(opened)
                assert seen["codec"] == "video/VP8"
                assert seen["width"] == 640
                assert resident.seen[-1].width > 0
            async with resident.peer() as fresh:
                await fresh.accept_answer(await opened.evaluate(ANSWER, await fresh.offer()))
                await until(lambda: fresh.stats().frames_decoded > 5)
            async with resident.peer() as answering:
                sdp = await answering.answer(await opened.evaluate(OFFER))
                await opened.evaluate("(sdp) => peer.setRemoteDescription({type: 'answer', sdp})", sdp)
                await until(lambda: answering.stats().frames_decoded > 5)
                await page_sees_and_hears(opened)

    run(call())
