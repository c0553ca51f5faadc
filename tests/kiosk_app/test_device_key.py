"""Shell: the device key in a TPM (swtpm, the emulator): given to this machine as it starts now, and to no other."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kiosk_app import tpm
from kiosk_app.__main__ import leave, main
from kiosk_app.device_key import KeyExposedError, is_exposed, read_device_key, read_safe_key, seal_device_key, told
from offline_cache import KeyLostError

KEY = bytes(range(32))


@contextmanager
def chip(folder: Path) -> Iterator[None]:
    """A TPM of its own on a socket; tpm2-tools are told of it."""
    folder.mkdir()
    sock = folder / "sock"
    command = ["swtpm", "socket", "--tpm2", "--tpmstate", f"dir={folder}", "--flags", "not-need-init,startup-clear"]
    command += ["--ctrl", f"type=unixio,path={sock}.ctrl", "--server", f"type=unixio,path={sock}"]
    with pytest.MonkeyPatch.context() as patch, subprocess.Popen(command, stderr=subprocess.DEVNULL) as emulator:
        patch.setenv("TPM2TOOLS_TCTI", f"swtpm:path={sock}")
        try:
            tools("startup", "-c")
            yield
        finally:
            emulator.terminate()


def tools(tool: str, *words: str) -> None:
    """Tries again while the emulator comes up."""
    for _ in range(100):
        done = subprocess.run([f"tpm2_{tool}", *words], capture_output=True)
        if not done.returncode:
            return
    raise AssertionError(done.stderr)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "device-key"
    path.write_bytes(KEY)
    return path


def lost(path: Path) -> str:
    with pytest.raises(KeyLostError) as caught:
        read_device_key(path)
    assert "什么也不要删" in told(caught.value.code).zh
    return caught.value.code


def refusal(path: Path, data: Path) -> str:
    """What the start says, and nothing was read."""
    with pytest.raises(KeyExposedError) as caught:
        read_safe_key(path, data)
    with pytest.raises(SystemExit) as ended:
        leave(caught.value)
    return str(ended.value)


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o777])
def test_a_key_that_others_may_read_or_write_is_refused(tmp_path: Path, key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    assert f"chmod 600 {key_file}" in refusal(key_file, tmp_path / "data")
    key_file.chmod(0o600)
    assert read_safe_key(key_file, tmp_path / "data") == KEY


def test_a_group_may_read_it_only_if_it_is_roots() -> None:
    assert not is_exposed(0o100440, 0)
    assert is_exposed(0o100440, 1000)
    assert is_exposed(0o100620, 1000)


def test_a_key_in_the_data_folder_is_refused_by_whatever_name(tmp_path: Path, key_file: Path) -> None:
    key_file.chmod(0o600)
    (tmp_path / "elsewhere").symlink_to(tmp_path)
    assert "移到外面" in refusal(tmp_path / "elsewhere" / "device-key", tmp_path)
    data = tmp_path / "data"
    data.mkdir()
    assert read_safe_key(key_file, data) == KEY


def test_only_this_chip_in_this_state_gives_the_key(tmp_path: Path, key_file: Path) -> None:
    sealed = tmp_path / "device-key.tpm"
    with chip(tmp_path / "ours"):
        seal_device_key(key_file, sealed)
        assert read_device_key(sealed) == KEY == read_device_key(key_file)
        assert KEY not in sealed.read_bytes()
        assert sealed.stat().st_mode & 0o777 == 0o600
        tools("pcrextend", f"7:sha256={'11' * 32}")  # what another boot loader, or Secure Boot switched off, would do
        assert lost(sealed) == "tpm-changed"
    with chip(tmp_path / "other"):
        assert lost(sealed) == "tpm-other"


def test_a_missing_chip_and_missing_tools_are_told_apart(tmp_path: Path, key_file: Path) -> None:
    sealed = tmp_path / "device-key.tpm"
    sealed.write_bytes(tpm.MAGIC + bytes(200))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TPM2TOOLS_TCTI", f"swtpm:path={tmp_path}/nobody")
        assert lost(sealed) == "tpm-missing"
        patch.setenv("PATH", str(tmp_path))
        assert lost(sealed) == "tpm-tools"


def test_the_command_writes_the_file_and_never_over_one(
    tmp_path: Path, key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config, target = tmp_path / "kiosk.toml", tmp_path / "device-key.tpm"
    config.write_text(
        "\n".join(f'{name} = "{key_file}"' for name in ("token_file", "root_key_file", "device_key_file"))
    )
    words = ["--config", str(config), "--seal-device-key", str(target)]
    with ExitStack() as stack:
        stack.enter_context(chip(tmp_path / "ours"))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr("sys.argv", ["kiosk", *words])
        assert main() == 0
        assert f'device_key_file = "{target}"' in capsys.readouterr().out
        assert read_device_key(target) == KEY
        before = target.read_bytes()
        with pytest.raises(FileExistsError):
            main()
        assert target.read_bytes() == before
