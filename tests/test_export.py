"""Exports → threads: each format's fixture as a whole tree, then what dirt does to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threads.readers import read_threads
from threads.readers.export.assembly import Opening, assemble
from threads.readers.export.post import Post, from_plain
from threads.schema import from_json, to_json
from threads.source import Document, Format, open_documents
from threads.source.leaf import read_bytes
from threads.thread import Article, Kind, Thread

EXPORTS = Path(__file__).parent / "fixtures" / "export"

TREES = {
    "blog.wxr.xml": ["7: 11(- 0 Jens & Ute) 12(11 1 Paula) 13(- 0 Nachbarblog) 99?(- 0) 14(99 1 Kai)", "9:"],
    "disqus.xml": ["100: 1001(- 0 Jens) 1002(1001 1 Paula) 555?(- 0) n3(555 1 Ada)"],
    "reddit.json": ["abc: t1_c1(- 0 jens) t1_c2(t1_c1 1 paula) t1_c3(- 0 None) t1_c8?(t1_c1 1) t1_c9?(t1_c1 1)"],
    "reddit.ndjson": ["abc: t1_c1(- 0 jens) t1_c2(t1_c1 1 paula)", "xyz: t1_d1(- 0 ada)"],
    "algolia.json": ["1: 2(- 0 jens) 3(2 1 paula) 4(- 0 None)"],
    "firebase.json": ["1: 2(- 0 jens) 3(2 1 paula) 4(- 0 None)"],
    "discourse.json": ["31: 1(- 0 marta) 2(- 0 jens) 3(2 1 paula)"],
    "youtube.json": ["vid: T1(- 0 Jens) T1.a(T1 1 Paula)"],
    "ytdlp.info.json": ["vid: T1(- 0 @jens) T1.a(T1 1 @paula)"],
    "mastodon.json": ["1: 2?(- 0) 3(2 1 paula@stadt.example) 4(3 2 jens)"],
    "lemmy.json": ["5: 7(- 0 jens) 8(7 1 paula) 9(- 0 ada)"],
    "stackexchange.json": ["10: 20(- 0 jens) comment-1(- 0 ada) comment-2(20 1 paula)"],
    "Posts.xml": ["10: 20(- 0 user2) 21(- 0 paula)", "30: 31(- 0 user3)"],
    "comments-feed.xml": ["https://blog.example/wind/: 11(- 0 ada) 12(11 1 jens)"],
    "comments-feed.atom": ["https://b.example/2021/03/wind.html: 101(- 0 ada) 102(101 1 jens)"],
    "corpus/utterances.jsonl": ["u1: u1(- 0 marta) u2(u1 1 jens)", "u3: u3(- 0 ada)"],
    "comments.json": [": 1(- 0 Jens) 2(1 1 Paula) 3(- 0 Ada)"],
    "comments.jsonl": ["wind: 1(- 0 marta) 2(1 1 jens) 4(2 2 paula)", "sun: 3(- 0 ada)"],
    "comments.csv": [": 1(- 0 Jens) 2(1 1 Paula)"],
}


def read(name: str, **columns: str) -> list[Thread]:
    found = open_documents([EXPORTS / name], columns=columns)
    return [thread for item in found if isinstance(item, Document) for thread in read_threads(item)]


def read_text(text: str, name: str = "input") -> list[Thread]:
    document = read_bytes(text.encode("utf-8", "replace"), name)
    assert isinstance(document, Document)
    return list(read_threads(document))


def tree(thread: Thread) -> str:
    seats = [
        f"{c.id}?({c.parent or '-'} {c.depth})" if c.missing else f"{c.id}({c.parent or '-'} {c.depth} {c.author})"
        for c in thread.comments
    ]
    return f"{thread.id.partition('/')[2]}: {' '.join(seats)}".rstrip()


@pytest.mark.parametrize(("name", "trees"), TREES.items())
def test_each_format_gives_its_whole_tree(name: str, trees: list[str]) -> None:
    assert [tree(thread) for thread in read(name)] == trees


@pytest.mark.parametrize("name", TREES)
def test_each_thread_survives_its_json_form_and_has_a_stable_id(name: str) -> None:
    for thread in read(name):
        assert from_json(to_json(thread)) == thread
        assert [again.id for again in read(name)].count(thread.id) == 1


@pytest.mark.parametrize("name", TREES)
def test_every_comment_says_where_it_stands_and_what_names_its_parent(name: str) -> None:
    for thread in read(name):
        for comment in thread.comments:
            fields = {evidence.field for evidence in comment.evidence}
            assert fields == ({"missing"} if comment.missing else {"comment", "parent"})


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("blog.wxr.xml", "2021-03-04T11:30:00+00:00"),
        ("disqus.xml", "2021-03-04T11:30:00+00:00"),
        ("reddit.json", "2021-03-04T11:30:00+00:00"),
        ("algolia.json", "2021-03-04T11:30:00+00:00"),
        ("youtube.json", "2021-03-04T11:30:00+00:00"),
        ("lemmy.json", "2021-03-04T11:30:00+00:00"),
        ("comments.json", "2021-03-04T11:30:00+01:00"),
        ("comments.csv", "2021-03-04T11:30"),
    ],
)
def test_the_first_comment_has_its_moment_with_the_zone_that_is_stated(name: str, iso: str) -> None:
    stamp = read(name)[0].comments[0].timestamp
    assert stamp is not None
    assert stamp.iso == iso


@pytest.mark.parametrize(
    ("name", "title", "author", "declared"),
    [
        ("blog.wxr.xml", "Wind & Wetter", "marta", None),
        ("disqus.xml", "Wind & Wetter", "Marta", None),
        ("reddit.json", "Wind & weather", "marta", 5),
        ("firebase.json", "Wind farms", "marta", 3),
        ("discourse.json", "Wind farms", "marta", 5),
        ("ytdlp.info.json", "Wind farms", "Feldweg TV", 2),
        ("lemmy.json", "Wind farms", "marta", 3),
        ("Posts.xml", 'Do wind farms "help"?', "user1", None),
        ("comments-feed.xml", "Does the village need wind farms?", None, None),
        ("stackexchange.json", 'Do wind farms "help"?', "marta", None),
        ("corpus/utterances.jsonl", "Wind farms", "marta", None),
        ("comments.jsonl", "Wind farms", "marta", None),
    ],
)
def test_the_article_and_the_announced_number(name: str, title: str, author: str | None, declared: int | None) -> None:
    thread = read(name)[0]
    assert (thread.article.title, thread.article.author, thread.declared_comments) == (title, author, declared)


def test_wxr_keeps_paragraphs_quotes_pingbacks_and_the_article() -> None:
    thread = read("blog.wxr.xml")[0]
    assert thread.article.text == "Der Windpark nützt dem Dorf.\n\nEr bringt Pacht."
    first, reply, ping = thread.comments[:3]
    assert first.text == "Das sehe ich anders.\n\nWer zahlt den Rückbau?"
    assert reply.own_words == "Der Betreiber, das steht im Vertrag."
    assert reply.quotes[0].of == "11"
    assert ping.kind is Kind.PINGBACK
    assert (first.author_url, first.timestamp_raw) == ("https://jens.example", "2021-03-04 12:30:00")


def test_reddit_marks_removed_edited_votes_and_what_was_not_loaded() -> None:
    thread = read("reddit.json")[0]
    first, reply, removed, *stubs = thread.comments
    assert [stub.missing for stub in stubs] == [True, True]
    assert thread.lost_comments == 0
    assert (first.edited, reply.edited, removed.deleted, removed.text) == (True, False, True, None)
    assert reply.own_words == "The operator."
    assert first.votes is not None
    assert first.votes.net == 3
    assert [notice.code for notice in thread.notices] == ["not-loaded"]


def test_user_columns_read_a_table_with_names_of_its_own() -> None:
    (thread,) = read("beitraege.csv", text="Beitrag", author="Wer", time="Wann", id="Nr", parent="Bezug")
    assert tree(thread) == ": 1(- 0 Jens) 2(1 1 Paula)"
    assert thread.comments[0].text == "Ich zweifle; sehr.\nWer zahlt?"
    assert thread.comments[0].timestamp is not None
    assert thread.comments[0].timestamp.iso == "2021-03-13T11:30"
    assert thread.confidence == 1.0


def test_a_column_that_is_not_there_is_said_with_those_that_are() -> None:
    (thread,) = read("comments.csv", text="body")
    assert thread.comments == ()
    assert "no column body; its columns are comment_id, comment_text" in thread.notices[0].message


def test_parquet_is_a_table(tmp_path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table({"id": [1, 2], "parent_id": [None, 1], "body": ["Yes.", "Why?"], "author": ["a", "b"]})
    pyarrow.parquet.write_table(table, tmp_path / "t.bin")
    (document,) = open_documents([tmp_path / "t.bin"])
    assert isinstance(document, Document)
    assert document.format is Format.PARQUET
    assert [tree(thread) for thread in read_threads(document)] == [": 1(- 0 a) 2(1 1 b)"]


def test_our_own_threads_come_back_unchanged() -> None:
    threads = [thread for name in TREES for thread in read(name)]
    assert read_text("\n".join(to_json(thread) for thread in threads)) == threads


def test_a_broken_line_among_our_own_threads_costs_that_line_only() -> None:
    line = to_json(read("algolia.json")[0])
    first, bad, last = read_text(f'{line}\n{{"schema": "threads.thread/1"}}\n{line}')
    assert (first, last.comments) == (last, first.comments)
    assert bad.notices[0].code == "bad-line"


# Dirt


def post(id: str | None, parent: str | None = None, text: str = "words") -> Post:
    return Post(id, parent, from_plain(text), "", "parent")


def assembled(*posts: Post, roots: frozenset[str] = frozenset()) -> Thread:
    document = Document("x", Format.JSON_TREE, b"", "0" * 64)
    return assemble(document, posts, Opening(Article(), roots=roots))


@pytest.mark.parametrize(
    ("posts", "expected", "codes"),
    [
        ([post("a"), post("b", "a"), post("c", "b")], "a(- 0) b(a 1) c(b 2)", []),
        ([post("b", "a"), post("a")], "a(- 0) b(a 1)", []),
        ([post("a", "zero")], "zero?(- 0) a(zero 1)", ["placeholder"]),
        ([post("a", "a")], "a(- 0)", ["cycle"]),
        ([post("a", "b"), post("b", "a"), post("c", "b")], "a(- 0) b(a 1) c(b 2)", ["cycle"]),
        ([post("d", "c"), post("c", "b"), post("b", "c")], "c(- 0) b(c 1) d(c 1)", ["cycle"]),
        ([post(None), post(None, "n1", "more")], "n1(- 0) n2(n1 1)", ["no-ids"]),
        ([post("a"), post("a"), post("b", "a")], "a(- 0) b(a 1)", ["duplicate"]),
        ([post("a"), post("a", None, "other")], "a(- 0) a~2(- 0)", ["id-shared"]),
        ([post("a", "root"), post("root", "a")], "a(- 0) root(a 1)", ["cycle"]),
    ],
)
def test_links_however_dirty(posts: list[Post], expected: str, codes: list[str]) -> None:
    thread = assembled(*posts)
    told = [f"{c.id}{'?' * c.missing}({c.parent or '-'} {c.depth})" for c in thread.comments]
    assert sorted(told) == sorted(expected.replace(") ", ")|").split("|"))
    assert [notice.code for notice in thread.notices] == codes
    sound(thread)


def test_a_parent_that_means_the_article_is_none() -> None:
    assert [c.parent for c in assembled(post("a", "0"), post("b", "a"), roots=frozenset({"0"})).comments] == [None, "a"]


def test_a_reply_that_only_its_words_show_is_kept_apart_from_stated_parents() -> None:
    rows = [{"id": 1, "user": "Paula", "text": "It pays."}, {"id": 2, "user": "Jens", "text": "@Paula: to whom?"}]
    (thread,) = read_text("\n".join(map(json.dumps, rows)))
    reply = thread.comments[1]
    assert (reply.parent, reply.depth) == (None, 0)
    assert reply.implicit_parent is not None
    assert reply.implicit_parent.id == "1"


def test_a_circle_below_others_keeps_every_comment() -> None:
    thread = assembled(*(post(f"p{n}", f"p{(n + 1) % 50}", str(n)) for n in range(50)))
    assert len(thread.comments) == 50
    sound(thread)


def sound(thread: Thread) -> None:
    """Parents before replies, depths right, ids unique."""
    depths: dict[str, int] = {}
    for comment in thread.comments:
        assert comment.id not in depths
        assert comment.depth == (0 if comment.parent is None else depths[comment.parent] + 1)
        depths[comment.id] = comment.depth


LINKS = st.lists(st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(0, 12)), max_size=30)


@settings(deadline=None)
@given(LINKS)
def test_any_links_give_a_sound_tree_that_keeps_every_different_text(
    links: list[tuple[int | None, int | None]],
) -> None:
    posts = [
        post(None if id is None else str(id), None if parent is None else str(parent), f"text {number}")
        for number, (id, parent) in enumerate(links)
    ]
    thread = assembled(*posts)
    sound(thread)
    assert sorted(c.text or "" for c in thread.comments if not c.missing) == sorted(p.body.text for p in posts)


def test_a_thread_nested_fifty_thousand_deep() -> None:
    depth = 50_000
    text = '[{"text": "x", "id": 1, "replies": ' * depth + "[]" + "}]" * depth
    (thread,) = read_text(text.replace('"id": 1', '"author": "a"'))
    assert max(comment.depth for comment in thread.comments) == depth - 1
    listing = (
        '{"kind": "Listing", "data": {"children": [{"kind": "t1", "data": {"body": "x", "link_id": "t3_z", "replies": '
    )
    (deep,) = read_text(listing * 5000 + '""' + "}}]}}" * 5000)
    assert len(deep.comments) == 5000


@pytest.mark.parametrize("name", [name for name in TREES if name.endswith((".json", ".xml"))])
@pytest.mark.parametrize("share", [0.4, 0.7, 0.95])
def test_a_cut_off_export_gives_what_came_before_and_says_so(name: str, share: float) -> None:
    text = (EXPORTS / name).read_text(encoding="utf-8")
    threads = read_text(text[: int(len(text) * share)], name)
    assert any(notice for thread in threads for notice in thread.notices)
    for thread in threads:
        sound(thread)


def test_stray_characters_and_forbidden_ones_in_xml_are_noticed() -> None:
    text = (EXPORTS / "disqus.xml").read_text(encoding="utf-8").replace("I doubt", "I \x08doubt &#11; &nbsp;")
    (thread,) = read_text("x\n" + text)
    assert {"stray-characters", "forbidden-characters"} <= {notice.code for notice in thread.notices}
    assert thread.comments[0].text is not None
    assert thread.comments[0].text.startswith("I doubt")


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaaaaaaaa">'
    + "".join(f'<!ENTITY {"abcdefghij"[n + 1]} "{("&" + "abcdefghij"[n] + ";") * 30}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "prolog", [BOMB, OUTSIDE, BOMB.replace("]>", ""), OUTSIDE.replace("<!DOCTYPE d", "<!DOCTYPE x><!DOCTYPE d")]
)
@pytest.mark.parametrize("name", ["disqus.xml", "blog.wxr.xml"])
def test_entities_neither_explode_nor_reach_outside(name: str, prolog: str) -> None:
    text = (EXPORTS / name).read_text(encoding="utf-8").split("?>", 1)[1].replace("Wind &amp;", "&j; Wind &amp;")
    text = text.replace("<title>Wind", "<title>&j;Wind")
    threads = read_text(prolog + text)
    written = "".join(to_json(thread) for thread in threads)
    assert "root:" not in written
    assert len(written) < 50_000


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (
            [{"author": "a", "body": "x", "depth": 0}, {"author": "b", "body": "y", "depth": 2}],
            "n1(- 0 a) m1?(n1 1) n2(m1 2 b)",
        ),
        ([{"name": {"first": 1}, "message": "x", "date": "2020-01-01"}], "n1(- 0 None)"),
        ([{"id": 1.0, "text": "x", "parent": "0"}, {"id": 2.0, "text": "y", "parent": 1.0}], "1(- 0 None) 2(1 1 None)"),
    ],
)
def test_tables_of_other_shapes(records: list[dict[str, object]], expected: str) -> None:
    (thread,) = read_text("\n".join(json.dumps(record) for record in [*records, {}]))
    assert tree(thread) == f": {expected}"


def test_json_with_articles_around_the_comments_gives_a_thread_each() -> None:
    comments = [{"text": "x", "author": {"username": "u"}, "created": 1614848400}]
    value = {
        "articles": [{"id": n, "title": f"T{n}", "body": "B", "comment_count": 4, "comments": comments} for n in (1, 2)]
    }
    first, second = read_text(json.dumps(value))
    assert (first.article.title, first.article.text, first.declared_comments) == ("T1", "B", 4)
    assert [c.author for c in second.comments] == ["u"]


def test_a_scraped_site_with_a_page_a_line() -> None:
    replies = [{"text": "y", "author": "b"}]
    pages = [
        {
            "url": f"https://a.example/{n}",
            "title": f"T{n}",
            "text": "B",
            "comments": [{"text": "x", "author": "a", "replies": replies}],
        }
        for n in (1, 2)
    ]
    first, second = read_text("\n".join(map(json.dumps, pages)))
    assert (first.article.title, first.article.text, first.article.url) == ("T1", "B", "https://a.example/1")
    assert tree(second) == "line-2: n3(- 0 a) n4(n3 1 b)"


def test_a_comment_with_a_title_and_replies_is_no_article() -> None:
    (thread,) = read_text(json.dumps([{"id": 1, "title": "Re", "text": "x", "replies": [{"id": 2, "text": "y"}]}]))
    assert tree(thread) == ": 1(- 0 None) 2(1 1 None)"


def test_rows_keep_the_numbers_of_their_lines() -> None:
    (thread,) = read_text('{"id": 1, "text": "x"}\n{broken\n{"id": 2, "text": "y"}\n')
    assert thread.comments[1].evidence[0].path == "row 3"
    assert [notice.code for notice in thread.notices] == ["bad-line", "no-parents"]


def test_html_in_the_texts_of_a_table_is_told_from_comparisons() -> None:
    rows = [{"id": 1, "text": "a < b and c > d"}, {"id": 2, "text": "<p>one</p><p>two &amp; three</p>"}]
    (thread,) = read_text("\n".join(map(json.dumps, rows)))
    assert [c.text for c in thread.comments] == ["a < b and c > d", "one\n\ntwo & three"]


COMMENTO = [
    {"commentHex": "a1", "commenterHex": "c1", "markdown": "One.", "html": "", "parentHex": "root", "deleted": False},
    {"commentHex": "a2", "commenterHex": "c2", "markdown": "Two.", "html": "", "parentHex": "a1", "deleted": False},
]
WORDPRESS_API = [
    {"id": 1, "post": 7, "parent": 0, "author": 0, "author_name": "Jens", "content": {"rendered": "<p>One.</p>"}},
    {"id": 2, "post": 7, "parent": 1, "author": 3, "author_name": "Paula", "content": {"rendered": "<p>Two.</p>"}},
]
WORDPRESS_COM = [
    {"ID": 1, "post": {"ID": 7, "title": "T"}, "parent": False, "author": {"name": "Jens", "ID": 4}, "content": "One."},
    {"ID": 2, "post": {"ID": 7, "title": "T"}, "parent": {"ID": 1}, "author": {"name": "Paula"}, "content": "Two."},
]
DISQUS_API = [
    {"id": "1", "parent": None, "thread": "7", "author": {"name": "Jens", "id": "4"}, "message": "<p>One.</p>"},
    {
        "id": "2",
        "parent": 1,
        "thread": "7",
        "author": {"name": "Paula"},
        "raw_message": "Two.",
        "message": "<p>Two.</p>",
    },
]
REPLY = {"id": "2", "message": "Two.", "from": {"name": "Paula"}}
FACEBOOK = [{"id": "1", "message": "One.", "from": {"name": "Jens"}, "comments": {"data": [REPLY]}}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"version": 1, "comments": COMMENTO}, ": a1(- 0 c1) a2(a1 1 c2)"),
        (WORDPRESS_API, "7: 1(- 0 Jens) 2(1 1 Paula)"),
        ({"found": 2, "comments": WORDPRESS_COM}, "7: 1(- 0 Jens) 2(1 1 Paula)"),
        ({"code": 0, "response": DISQUS_API}, "7: 1(- 0 Jens) 2(1 1 Paula)"),
        ({"data": FACEBOOK, "paging": {}}, ": 1(- 0 Jens) 2(1 1 Paula)"),
    ],
)
def test_interfaces_that_have_no_reader_of_their_own(value: object, expected: str) -> None:
    (thread,) = read_text(json.dumps(value))
    assert tree(thread) == expected
    assert [comment.text for comment in thread.comments] == ["One.", "Two."]


def test_a_mastodon_status_beside_its_context_takes_its_place() -> None:
    context = json.loads((EXPORTS / "mastodon.json").read_text(encoding="utf-8"))
    status = {"id": "2", "in_reply_to_id": "1", "content": "<p>No.</p>", "account": {"acct": "jens"}}
    (thread,) = read_text(json.dumps({"status": status, "context": context}))
    assert tree(thread) == "1: 2(- 0 jens) 3(2 1 paula@stadt.example) 4(3 2 jens)"


def test_lemmy_comments_without_their_post() -> None:
    comments = json.loads((EXPORTS / "lemmy.json").read_text(encoding="utf-8"))["comments"]
    (thread,) = read_text(json.dumps({"comments": comments}))
    assert tree(thread) == "5: 7(- 0 jens) 8(7 1 paula) 9(- 0 ada)"
    assert thread.article.title == "Wind farms"


def test_youtube_replies_on_a_page_of_their_own() -> None:
    snippet = {"videoId": "v", "parentId": "T", "textDisplay": "Why?", "authorDisplayName": "p"}
    (thread,) = read_text(json.dumps({"items": [{"kind": "youtube#comment", "id": "T.a", "snippet": snippet}]}))
    assert tree(thread) == "v: T?(- 0) T.a(T 1 p)"


def test_discourse_posts_without_their_topic() -> None:
    posts = [
        {"id": n, "topic_id": 3, "post_number": n, "cooked": "<p>x</p>", "username": "u", "reply_to_post_number": n - 1}
        for n in (2, 3)
    ]
    (thread,) = read_text(json.dumps({"latest_posts": posts}))
    assert tree(thread) == "3: post-1?(- 0) 2(post-1 1 u) 3(2 2 u)"


def test_half_characters_in_json_do_not_reach_the_output() -> None:
    (thread,) = read_text('[{"id": "\\ud800x", "author": "\\udc00", "text": "<p>\\uD83D \\uD83D\\uDE00</p>"}]')
    to_json(thread).encode()
    assert thread.comments[0].text == "\ufffd \U0001f600"


def test_json_without_comments_says_what_to_do() -> None:
    (thread,) = read_text('{"version": 2, "files": ["a", "b"]}')
    assert "--columns" in thread.notices[0].message


def test_comments_of_a_whole_site_are_parted_by_the_page_that_they_name() -> None:
    comments = [
        {"commentHex": n, "parentHex": above, "url": page, "markdown": f"Words {n}.", "commenterHex": "ada"}
        for n, above, page in (("a", "root", "/wind"), ("b", "root", "/sun"), ("c", "b", "/sun"))
    ]
    wind, sun = read_text(json.dumps({"version": 1, "comments": comments}))
    assert (tree(wind), wind.article.url) == ("/wind: a(- 0 ada)", "/wind")
    assert (tree(sun), sun.article.url) == ("/sun: b(- 0 ada) c(b 1 ada)", "/sun")


def test_comments_with_addresses_of_their_own_stay_one_thread() -> None:
    comments = [{"id": n, "url": f"/wind/{n}", "text": f"Words {n}.", "author": "ada"} for n in "abc"]
    assert len(read_text(json.dumps(comments))) == 1
