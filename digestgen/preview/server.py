"""The server: connections of browsers on this machine, in one thread beside the builds.

All of them are tasks of one event loop, so that hundreds cost nothing, and each has time limits.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final

from digestgen.preview.answer import EVENTS, FIELDS, Response, answer, refused
from digestgen.preview.request import Request, parse_request, refusal
from digestgen.preview.state import Preview

ADDRESS: Final = "127.0.0.1"
# A browser sends some hundred bytes; cookies of other servers on this machine come with them.
LONGEST_HEAD_BYTES: Final = 1 << 15
CHUNK_BYTES: Final = 1 << 16
# For a browser to say what it wants, and to take what is sent.
PATIENCE_SECONDS: Final = 10.0
# A page whose machine sleeps is gone, which is noticed by sending it something.
PULSE_SECONDS: Final = 20.0
# Fewer than the files that a process may have open on any system.
MOST_CONNECTIONS: Final = 500

Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter


@dataclass(slots=True, kw_only=True)
class Server:
    """What serves a site on *listener*; only `show` may be called from other threads."""

    listener: socket.socket
    preview: Preview
    loop: asyncio.AbstractEventLoop
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    pages: set[asyncio.Event] = field(default_factory=set)
    """One for each page that is open; it is set when there is another preview."""
    conversations: set[asyncio.Task[None]] = field(default_factory=set)
    """One for each connection that is open."""

    def show(self, preview: Preview) -> None:
        """Serve *preview* from now on, and tell the pages that are open."""
        self.loop.call_soon_threadsafe(self.turn_to, preview)

    def turn_to(self, preview: Preview) -> None:
        """Serve *preview* from now on; for the server's own thread."""
        self.preview = preview
        for woken in self.pages:
            woken.set()

    async def serve(self) -> None:
        """Serve until `stopped` is set."""
        server = await asyncio.start_server(
            self.connected,
            sock=self.listener,
            limit=LONGEST_HEAD_BYTES,
            backlog=MOST_CONNECTIONS,
        )
        await self.stopped.wait()
        # A server that is closed as a connection comes in forgets to close that one: let it begin.
        self.loop.remove_reader(self.listener)
        await asyncio.sleep(0)
        server.close()

    def connected(self, reader: Reader, writer: Writer) -> None:
        """Answer one request, and drop the connection, whatever comes of it.

        A task that is cancelled before it began runs nothing of its own, so what drops the
        connection is told from outside.
        """
        conversation = self.loop.create_task(self.converse(reader, writer))
        self.conversations.add(conversation)
        conversation.add_done_callback(lambda _: self.drop(conversation, writer))

    def drop(self, conversation: asyncio.Task[None], writer: Writer) -> None:
        """Forget *conversation* and its connection."""
        self.conversations.discard(conversation)
        writer.transport.abort()

    async def converse(self, reader: Reader, writer: Writer) -> None:
        """Answer one request."""
        # Whoever goes away, sends nonsense or does not read is no concern of anyone else.
        with suppress(OSError, TimeoutError, EOFError):
            if len(self.conversations) <= MOST_CONNECTIONS:
                await self.respond(reader, writer)
                await close(writer)

    async def respond(self, reader: Reader, writer: Writer) -> None:
        """Read a request and send what it gets. Raises TimeoutError for one who is too slow."""
        request = await read_request(reader)
        if isinstance(request, HTTPStatus):
            await send(writer, refused(request))
            return
        port = self.listener.getsockname()[1]
        if status := refusal(request, port):
            await send(writer, refused(status))
        elif request.path == EVENTS and request.method == "GET":
            await self.send_events(reader, writer)
        else:
            await send(writer, answered(request, self.preview), body=request.method != "HEAD")

    async def send_events(self, reader: Reader, writer: Writer) -> None:
        """Tell a page of each build, as server-sent events, until it goes away."""
        await write(writer, head(HTTPStatus.OK, {"Content-Type": "text/event-stream"}))
        woken = asyncio.Event()
        leaving = asyncio.create_task(left(reader, woken))
        self.pages.add(woken)
        told = ""
        try:
            while not leaving.done():
                woken.clear()
                # Only the last build counts: who is slow misses some, and nothing piles up.
                preview = self.preview
                await write(writer, event(preview) if preview.build != told else b":\n\n")
                told = preview.build
                with suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), PULSE_SECONDS)
        finally:
            self.pages.discard(woken)
            leaving.cancel()


