import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threads.errors import FormatError
from threads.schema import SCHEMA, from_json, json_schema, to_json
from threads.thread import Article, Comment, Evidence, Notice, Quote, Source, Thread, Timestamp

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
stamps = st.none() | st.sampled_from(["2022", "2022-01-11", "2022-01-11T22:30", "2022-01-11T22:30:15+01:00"]).map(
    Timestamp.from_iso
)
comments = st.builds(
    Comment,
    id=text,
    parent=st.none() | text,
    depth=st.integers(0, 9),
    text=st.none() | text,
    author=st.none() | text,
    timestamp=stamps,
    quotes=st.just(()) | st.just((Quote(0, 1, "x", "article"),)),
    missing=st.booleans(),
    evidence=st.just((Evidence("author", "byline", (1, 2)),)),
)
threads = st.builds(
    Thread,
    id=text,
    source=st.just(Source("p", "text", "00")),
    article=st.builds(Article, title=st.none() | text, published=stamps),
    comments=st.lists(comments, max_size=3).map(tuple),
    declared_comments=st.none() | st.integers(0, 9),
    notices=st.just((Notice("code", "A sentence."),)),
)


@given(threads)
def test_json_round_trip(thread: Thread) -> None:
    line = to_json(thread)
    assert "\n" not in line
    assert from_json(line) == thread
    jsonschema.validate(json.loads(line), json_schema())


def test_the_schema_version_stands_first() -> None:
    line = to_json(Thread("t", Source("p", "text", "00"), Article()))
    assert line.startswith(f'{{"schema": "{SCHEMA}"')


@pytest.mark.parametrize(
    ("line", "place"), [("{}", "id"), ("[]", "the line"), ("nonsense", "the line"), ('{"id": 3}', "id")]
)
def test_what_is_no_thread_is_refused_by_place(line: str, place: str) -> None:
    with pytest.raises(FormatError, match=place):
        from_json(line)
