"""Compressed or packed bytes → plain bytes, within limits: a bomb or a cut ends a stream, it never raises."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

import zstandard

FLOOR = 256 * 2**20
"""Bytes that an input may always expand to, however small it is."""

RATIO = 200
"""Beyond the floor, how many times its own size an input may expand to; texts compress five- to twentyfold."""

_PIECE = 2**18
_SLICE = 2**12
_ZSTD_SLICE = 2**11
_ZSTD_WINDOW = 2**31
DAMAGE = (
    *(EOFError, OSError, ValueError, IndexError, KeyError, OverflowError, NotImplementedError, RuntimeError),
    *(zlib.error, lzma.LZMAError, zstandard.ZstdError, struct.error, zipfile.BadZipFile, tarfile.TarError),
)
"""What the libraries that unpack raise on damaged, encrypted or unknown archives."""


@dataclass(slots=True)
class Meter:
    """How much of an input was read and how much came out of it, over all archives nested in it."""

    read: int = 0
    expanded: int = 0

    @property
    def exceeded(self) -> bool:
        """Whether more came out than any honest text would give."""
        return self.expanded > max(FLOOR, RATIO * self.read)


class Counted(io.RawIOBase):
    """An input's own bytes, counted."""

    def __init__(self, raw: IO[bytes], meter: Meter) -> None:
        self._raw, self._meter = raw, meter

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """Whether the input is."""
        return self._raw.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the input."""
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        """The place in the input."""
        return self._raw.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; 0 at the end."""
        data = self._raw.read(min(len(buffer), _PIECE))
        buffer[: len(data)] = data
        self._meter.read += len(data)
        return len(data)


class Unpacked(io.RawIOBase):
    """What comes out of an archive's member; ends at the first fault, which `fault` then names."""

    def __init__(self, raw: IO[bytes], meter: Meter) -> None:
        self._raw, self._meter = raw, meter
        self.fault: str | None = None

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; 0 at the end."""
        filled = 0
        while filled < len(buffer) and not self.fault:
            if self._meter.exceeded:
                self.fault = f"expands to more than {RATIO} times its size; the rest is not read"
                break
            try:
                piece = self._next(min(len(buffer) - filled, _PIECE))
            except DAMAGE as error:
                self.fault = f"is damaged or cut off ({str(error) or type(error).__name__}); what came before is read"
                break
            if not piece:
                break
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._meter.expanded += len(piece)
        return filled

    def _next(self, most: int) -> bytes:
        return self._raw.read(most)


class _Codec(Protocol):
    """What `bz2` and `lzma` decompressors look like."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """A gzip member's decompressor."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(31)
        self._tail = b""
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        out = self._zlib.decompress(self._tail + data, max_length)
        self._tail = self._zlib.unconsumed_tail
        self.needs_input = not self._tail and len(out) < max_length
        return out


class _Zstd:
    """A Zstandard frame's decompressor; windows of 2 GiB, as the Pushshift dumps have, are read."""

    needs_input = True

    def __init__(self) -> None:
        self._zstd = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()

    @property
    def eof(self) -> bool:
        return self._zstd.eof

    @property
    def unused_data(self) -> bytes:
        return self._zstd.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._zstd.decompress(data)


CODECS: dict[bytes, Callable[[], _Codec]] = {
    b"\x1f\x8b": _Gzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lzma.LZMADecompressor,
    b"\x28\xb5\x2f\xfd": _Zstd,
}
"""Decompressors by the first bytes of what they read."""


class Expanded(Unpacked):
    """A compressed stream's plain bytes, over all its members or frames."""

    def __init__(self, raw: IO[bytes], magic: bytes, meter: Meter) -> None:
        super().__init__(raw, meter)
        self._magic = magic
        self._codec: _Codec | None = CODECS[magic]()
        self._slice = _ZSTD_SLICE if CODECS[magic] is _Zstd else _SLICE
        self._input, self._at = b"", 0
        self._output = memoryview(b"")

    def _next(self, most: int) -> bytes:
        while not self._output and self._codec is not None:
            if self._codec.eof:
                self._turn(self._codec.unused_data)
                continue
            data = self._more() if self._codec.needs_input else b""
            self._output = memoryview(self._codec.decompress(data, max_length=most))
        piece, self._output = self._output[:most], self._output[most:]
        return bytes(piece)

    def _more(self) -> bytes:
        """The next compressed bytes, few at a time: what a member leaves over is then cheap to give to the next."""
        if self._at >= len(self._input):
            self._input, self._at = self._raw.read(_PIECE), 0
        data = self._input[self._at : self._at + self._slice]
        self._at += len(data)
        if not data:
            raise EOFError("its end is missing")
        return data

    def _turn(self, unused: bytes) -> None:
        """Go on with the member that follows; padding after the last is no fault."""
        self._at -= len(unused)
        while True:
            while self._at < len(self._input) and not self._input[self._at]:
                self._at += 1
            if len(self._input) - self._at >= len(self._magic):
                break
            more = self._raw.read(_PIECE)
            self._input, self._at = self._input[self._at :] + more, 0
            if not more:
                break
        if self._input.startswith(self._magic, self._at):
            self._codec = CODECS[self._magic]()
            return
        self._codec = None
        if self._at < len(self._input):
            self.fault = "has bytes after its end that are not read"


def magic_of(head: bytes) -> bytes | None:
    """The magic bytes of a compressed stream that begins with `head`."""
    return next((magic for magic in CODECS if head.startswith(magic)), None)
