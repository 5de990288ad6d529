"""Addresses on the Hugging Face hub, against a hub that this test runs on the machine itself."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import pyarrow.dataset
import pytest

PAGE = (Path(__file__).parent / "fixtures" / "archive" / "page.html").read_bytes()
FILES = {"pages/a.html": PAGE, "pages/b.html": PAGE.replace(b"<title>", b"<title>Again: "), "README.md": b"no page"}
COMMIT = "c" * 40


class Hub(BaseHTTPRequestHandler):
    """A data set `me/site`: what it is, the list of its files, and each of them, whole or a range of it."""

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if "/resolve/" in path:
            self._file(FILES[path.split("/resolve/main/")[1]])
        elif "/tree/" in path:
            folder = path.split("/tree/main")[1].strip("/")
            self._json([_entry(name) for name in FILES if name.startswith(folder)])
        else:
            self._json({"id": "me/site", "sha": COMMIT, "private": False, "siblings": []})

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""

    def _file(self, content: bytes) -> None:
        asked = self.headers.get("Range")
        if asked is None:
            self._send(200, content, ETag='"x"')
            return
        first, last = (int(number) for number in asked.removeprefix("bytes=").split("-"))
        part = content[first : last + 1]
        self._send(206, part, ETag='"x"', **{"Content-Range": f"bytes {first}-{first + len(part) - 1}/{len(content)}"})

    def _json(self, value: object) -> None:
        self._send(200, json.dumps(value).encode(), **{"Content-Type": "application/json"})

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in (*headers.items(), ("X-Repo-Commit", COMMIT), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _entry(name: str) -> dict[str, object]:
    return {"type": "file", "path": name, "size": len(FILES[name]), "oid": hashlib.sha1(FILES[name]).hexdigest()}


@pytest.fixture
def hub() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_folder_of_a_data_set_is_read(hub: str, tmp_path: Path) -> None:
    offline = {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE"}
    environment = {name: value for name, value in os.environ.items() if name not in offline}
    environment |= {"HF_ENDPOINT": hub, "HF_HOME": str(tmp_path / "home"), "NO_PROXY": "127.0.0.1"}
    command = [sys.executable, "-m", "threads", "batch", "hf://datasets/me/site/pages", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    rows = pyarrow.dataset.dataset(tmp_path / "out" / "threads").to_table().to_pylist()
    assert sorted(row["path"] for row in rows) == [f"hf://datasets/me/site/pages/{name}.html" for name in "ab"]
    assert "2 threads with 4 comments" in done.stdout + done.stderr
