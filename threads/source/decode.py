"""The bytes of a page or dump, decoded to text: byte order mark, UTF-8, declared charset, else a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from threads.thread import Notice

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.I,
)
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined", "mbcs"})
_SEVEN_BIT = ("iso2022", "hz")
_WEB_NAMES = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
"""Browsers read these declared charsets as the larger sets that pages in fact use (WHATWG Encoding Standard)."""
_MAGICS = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF file",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3\x00": "an SQLite database",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"wOF2": "a font",
    b"ID3": "an audio file",
    b"OggS": "an audio file",
}
_CONTROL = bytes(sorted({*range(32), 127} - {9, 10, 11, 12, 13, 27}))
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257")
"""Where letters beyond ASCII stand alone among others, the script is Latin."""

_HEAD = 65_536
_SAMPLE = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding that it was read as, and what was odd about it."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def binary_kind(content: bytes) -> str | None:
    """What the bytes are if they are no text ("a PNG image", "binary data"), else None."""
    for magic, kind in _MAGICS.items():
        if content.startswith(magic):
            return kind
    head = content[:_HEAD]
    if _utf_16_without_mark(head) or head.startswith(tuple(mark for mark, _ in _BOMS)):
        return None
    controls = len(head) - len(head.translate(None, _CONTROL))
    return "binary data" if controls > 4 + 0.02 * len(head) else None


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Decode what `binary_kind` does not refuse; `declared` is the charset that a transfer header names."""
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), _utf_16_without_mark(content[:_HEAD]))
    if encoding:
        return _without_nulls(_lossy(content, encoding))
    found = _DECLARED.search(content[:_HEAD])
    names = [declared, *(name.decode() for name in (found.groups() if found else ()) if name)]
    codec = next((known for name in names if name and (known := _codec(name))), None)
    return _without_nulls(_by_trial(content, codec))


def _by_trial(content: bytes, codec: str | None) -> Decoded:
    if codec and codec.startswith(_SEVEN_BIT):
        return _lossy(content, codec)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf_8(content, codec)
    if codec in (None, "utf-8") or content.isascii():
        return Decoded(text, "utf-8")
    return Decoded(text, "utf-8", (_misdeclared(codec or "", "utf-8"),))


def _not_utf_8(content: bytes, codec: str | None) -> Decoded:
    text = content.decode("utf-8", errors="replace")
    beyond_ascii = sum(character > "\x7f" for character in text[:1_000_000])
    if codec in (None, "utf-8") and text[:1_000_000].count("\ufffd") <= max(1, beyond_ascii // 20) < beyond_ascii:
        return _lossy(content, "utf-8")
    if codec and codec != "utf-8":
        return _lossy(content, codec)
    guessed = _guess(content)
    decoded = _lossy(content, guessed)
    if codec is None:
        return decoded
    return Decoded(decoded.text, guessed, (_misdeclared("utf-8", guessed), *decoded.notices))


def _guess(content: bytes) -> str:
    first = next((at for at, byte in enumerate(content) if byte > 127), 0)
    start = max(0, first - _SAMPLE // 4)
    sample = content[start : start + _SAMPLE]
    runs = _HIGH_RUN.findall(sample)
    accents = sum(map(len, runs)) < 1.6 * len(runs)
    best = from_bytes(sample, cp_isolation=list(_LATIN) if accents else None).best()
    name = _codec(best.encoding) if best else None
    return name if name and name != "utf-8" else "cp1252"


def _lossy(content: bytes, encoding: str) -> Decoded:
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    try:
        return Decoded(content.decode(encoding), name)
    except UnicodeDecodeError:
        text = content.decode(encoding, errors="replace")
    message = f"{text.count(chr(0xFFFD))} bytes are no {name} and stand as the replacement character."
    return Decoded(text, name, (Notice("undecodable", message),))


def _without_nulls(decoded: Decoded) -> Decoded:
    count = decoded.text.count("\x00")
    if not count:
        return decoded
    notice = Notice("null-bytes", f"{count} null bytes were left out.")
    return Decoded(decoded.text.replace("\x00", ""), decoded.encoding, (*decoded.notices, notice))


def _misdeclared(declared: str, found: str) -> Notice:
    return Notice("encoding-misdeclared", f"The page declares {declared} and is {found}; read as {found}.")


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
        b"".decode(found)
    except (LookupError, ValueError):
        return None
    return None if found in _NO_CHARSETS else _WEB_NAMES.get(found, found)


def _utf_16_without_mark(head: bytes) -> str | None:
    even, odd = head[0:-1:2], head[1::2]
    if len(odd) < 8:
        return None
    for zeros, letters, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros.count(0) > 0.4 * len(zeros) and letters.count(0) < 0.05 * len(letters):
            return name
    return None
