"""create_app: the one place where the parts are wired together."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from . import __version__
from .lab.service import Lab
from .resources import folder
from .runs.service import RunService
from .sandbox.gate import Gate
from .sandbox.protocol import Sandbox
from .settings import Settings
from .web import (
    api,
    batches_api,
    cheatsheet,
    compare_api,
    diagnoses_api,
    diagnosis,
    embed,
    exports,
    failures,
    gallery,
    health,
    lessons_api,
    metrics_page,
    pages,
    play,
    plotly,
    runs_api,
    share,
    steps,
    timeline,
    trace_files,
)
from .web.access import Access
from .web.assets import Assets
from .web.body import BodyLimit
from .web.classroom import csv_file, desk, doors, events, screen, student
from .web.cors import Cors
from .web.description import describe
from .web.headers import SecurityHeaders
from .web.hosts import HostCheck
from .web.lab import allocator, lab_files, sweep
from .web.lessons import course, reading
from .web.logs import RequestLog
from .web.origins import OriginCheck
from .web.reference import reference
from .web.rendering import Renderer
from .web.search import search
from .web.services import Services

_ROUTERS = (
    student.router,  # the first: a whole class votes at once
    health.router,
    metrics_page.router,
    runs_api.router,
    batches_api.router,
    compare_api.router,
    api.router,
    share.api,
    diagnoses_api.router,
    lessons_api.router,
    trace_files.api,
    play.router,
    course.router,
    reading.router,
    sweep.router,
    gallery.router,
    cheatsheet.router,
    search.router,
    reference.router,
    search.api,
    diagnosis.router,
    trace_files.router,
    exports.router,
    events.router,
    doors.router,
    csv_file.router,
    desk.router,
    screen.router,
    share.router,
    embed.router,
    lab_files.router,
    allocator.router,
    pages.router,
    plotly.router,
    steps.router,
    timeline.router,
)


def create_app(settings: Settings, sandbox: Sandbox | None = None) -> FastAPI:
    """The whole application; `sandbox` takes the place of the pool of forked processes."""
    runs = RunService(sandbox or sandbox_of(settings), settings)
    return assemble(Services(settings, runs, Lab(runs)))


def assemble(services: Services) -> FastAPI:
    """The web around some services."""
    app = FastAPI(
        title="Inplace Lab",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    assets = Assets(folder("static"))
    app.state.services = services
    app.state.renderer = Renderer(folder("templates"), assets)
    app.mount("/static", assets, name="static")
    for router in _ROUTERS:  # include_router would wrap each, and the last of forty be found half as fast
        app.router.routes.extend(router.routes)
    app.router.redirect_slashes = False  # it would send readers to whatever the Host header says
    failures.install(app)
    # The last one added meets a request first.
    app.add_middleware(BodyLimit, limit=services.settings.body_bytes)
    app.add_middleware(Access, services=services)
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=6)
    origins = services.settings.cors_origins
    if origins:
        app.add_middleware(Cors, origins=origins)
    app.add_middleware(OriginCheck, trusted=services.settings.trusted_hosts, origins=origins)
    app.add_middleware(HostCheck, served=services.settings.host, trusted=services.settings.trusted_hosts)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog, metrics=services.metrics)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    await services.start()
    yield
    await services.stop()


def sandbox_of(settings: Settings) -> Gate:
    """The sandbox of this machine, with a gate before it."""
    return Gate(_sandbox(settings), trusted=settings.trust_local_code)


def _sandbox(settings: Settings) -> Sandbox:
    if settings.executor == "ray":
        from .cluster.sandbox import RaySandbox

        return RaySandbox(settings.ray_address, trusted=settings.trust_local_code)

    if sys.platform != "linux":
        from .sandbox.inline import InlineSandbox  # level D: the gate opens only to those who trust what they run

        return InlineSandbox()

    from .sandbox.pool import Pool

    return Pool(warm_children=settings.warm_children, data_dir=settings.data_dir)
