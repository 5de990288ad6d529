"""Source bytes → documents: the inputs found, unpacked, decoded, and their format told from the content."""

from threads.source.document import Document, Format
from threads.source.walk import input_groups, open_documents

__all__ = ["Document", "Format", "input_groups", "open_documents"]
