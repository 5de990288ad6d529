"""Every error that `threads` raises on purpose.

    ThreadsError
    ├── SourceError       an input cannot be found, opened or decoded
    │   └── EmptyInputError    there is nothing in it
    ├── FormatError       the bytes are not what their format promises (also a ValueError)
    ├── ModelError        a model cannot be found, loaded or used
    ├── ThesisError       a thesis is needed and neither given nor found
    └── OutputError       a result cannot be written

A bad comment or a bad page among many is not an error: it becomes a `Notice` in the output and the run goes on.
"""


class ThreadsError(Exception):
    """Base of all: one sentence for the user that says what, where, and what to try."""


class SourceError(ThreadsError):
    """Raised when an input cannot be found, opened or decoded."""


class EmptyInputError(SourceError):
    """Raised when an input exists and holds nothing: an empty file, a directory without readable files."""


class FormatError(ThreadsError, ValueError):
    """Raised when bytes are not what their format promises and nothing of them can be read."""


class ModelError(ThreadsError):
    """Raised when a model cannot be found, loaded, or has labels that mean no stance."""


class ThesisError(ThreadsError):
    """Raised when a thesis is needed and neither given nor found in the article."""


class OutputError(ThreadsError, OSError):
    """Raised when a result cannot be written."""
