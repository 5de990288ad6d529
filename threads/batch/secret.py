"""The key of a batch's pseudonyms: the user's, or one that is kept beside the output directory, never in it.

The first run takes it from the bytes of its inputs, so that the same inputs give the same pseudonyms anywhere; the
file keeps it, so that pseudonyms stay the same when the site grows.
"""

from __future__ import annotations

import os
from pathlib import Path

from threads.analysis import Options
from threads.batch.inputs import InputFile
from threads.errors import OutputError
from threads.privacy import key_for


def key_path(out: Path) -> Path:
    """`DIR.key`, beside `DIR`."""
    absolute = out.absolute()
    return absolute.with_name(absolute.name + ".key")


def key_of_run(options: Options, out: Path, files: tuple[InputFile, ...]) -> bytes | None:
    """The key of the pseudonyms, None where names are kept. Raises OutputError where it cannot be kept."""
    if options.names:
        return None
    if options.key is not None:
        return options.key.encode()
    path = key_path(out)
    try:
        if path.exists():
            return bytes.fromhex(path.read_text(encoding="ascii").strip())
        key = key_for(file.secret for file in files)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
    except (OSError, ValueError) as error:
        raise OutputError(f"The key of the pseudonyms cannot be kept in {path}: {error}.") from error
    return key
