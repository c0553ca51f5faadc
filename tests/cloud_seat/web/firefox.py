"""Shell: Firefox ESR over WebDriver BiDi, as Debian ships it: one page, fake camera and microphone, only loopback."""

import contextlib
import itertools
import json
import os
import queue
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAM = shutil.which("firefox-esr") or ""
START_S = 60.0
ANSWER_S = 40.0
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PREFERENCES: dict[str, object] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.gmp-manager.updateEnabled": False,
    "app.normandy.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.server": "",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "extensions.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "services.settings.server": "http://127.0.0.1:1/",
}
UNTIL = """new Promise((done, fail) => {
    const began = Date.now();
    const look = () => {
        if (%s) done(true);
        else if (Date.now() - began > 25000) fail(new Error("never: " + document.body.innerText.slice(0, 600)));
        else setTimeout(look, 100);
    };
    look();
})"""


class RemoteFirefoxError(Exception):
    """Firefox refused a command, or the page never came to what was waited for. The words are its own."""


class Firefox:
    """`with Firefox(folder) as page`: `go`, `evaluate`, `until`; `tab` is another page, and how to be back.

    It takes any certificate. `address`: what every name stands for. `sound`: the address of a PulseAudio server."""

    def __init__(self, profile: Path, *, address: str = "", sound: str = "") -> None:
        preferences = PREFERENCES | ({"network.dns.forceResolve": address} if address else {})
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
        profile.mkdir()
        (profile / "user.js").write_text("".join(lines))
        command = [PROGRAM, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
        environment = os.environ | ({"PULSE_SERVER": sound} if sound else {})
        self._process = subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        self._address: queue.Queue[str] = queue.Queue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._numbers = itertools.count(1)
        self._open = contextlib.ExitStack()
        self._socket: ClientConnection
        self._context = ""

    def __enter__(self) -> "Firefox":
        self._reading.start()
        address = f"{self._address.get(timeout=START_S)}/session"
        self._socket = self._open.enter_context(connect(address, max_size=None, compression=None))
        self._do("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self._context = self._do("browsingContext.getTree")["contexts"][0]["context"]
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._process.terminate()
        self._process.wait(START_S)
        self._reading.join(START_S)

    @property
    def pid(self) -> int:
        """Of its first process; all others are below that."""
        return self._process.pid

    def go(self, url: str) -> None:
        """Open an address and wait for its page."""
        self._do("browsingContext.navigate", context=self._context, url=url, wait="complete")

    @contextlib.contextmanager
    def prepared(self, script: str) -> Iterator[None]:
        """On pages that are opened meanwhile, this runs before the page's own."""
        added = self._do("script.addPreloadScript", functionDeclaration=f"() => {{{script}}}")["script"]
        try:
            yield
        finally:
            self._do("script.removePreloadScript", script=added)

    def tab(self) -> Callable[[], None]:
        """A further page in front, empty; what follows is about it until the answer is called."""
        before, self._context = self._context, self._do("browsingContext.create", type="tab")["context"]

        def back() -> None:
            self._context = before
            self._do("browsingContext.activate", context=before)

        return back

    def evaluate(self, script: str) -> Any:
        """The value of an expression on the page, run as if by a touch; a promise is waited for. Raises
        RemoteFirefoxError."""
        target = {"context": self._context}
        told = self._do("script.evaluate", expression=script, target=target, awaitPromise=True, userActivation=True)
        if told["type"] == "exception":
            raise RemoteFirefoxError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until this holds on the page."""
        self.evaluate(UNTIL % condition)

    def _read(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            if found := LISTENING.search(line):
                self._address.put(found[1])

    def _do(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(ANSWER_S))
            if message.get("id") == number:
                if message["type"] == "error":
                    raise RemoteFirefoxError(message["message"])
                return message["result"]
