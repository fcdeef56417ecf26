"""A cluster without nodes: etcd, kube-apiserver and the controllers that admission waits for."""

import json
import secrets
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.real.processes import Programs, Started, free_ports, needed
from tests.real.tools import tool

READY_WITHIN = 120
"""Seconds; about 4 on a machine with nothing else to do."""
CONTROLLERS = (
    "clusterrole-aggregation-controller",  # fills the ClusterRole `view`
    "resourcequota-controller",  # a quota admits nothing before it has a status
    "root-ca-certificate-publisher-controller",
    "serviceaccount-controller",
)
Body = dict[str, Any]


class Answer(NamedTuple):
    """What kubectl came to."""

    status: int
    out: str
    told: str
    """Its standard error: what the API server said against it, and warnings."""


class Server(NamedTuple):
    """A running API server, asked through kubectl as its administrator."""

    folder: Path
    programs: Programs

    def kubectl(self, *args: str, given: Sequence[Body] | None = None) -> Answer:
        """Run kubectl; `given` are the documents that it reads from its standard input."""
        argv = [tool("kubectl"), "--kubeconfig", str(self.folder / "kubeconfig")]
        argv += ["--cache-dir", str(self.folder / "discovery"), *args]
        text = None if given is None else yaml.dump_all(given, Dumper=yaml.CSafeDumper)
        done = subprocess.run(argv, input=text, capture_output=True, text=True, check=False)
        return Answer(done.returncode, done.stdout, done.stderr)

    def asked(self, *args: str, given: Sequence[Body] | None = None) -> list[Body]:
        """The objects of a question that must not fail, asked with `-o json`."""
        answer = self.kubectl(*args, "-o", "json", given=given)
        assert answer.status == 0, answer.told
        return list(_objects(answer.out))


def _objects(text: str) -> Iterator[Body]:
    """kubectl writes one JSON object behind the other, or a List of them."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text.rstrip()):
        body, at = decoder.raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        yield from body.get("items", [body]) if body.get("kind", "").endswith("List") else [body]


@contextmanager
def server() -> Iterator[Server]:
    """A cluster of its own that is gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="specgen-real-") as name:
        folder = Path(name)
        with Programs(folder) as them:
            _start(folder, them)
            yield Server(folder, them)


def _start(folder: Path, them: Programs) -> None:
    clients, peers, port = free_ports(3)
    token = secrets.token_hex(16)
    etcd, apiserver, controllers = (
        _etcd(folder, clients, peers),
        _apiserver(folder, port, clients),
        _controllers(folder),
    )
    _write_keys(folder, token)
    them.start(etcd)
    api = them.start(apiserver)
    _wait_for_certificate(folder, api)
    _write_kubeconfig(folder, port, token)
    _wait_until_ready(folder, port, token, api)
    them.start(controllers)


def _etcd(folder: Path, clients: int, peers: int) -> list[str]:
    """Nothing is to survive, so nothing is flushed to the disk."""
    here = f"http://127.0.0.1:{peers}"
    return [
        tool("etcd"),
        f"--data-dir={folder / 'etcd'}",
        "--unsafe-no-fsync",
        f"--listen-client-urls=http://127.0.0.1:{clients}",
        f"--advertise-client-urls=http://127.0.0.1:{clients}",
        f"--listen-peer-urls={here}",
        f"--initial-advertise-peer-urls={here}",
        f"--initial-cluster=default={here}",
    ]


def _apiserver(folder: Path, port: int, etcd: int) -> list[str]:
    """It signs its own serving certificate; admission plugins are those it has by default."""
    return [
        tool("kube-apiserver"),
        f"--etcd-servers=http://127.0.0.1:{etcd}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        f"--secure-port={port}",
        "--endpoint-reconciler-type=none",
        f"--cert-dir={folder / 'certificates'}",
        f"--token-auth-file={folder / 'tokens'}",
        "--authorization-mode=Node,RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={folder / 'accounts.key'}",
        f"--service-account-signing-key-file={folder / 'accounts.key'}",
    ]


def _controllers(folder: Path) -> list[str]:
    """It opens no port at all."""
    return [
        tool("kube-controller-manager"),
        f"--kubeconfig={folder / 'kubeconfig'}",
        f"--controllers={','.join(CONTROLLERS)}",
        f"--root-ca-file={folder / 'certificates' / 'apiserver.crt'}",
        "--leader-elect=false",
        "--secure-port=0",
    ]


def _write_keys(folder: Path, token: str) -> None:
    key = folder / "accounts.key"
    subprocess.run(
        [needed("openssl"), "genrsa", "-out", str(key), "2048"], check=True, capture_output=True
    )
    tokens = folder / "tokens"
    tokens.touch(mode=0o600)
    tokens.write_text(f'{token},admin,admin,"system:masters"\n', encoding="ascii")


def _write_kubeconfig(folder: Path, port: int, token: str) -> None:
    cluster = {
        "server": f"https://127.0.0.1:{port}",
        "certificate-authority": str(folder / "certificates" / "apiserver.crt"),
    }
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "here", "cluster": cluster}],
        "users": [{"name": "admin", "user": {"token": token}}],
        "contexts": [{"name": "here", "context": {"cluster": "here", "user": "admin"}}],
        "current-context": "here",
    }
    path = folder / "kubeconfig"
    path.touch(mode=0o600)
    path.write_text(json.dumps(config), encoding="utf-8")


def _wait_for_certificate(folder: Path, api: Started) -> None:
    _wait((folder / "certificates" / "apiserver.key").is_file, api)


def _wait_until_ready(folder: Path, port: int, token: str, api: Started) -> None:
    trusted = ssl.create_default_context(cafile=folder / "certificates" / "apiserver.crt")

    def ready() -> bool:
        try:
            with closing(HTTPSConnection("127.0.0.1", port, context=trusted, timeout=5)) as there:
                there.request("GET", "/readyz", headers={"Authorization": f"Bearer {token}"})
                return there.getresponse().status == HTTPStatus.OK
        except OSError:
            return False

    _wait(ready, api)


def _wait(done: Callable[[], bool], program: Started) -> None:
    """Until `done()`; a program that ended, or takes too long, is told with its last words."""
    until = time.monotonic() + READY_WITHIN
    while not done():
        ended = program.popen.poll() is not None
        assert not ended, f"{program.name} ended:\n{program.last_words()}"
        assert time.monotonic() < until, f"{program.name} is not ready:\n{program.last_words()}"
        time.sleep(0.05)
