"""Shell: asks the hub which release this booth should run, and tells it what became of the last ones."""

import base64
import logging
import secrets
from dataclasses import dataclass

import msgspec
import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from requests.auth import AuthBase

from cloud_seat.contract.releases import INSTRUCTION, Instruction, ReleaseTold, SignedInstruction
from kiosk_app.update.refusals import RemoteRefusedError

log = logging.getLogger(__name__)
PATIENCE_S = (5.0, 20.0)
LONGEST_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class HubWord:
    """`root_key`: of the hub, as pinned at enrolment: Ed25519, raw."""

    url: str
    kiosk_id: str
    root_key: bytes
    auth: AuthBase
    ca_file: str = ""

    def ask(self) -> Instruction:
        """Signed for this booth and this question. Raises RemoteRefusedError."""
        nonce = secrets.token_urlsafe(16)
        answer = self._send("GET", f"/api/v1/releases/instruction?nonce={nonce}")
        try:
            signed = msgspec.json.decode(answer, type=SignedInstruction)
            said = signed.said.encode()
            Ed25519PublicKey.from_public_bytes(self.root_key).verify(
                base64.b64decode(signed.signature), INSTRUCTION + said
            )
            told = msgspec.json.decode(said, type=Instruction)
        except (InvalidSignature, ValueError, msgspec.MsgspecError) as error:
            raise RemoteRefusedError("wrong_instruction") from error
        if (told.kiosk_id, told.nonce) != (self.kiosk_id, nonce):
            raise RemoteRefusedError("wrong_instruction")
        return told

    def tell(self, told: ReleaseTold) -> bool:
        """False: the hub did not hear it. Nothing here may ever stop an update."""
        try:
            self._send("PUT", "/api/v1/releases/report", msgspec.json.encode(told))
        except RemoteRefusedError as error:
            log.info("the hub did not hear what runs here: %s", error.code)
            return False
        return True

    def _send(self, method: str, path: str, body: bytes | None = None) -> bytes:
        with requests.Session() as web:
            web.trust_env = False
            try:
                answer = web.request(
                    method,
                    self.url.rstrip("/") + path,
                    data=body,
                    auth=self.auth,
                    timeout=PATIENCE_S,
                    allow_redirects=False,
                    verify=self.ca_file or True,
                )
            except requests.RequestException as error:
                raise RemoteRefusedError("unreachable") from error
        if not answer.ok or len(answer.content) > LONGEST_BYTES:
            raise RemoteRefusedError("unreachable")
        return answer.content
