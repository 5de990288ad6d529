"""What the stages of a batch hand to one another → bytes that `pickle.loads` reads.

A frozen dataclass with slots is pickled by functions in Python, of which a segment would call hundred thousands: here
each is written as its class and its fields.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

_Reduce = Callable[[Any], tuple[type[Any], tuple[Any, ...]]]


class _ByFields(dict[type[Any], _Reduce]):
    """How to pickle a class: a dataclass by its fields, the rest as ever (KeyError)."""

    def __missing__(self, kind: type[Any]) -> _Reduce:
        names = [field.name for field in fields(kind)] if is_dataclass(kind) else []
        if len(names) < 2:  # of one name attrgetter makes no tuple; such objects are few
            raise KeyError(kind)
        values = attrgetter(*names)

        def reduce(one: Any) -> tuple[type[Any], tuple[Any, ...]]:
            return kind, values(one)

        self[kind] = reduce
        return reduce


_TABLE = _ByFields()


def packed(message: object) -> bytes:
    """The message as bytes; its dataclasses are made anew from all their fields when they are read."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _TABLE
    pickler.dump(message)
    return buffer.getvalue()
