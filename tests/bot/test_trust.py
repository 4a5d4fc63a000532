"""The bot talks to those whom the machine's certificates vouch for, and to nobody else."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.telegram.request import AiohttpRequest, Trust
from tests.bot.test_process import running
from tests.loopback.server import Loopback
from tests.loopback.updates import message

PERSON = 11
OPENSSL = shutil.which("openssl")

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl here to make certificates with")


def certificate(folder: Path, host: str = "IP:127.0.0.1") -> Path:
    """A certificate for a host that vouches for itself, and its key, in one file."""
    assert OPENSSL is not None
    file = folder / f"{host.replace(':', '-')}.pem"
    made = subprocess.run(
        [
            OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=loopback", "-addext", f"subjectAltName={host}", "-keyout", "-", "-out", "-",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    file.write_bytes(made.stdout)
    return file


def server(certified: Path) -> ssl.SSLContext:
    """What a server with this certificate speaks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified)
    return context


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for the loopback interface, which the machine trusts and no other."""
    file = certificate(tmp_path)
    trust_only(file, monkeypatch)
    return file


def trust_only(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine trust this certificate alone, as OpenSSL's variables tell it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setenv("SSL_CERT_DIR", str(file.parent / "none"))
    monkeypatch.setattr("bot.telegram.request.TRUST", Trust())


async def test_a_running_bot_answers_through_a_server_that_the_machine_trusts(trusted: Path, tmp_path: Path) -> None:
    async with Loopback(tls=server(trusted)) as telegram:
        telegram.receive(message("KT는?", place=PERSON))
        async with running(telegram, tmp_path):
            await telegram.until(lambda: len(telegram.texts(PERSON)) == 1)


@pytest.mark.usefixtures("trusted")
async def test_a_running_bot_tells_nothing_to_a_server_that_nobody_vouches_for(tmp_path: Path) -> None:
    (tmp_path / "stranger").mkdir()
    stranger = certificate(tmp_path / "stranger")
    async with Loopback(tls=server(stranger)) as telegram, running(telegram, tmp_path) as process:
        assert process.stderr is not None
        async for line in process.stderr:
            if "Telegram cannot be reached" in line.decode():
                break
        assert not telegram.calls


@pytest.mark.parametrize("host", ["IP:127.0.0.2", "DNS:telegram.example"])
async def test_a_certificate_for_another_host_is_refused(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificate(tmp_path, host)
    trust_only(other, monkeypatch)
    async with Loopback(tls=server(other)) as telegram, AiohttpRequest() as request:
        with pytest.raises(NetworkError, match="Certificate"):
            await request.post(f"{telegram.url}/bot{telegram.token}/getMe")


@pytest.mark.usefixtures("trusted")
async def test_the_certificates_are_read_once() -> None:
    trust = Trust()
    assert await trust.context() is await trust.context()
    assert len((await trust.context()).get_ca_certs()) == 1
    assert (await trust.context()).verify_mode is ssl.CERT_REQUIRED
