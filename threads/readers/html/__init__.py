"""An HTML page in, its article with the comment tree out."""

from threads.readers.html.read import read

__all__ = ["read"]
