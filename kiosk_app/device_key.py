"""Shell: the booth's own secret: 32 bytes in a file, or such a file sealed to this machine's TPM."""

import os
from pathlib import Path

from cloud_seat.contract.text import Text
from kiosk_app import tpm
from offline_cache import KeyLostError

_WORDS = {
    "tpm-tools": Text(zh="没有装 tpm2-tools", en="tpm2-tools are not installed"),
    "tpm-missing": Text(zh="安全芯片（TPM）没有应答", en="the TPM does not answer"),
    "tpm-other": Text(
        zh="密钥是别的安全芯片封的，或芯片被清空过", en="it was sealed by another TPM, or this one was cleared"
    ),
    "tpm-changed": Text(
        zh="开机方式变了（固件或安全启动），安全芯片不肯给密钥",
        en="the machine starts in another way now (firmware, Secure Boot), so the TPM keeps it",
    ),
}
_OTHER = Text(zh="密钥不是建这个存档时的那一把", en="it is not the one that the store was made with")
PROCEDURE = Text(
    zh="办件都完好，什么也不要删；请联系维护人员按“密钥没了”处理",
    en='the cases are whole: delete nothing; maintenance follows "The key is lost" in docs/operations.md',
)


class KeyExposedError(OSError):
    """The key lies where others find it. Its words say what to do; nothing was opened."""


def read_safe_key(path: Path, data: Path) -> bytes:
    """For a start. `data`: the booth's own folder. Raises KeyExposedError, and what `read_device_key` raises."""
    if path.resolve().is_relative_to(data.resolve()):
        raise KeyExposedError(
            f"本机密钥 {path} 在数据文件夹里，谁拿走硬盘谁就能打开。请移到外面，再改 device_key_file / "
            "the device key lies in the data folder, so whoever takes the disk opens it: move it, set device_key_file"
        )
    kept = path.stat()
    if is_exposed(kept.st_mode, kept.st_gid):
        raise KeyExposedError(
            f"本机密钥 {path} 别的用户也能读。请运行 chmod 600 {path} / "
            f"others may read the device key: chmod 600 {path}"
        )
    return read_device_key(path)


def is_exposed(mode: int, group_id: int) -> bool:
    """Whether others than the owner and root get at a file. systemd's credentials belong to the group root."""
    return bool(mode & 0o007) or bool(mode & 0o070 and group_id != 0)


def read_device_key(path: Path) -> bytes:
    """Raises OSError, and KeyLostError when the TPM does not give it."""
    kept = path.read_bytes()
    if not kept.startswith(tpm.MAGIC):
        return kept
    try:
        return tpm.unseal(kept)
    except tpm.TpmError as error:
        raise KeyLostError(f"tpm-{error.code}") from error


def seal_device_key(source: Path, target: Path) -> None:
    """The same key for this machine's TPM alone, in a new file. Raises OSError, tpm.TpmError."""
    sealed = tpm.seal(source.read_bytes())
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())


def told(code: str) -> Text:
    """Why the key is lost, and what to do: of `KeyLostError.code`."""
    why = _WORDS.get(code, _OTHER)
    return Text(zh=f"本机密钥用不了：{why.zh}。{PROCEDURE.zh}", en=f"The device key is lost: {why.en}; {PROCEDURE.en}")
