"""The demonstration site over HTTP, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import asyncio, json, urllib.error, urllib.request
from twisted.internet import asyncioreactor
asyncioreactor.install()
from newscrawl.demo.server import serve

class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None

def fetch(address, method="GET"):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect())
    try:
        with opener.open(urllib.request.Request(address, method=method), timeout=10) as reply:
            return reply.status, dict(reply.headers), reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()

async def main():
    server = serve()
    assert server.origin == f"http://127.0.0.1:{server.port}"
    replies = {}
    for method, path in [("GET", "/"), ("HEAD", "/"), ("GET", "/robots.txt"), ("GET", "/%C3%A9t%C3%A9/"),
                         ("GET", "/digue-estuaire-essai-reporte/"), ("GET", "/category/dernieres-minutes/page/2/?a=b")]:
        replies[f"{method} {path}"] = await asyncio.to_thread(fetch, server.origin + path, method)
    await server.stop()
    print(json.dumps(replies))
    reactor.stop()

from twisted.internet import reactor
reactor.callWhenRunning(lambda: asyncio.ensure_future(main()))
reactor.run()
"""


def test_the_site_answers_over_http():
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    replies = json.loads(run.stdout)
    status, headers, body = replies["GET /"]
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=UTF-8"
    assert "Écho du Fil" in body
    assert replies["HEAD /"][0] == 200
    assert replies["HEAD /"][2] == ""
    assert replies["GET /robots.txt"][1]["Content-Type"].startswith("text/plain")
    assert replies["GET /%C3%A9t%C3%A9/"][0] == 404
    moved = replies["GET /digue-estuaire-essai-reporte/"]
    assert (moved[0], moved[1]["Location"]) == (301, "/digue-prefabriquee-estuaire-essai/")
    assert "Page 2 sur" in replies["GET /category/dernieres-minutes/page/2/?a=b"][2]
