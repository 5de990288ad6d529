"""What each worker of a batch would load at its first page, loaded by importing this file in the server they come from.

Nothing here may start a thread: workers are forked from that server.
"""

from threads.discourse.grice import capitals
from threads.discourse.wording import wording
from threads.readers.language import identify

_NO_FUNCTION_WORDS = "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt labore magna"

identify(_NO_FUNCTION_WORDS)  # by function words it cannot be told, so that the language model is loaded
capitals(["\N{GRINNING FACE}"])
wording("en")
