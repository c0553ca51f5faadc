"""Shell: TLS of a district's own network: a root of its own, the hub's certificate signed by it, both as files (0600).

root.pem, root.key    made once, ten years; booths pin root.pem at enrolment, browsers of offices are given it
hub.pem, hub.key      397 days, as browsers take at most; renewed by the running hub in the last 30
Whoever has root.key can be any hub of this district: take it to another machine after the first certificate
(the hub then says in its log when it cannot renew).
"""

import ipaddress
import os
import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ROOT_DAYS = 3653
HUB_DAYS = 397  # CA/Browser Forum, Baseline Requirements §6.3.2: longest that browsers take
RENEW_DAYS = 30
_BACK = timedelta(hours=1)  # a booth's clock may be behind


class LocalTlsError(Exception):
    """There is no certificate that can be used, or none can be made; the words say what to do."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Where they lie."""

    folder: Path

    @property
    def root(self) -> Path:
        """What booths pin."""
        return self.folder / "root.pem"

    @property
    def hub(self) -> Path:
        """What the hub shows."""
        return self.folder / "hub.pem"

    @property
    def hub_key(self) -> Path:
        """Its private half."""
        return self.folder / "hub.key"

    @property
    def root_key(self) -> Path:
        """Signs the hub's."""
        return self.folder / "root.key"


def certify(files: TlsFiles, names: tuple[str, ...], now: datetime) -> x509.Certificate:
    """A new certificate for the hub under these names and addresses; the root is made when there is none."""
    files.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not files.root.is_file():
        _make_root(files, now)
    if not files.root_key.is_file():
        raise LocalTlsError("root.key 不在这台机器上，请取回再换证书。 root.key is not here; bring it to renew.")
    root = x509.load_pem_x509_certificate(files.root.read_bytes())
    signer = load_pem_private_key(files.root_key.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    alternative = x509.SubjectAlternativeName([_general(name) for name in names])
    made = (
        _builder(key, subject=names[0], issuer=root.subject, now=now, days=HUB_DAYS)
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write(files.hub_key, _private(key))
    _write(files.hub, made.public_bytes(Encoding.PEM))
    return made


def context_of(files: TlsFiles) -> ssl.SSLContext:
    """For the server: TLS 1.2 at least, what this Python's OpenSSL offers by default. Raises LocalTlsError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    load(context, files)
    return context


def load(context: ssl.SSLContext, files: TlsFiles) -> None:
    """Handshakes from now on show what lies there."""
    try:
        context.load_cert_chain(files.hub, files.hub_key)
    except (OSError, ssl.SSLError) as error:
        raise LocalTlsError(
            "没有可用的证书，请先运行 ./xiaowu hub certify。 No certificate: run ./xiaowu hub certify first."
        ) from error


def renew(files: TlsFiles, now: datetime) -> bool:
    """A new one for the same names when the old one ends within 30 days. Raises LocalTlsError."""
    old = x509.load_pem_x509_certificate(files.hub.read_bytes())
    if old.not_valid_after_utc - now > timedelta(days=RENEW_DAYS):
        return False
    certify(files, names_in(old), now)
    return True


def names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    """The names and addresses that it is for."""
    alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return tuple(str(one.value) for one in alternative)


def fingerprint(path: Path) -> str:
    """SHA-256 of a certificate, in hex: to be compared by eye."""
    return x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256()).hex()


def _make_root(files: TlsFiles, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Zhengwu Xiaowu root {now:%Y-%m-%d}")])
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    root = (
        _builder(key, subject="", issuer=name, now=now, days=ROOT_DAYS)
        .subject_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(files.root_key, _private(key))
    _write(files.root, root.public_bytes(Encoding.PEM))


def _builder(
    key: ec.EllipticCurvePrivateKey, *, subject: str, issuer: x509.Name, now: datetime, days: int
) -> x509.CertificateBuilder:
    begun = x509.CertificateBuilder().issuer_name(issuer).public_key(key.public_key())
    if subject:
        begun = begun.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject[:64])]))
    timed = begun.not_valid_before(now - _BACK).not_valid_after(now + timedelta(days=days))
    return timed.serial_number(x509.random_serial_number())


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
