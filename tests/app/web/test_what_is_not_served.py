"""What a browser asks for in vain: listings, hidden files, its own request as an echo."""

import httpx2
import pytest


@pytest.mark.parametrize("folder", ["/static", "/static/", "/static/views", "/static/views/"])
async def test_no_folder_is_listed(client: httpx2.AsyncClient, folder: str) -> None:
    answer = await client.get(folder, follow_redirects=True)
    assert answer.status_code == 404
    assert ".js" not in answer.text


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/main.js", "/api/v1/me", "/nowhere"])
async def test_nothing_is_echoed_by_trace(client: httpx2.AsyncClient, path: str) -> None:
    answer = await client.request("TRACE", path, headers={"authorization": "Bearer secret"})
    assert answer.status_code in {404, 405}
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/docs", "/redoc", "/swagger", "/debug", "/.git/config", "/static/.git/config"],
)
async def test_neither_figures_nor_tools_nor_history_are_there(
    client: httpx2.AsyncClient, path: str
) -> None:
    assert (await client.get(path)).status_code == 404
