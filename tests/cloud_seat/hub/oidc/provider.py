"""Shell: an OpenID provider on a real port, with tokens that are really signed, that can be told to misbehave.

with RunningProvider() as provider:
    provider.person["employee"] = "0217"        # who signs in there next, by its claims
    provider.changes["aud"] = "somebody-else"   # what its next tokens say instead
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "xiaowu-hub", "only hub and provider know: §"


@dataclass
class RunningProvider:
    """`person`: claims of who signs in; `changes`: claims that are told instead; `codes`: code → what was asked."""

    person: dict[str, Any] = field(default_factory=lambda: {"sub": "p-1"})
    changes: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "first"}))
    asked_for_keys: int = 0

    def __enter__(self) -> "RunningProvider":
        provider = self

        class Handler(_Handler):
            at = provider

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}/realms/district"
        threading.Thread(target=self._server.serve_forever, name="provider", daemon=True).start()
        return self

    def __exit__(self, _k: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def file(self, **more: str) -> str:
        """What the hub's operator writes about it."""
        about = {"issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET, "claim": "employee"}
        return json.dumps({**about, **more})

    def rotate(self) -> None:
        """From now on another key, and the earlier one is not in the list any more."""
        self.key = ECKey.generate_key("P-256", {"kid": "second"})

    def signed(self, claims: dict[str, Any]) -> str:
        """A token with these claims, and what was told to change."""
        now = int(time.time())
        whole = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **claims, **self.changes}
        kept = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, kept, self.key)

    def logout_token(self, **claims: Any) -> str:
        """That a session, or a person, has left."""
        events: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}
        return self.signed({"jti": secrets.token_hex(8), "events": events, **claims})

    def token_for(self, form: dict[str, str]) -> dict[str, str] | None:
        """For a code that was given for this verifier and address; once."""
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        if asked["redirect_uri"] != form.get("redirect_uri") or asked["code_challenge_method"] != "S256":
            return None
        token = self.signed({**self.person, "nonce": asked["nonce"]})
        return {"access_token": "unused", "token_type": "Bearer", "id_token": token}


class _Handler(BaseHTTPRequestHandler):
    at: RunningProvider

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, {n: v[0] for n, v in parse_qs(urlsplit(self.path).query).items()}
        where = self.at.issuer
        if path.endswith("/.well-known/openid-configuration"):
            names = {"authorization_endpoint": "auth", "token_endpoint": "token", "jwks_uri": "keys"}
            ends = {name: f"{where}/{end}" for name, end in names.items()}
            self._say(200, {"issuer": where, **ends, "end_session_endpoint": f"{where}/out"})
        elif path.endswith("/keys"):
            self.at.asked_for_keys += 1
            self._say(200, {"keys": [self.at.key.as_dict(private=False)]})
        elif path.endswith("/auth"):
            code = secrets.token_urlsafe(8)
            self.at.codes[code] = asked
            self._go(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': where})}")
        elif path.endswith("/out"):
            self._go(asked["post_logout_redirect_uri"])
        else:
            self._say(404, {})

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(size).decode()).items()}
        token = self.at.token_for(form) if self._is_the_hub() else None
        self._say(200 if token else 400, token or {"error": "invalid_grant"})

    def _is_the_hub(self) -> bool:
        scheme, _, words = (self.headers["Authorization"] or "").partition(" ")
        wanted = urlencode({"": CLIENT})[1:] + ":" + "only%20hub%20and%20provider%20know%3A%20%C2%A7"
        return scheme == "Basic" and base64.b64decode(words).decode() == wanted

    def _go(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status: int, value: Any) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Silent."""
