"""Put the page and the HTTP face on one small server."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from cs_scripts.desk.api import Api
from cs_scripts.desk.guard import Guard
from cs_scripts.desk.shop import Desk
from cs_scripts.errors import CsScriptsError, FileWriteError, RequestError
from cs_scripts.files.reasons import reason

_HERE = Path(__file__).parent
_REFUSALS = {404: "没有这个地址", 405: "这个地址不接受这种请求"}


class Loading:
    """A desk that is being loaded while the page is already up.

    Args:
        load: loads the desk.
    """

    def __init__(self, load: Callable[[], Desk]) -> None:
        self.load = load
        self._desk: Desk | None = None
        self._error = ""

    def desk(self) -> Desk:
        """Give the desk.

        Returns:
            The desk.

        Raises:
            RequestError: it is not there yet, or could not be loaded.
        """
        if self._error:
            raise RequestError("", self._error, 500)
        if self._desk is None:
            raise RequestError("", "正在准备识别模型，第一次约需一分钟", 503)
        return self._desk

    async def run(self) -> None:
        """Load it without keeping the page waiting."""
        try:
            self._desk = await asyncio.to_thread(self.load)
        except CsScriptsError as error:
            self._error = str(error)

    def close(self) -> None:
        """Close what it holds open."""
        if self._desk is not None:
            self._desk.store.close()


def make_app(load: Callable[[], Desk], token: str, host: str = "127.0.0.1") -> ASGIApp:
    """Make the application.

    Args:
        load: loads the desk; called once the server runs.
        token: what a request must carry.
        host: what the server listens on.

    Returns:
        The application, guarded.
    """
    loading = Loading(load)
    api = Api(loading.desk)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(loading.run())
        yield
        await task
        loading.close()

    async def page(_request: Request) -> Response:
        return FileResponse(_HERE / "static" / "index.html")

    async def openapi(_request: Request) -> Response:
        return FileResponse(_HERE / "openapi.json", media_type="application/json")

    routes = [
        Route("/", page),
        Route("/api/openapi.json", openapi),
        Route("/api/desk", api.about),
        Route("/api/phrases", api.phrases),
        Route("/api/drafts", api.drafts),
        *(
            Route(f"/api/{name}", endpoint, methods=["POST"])
            for name, endpoint in {
                "suggest": api.suggest,
                "classify": api.classify,
                "check": api.check,
                "choices": api.choices,
                "talk": api.talk,
                "scripts": api.scripts,
                "drafts": api.review,
            }.items()
        ),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            RequestError: _say_error,
            CsScriptsError: _say_trouble,
            HTTPException: _say_http_error,
            Exception: _say_fault,
        },
    )
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    return Guard(app, host, token)


async def _say_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    headers = {"Retry-After": "1"} if error.status == 503 else None
    return JSONResponse({"field": error.field, "reason": error.reason}, error.status, headers)


async def _say_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"field": "", "reason": _REFUSALS.get(error.status_code, "请求不合格")}, error.status_code, error.headers)


async def _say_trouble(_request: Request, error: Exception) -> Response:
    return JSONResponse({"field": "", "reason": str(error)}, 500)


async def _say_fault(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"field": "", "reason": "程序出错了，请把命令窗口里的文字发给维护者"}, 500)


def listen(host: str, port: int) -> socket.socket:
    """Take a port.

    Args:
        host: name or address to listen on.
        port: the port; 0 for any free one.

    Returns:
        The bound socket.

    Raises:
        FileWriteError: the port is taken, or the host is not of this machine.
    """
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with ExitStack() as on_failure:
            bound = on_failure.enter_context(socket.socket(family, kind, proto))
            if os.name != "nt":  # there it would let two programs share the port
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            on_failure.pop_all()
    except OSError as error:
        raise FileWriteError(f"{host}:{port}", f"{reason(error)}；换个 --port 试试") from None
    return bound


def serve(app: ASGIApp, bound: socket.socket) -> None:
    """Serve until interrupted.

    Args:
        app: the application.
        bound: the socket to listen on.
    """
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, date_header=False, ws="none", lifespan="on")
    uvicorn.Server(config).run(sockets=[bound])
