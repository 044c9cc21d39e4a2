"""What the server does besides running pages: it looks at its settings, adds headers, opens a browser, and imports ahead."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit
from starlette.middleware import Middleware
from streamlit import cli_util, config
from streamlit.web.server import server_util

from playground.errors import ConfigurationError
from playground.settings import check_settings, embedding_sites
from playground.ui.shared.headers import SecurityHeaders
from playground.ui.shared.preloading import start_preloading


def middleware() -> list[Middleware]:
    """What stands between visitors and Streamlit; ends the process with status 2 where a setting is wrong."""
    try:
        check_settings()
        sites = embedding_sites()
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    return [Middleware(SecurityHeaders, embedded_in=sites, page=page)]


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Open a browser when the server starts, which Streamlit 1.67 does only for scripts without an `App`; preload."""
    if not config.get_option("server.headless"):
        url = server_util.get_url(config.get_option("browser.serverAddress"))
        asyncio.get_running_loop().call_soon(cli_util.open_browser, url)
    start_preloading()
    yield
