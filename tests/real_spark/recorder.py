"""A stand-in for the API server on 127.0.0.1: keeps what it is sent, and takes it as it is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml

Body = dict[str, Any]
VERBS = {"POST": "create", "PATCH": "patch", "PUT": "update", "DELETE": "delete"}


class Call(NamedTuple):
    """A request, as rights are given for it."""

    verb: str
    group: str
    resource: str
    body: Body


class Recorder:
    """What has been asked, and how the driver's pod ends, which is at once."""

    def __init__(self, phase: str, refused: str) -> None:
        self.calls: list[Call] = []
        self.phase = phase
        self.refused = refused
        self.url = ""

    def sent(self, resource: str) -> list[Body]:
        """The objects of a resource that were made, in order."""
        return [one.body for one in self.calls if one.resource == resource and one.body]

    def ended(self) -> Body:
        """The pod that was made last, as it is when its container has ended."""
        code = 0 if self.phase == "Succeeded" else 1
        state = {"terminated": {"exitCode": code, "reason": "Completed"}}
        pod = self.sent("pods")[-1]
        container = {"name": "spark-kubernetes-driver", "image": "x", "imageID": "", "ready": False,
                     "restartCount": 0, "state": state}  # fmt: skip
        return pod | {"status": {"phase": self.phase, "containerStatuses": [container]}}


_STORED = {"uid": "00000000-0000-4000-8000-000000000000", "resourceVersion": "1"}


@contextmanager
def recording(phase: str = "Succeeded", refused: str = "") -> Iterator[Recorder]:
    """A server while the block runs; the driver's pod ends in that phase. It refuses a resource."""
    recorder = Recorder(phase, refused)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(recorder))
    recorder.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Place(NamedTuple):
    """What a path leads to; the name is empty for a list."""

    group: str
    namespace: str
    resource: str
    name: str


def _place(path: str) -> Place:
    """Spark asks for nothing but what lies in a namespace."""
    parts = urlsplit(path).path.strip("/").split("/")
    group, rest = ("", parts[2:]) if parts[0] == "api" else (parts[1], parts[3:])
    assert rest[0] == "namespaces", path
    return Place(group, rest[1], rest[2], rest[3] if len(rest) > 3 else "")


def _handler(recorder: Recorder) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"recorder": recorder})


class _Handler(BaseHTTPRequestHandler):
    """Answers with what it got, and a uid."""

    protocol_version = "HTTP/1.1"
    recorder: Recorder

    def do_GET(self) -> None:
        """One object, a list, or a watch that tells of the pod's end."""
        place = _place(self.path)
        watched = "watch=true" in self.path
        verb = "watch" if watched else "get" if place.name else "list"
        self.recorder.calls.append(Call(verb, place.group, place.resource, {}))
        if self.headers.get("Upgrade"):
            self.answer({})  # no web sockets: the client then asks once more, without
        elif watched:
            self.watch({"type": "MODIFIED", "object": self.recorder.ended()})
        else:
            self.answer(self.recorder.ended())

    def watch(self, event: Body) -> None:
        """One event, then silence until the client has heard enough."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(event).encode() + b"\n")
        with suppress(OSError):
            self.connection.recv(1)

    def _taken(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = yaml.safe_load(raw) or {}
        place = _place(self.path)
        body["metadata"] = {**body.get("metadata", {}), "namespace": place.namespace}
        self.recorder.calls.append(Call(VERBS[self.command], place.group, place.resource, body))
        if place.resource == self.recorder.refused:
            self.send_error(403, "forbidden")
        else:
            self.answer({**body, "metadata": {**body["metadata"], **_STORED}})

    do_POST = do_PATCH = do_PUT = do_DELETE = _taken  # noqa: N815

    def answer(self, body: Body) -> None:
        """The body as JSON."""
        data = json.dumps(body).encode() + b"\n"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing on the tests' own output."""
