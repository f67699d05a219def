"""The interactive interface description at /docs, without any network: Swagger UI from the installed `fastapi-offline` package.

Only that package's static files are used. (`swagger-ui-bundle` stops at 4.15, which cannot show OpenAPI 3.1.)
"""

from html import escape
from importlib.resources import files

import fastapi_offline
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

ASSETS = "/docs/assets"
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/assets/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
_START = """SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "list",
  validatorUrl: null,
});
"""


def add_docs(app: FastAPI) -> None:
    """Add /docs and what it loads. Addresses are relative, so they hold wherever the service is mounted."""
    page = _PAGE.format(title=escape(app.title))

    async def show(_: Request) -> Response:
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY})

    async def start(_: Request) -> Response:
        return Response(_START, media_type="text/javascript")

    app.add_route("/docs", show, include_in_schema=False)
    app.add_route("/docs/start.js", start, include_in_schema=False)
    app.mount(ASSETS, StaticFiles(directory=str(files(fastapi_offline) / "static")))