async def left(reader: Reader, woken: asyncio.Event) -> None:
    """Set *woken* when a page goes away, or says what no page says."""
    with suppress(OSError):
        await reader.read(1)
    woken.set()


def answered(request: Request, preview: Preview) -> Response:
    """Return the response to *request*, even if a build takes the file away meanwhile."""
    try:
        return answer(request, preview)
    except OSError:
        return refused(HTTPStatus.NOT_FOUND)


async def read_request(reader: Reader) -> Request | HTTPStatus:
    """Return what a browser asks for, or why that cannot be read."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found = parse_request(await reader.readuntil(b"\r\n\r\n"))
    except asyncio.LimitOverrunError:
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    return found or HTTPStatus.BAD_REQUEST


async def send(writer: Writer, response: Response, *, body: bool = True) -> None:
    """Send *response*, without its *body* if that is not wanted."""
    size = len(response.body) if isinstance(response.body, bytes) else size_of(response.body)
    fields = {
        "Content-Type": response.type,
        "Content-Length": str(size),
        **response.fields,
    }
    await write(writer, head(response.status, fields))
    if body and isinstance(response.body, bytes):
        await write(writer, response.body)
    elif body and isinstance(response.body, Path):
        with response.body.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                await write(writer, chunk)


def size_of(file: Path) -> int:
    """Return the size of *file* in bytes."""
    return file.stat().st_size


async def write(writer: Writer, data: bytes) -> None:
    """Send *data*. Raises TimeoutError if the other side takes nothing for too long."""
    writer.write(data)
    async with asyncio.timeout(PATIENCE_SECONDS):
        await writer.drain()


async def close(writer: Writer) -> None:
    """Close the connection once all has been taken. Raises TimeoutError if that takes too long."""
    writer.close()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await writer.wait_closed()


def head(status: HTTPStatus, fields: Mapping[str, str]) -> bytes:
    """Return the head of a response."""
    lines = [f"{name}: {value}" for name, value in {**FIELDS, **fields}.items()]
    return "\r\n".join([f"HTTP/1.1 {status} {status.phrase}", *lines, "", ""]).encode("latin-1")


def event(preview: Preview) -> bytes:
    """Return what pages are told of *preview*, as one server-sent event."""
    told = {"build": preview.build, "problems": len(preview.problems)}
    return f"data: {json.dumps(told)}\n\n".encode()


@contextmanager
def serving(listener: socket.socket, preview: Preview) -> Iterator[Server]:
    """Serve *preview* on *listener* until the block ends; open connections are dropped then."""
    started: list[Server] = []
    ready = threading.Event()

    async def main() -> None:
        started.append(Server(listener=listener, preview=preview, loop=asyncio.get_running_loop()))
        ready.set()
        await started[0].serve()

    thread = threading.Thread(target=asyncio.run, args=(main(),), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield started[0]
    finally:
        started[0].loop.call_soon_threadsafe(started[0].stopped.set)
        thread.join(PATIENCE_SECONDS)


def listening(port: int, *, or_next: int = 0) -> socket.socket:
    """Return a socket at *port* of this machine, or at one of the *or_next* ports after it.

    Raises OSError if all are taken. Port 0 is any free one.
    """
    try:
        return bound(port)
    except OSError:
        if not or_next:
            raise
        return listening(port + 1, or_next=or_next - 1)


def bound(port: int) -> socket.socket:
    """Return a socket at *port*. Raises OSError if it is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # On Windows this would let two servers have one port.
        if hasattr(socket, "SO_REUSEPORT"):
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((ADDRESS, port))
        # Whoever comes before the first build is done waits for it, and no one else gets the port.
        made.listen(MOST_CONNECTIONS)
    except OSError:
        made.close()
        raise
    return made
