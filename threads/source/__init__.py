"""Source bytes → documents: the inputs found, unpacked, decoded, and their format told from the content."""

from threads.source.document import Document, Format
from threads.source.walk import open_documents

__all__ = ["Document", "Format", "open_documents"]
