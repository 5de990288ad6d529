"""Words that the site puts beside those of a comment: signatures, notes of edits, counts in titles, wide buttons."""

from __future__ import annotations

import pytest

from threads.readers.html import read
from threads.readers.html.render import Rendered
from threads.readers.html.signatures import without_signatures
from threads.readers.timestamps import parse_timestamp
from threads.readers.wording import is_edit_note
from threads.source.document import Document, Format
from threads.thread import Comment, Quote

NAMES = ("Eva", "Tobias R.", "Ansel", "mira84", "Ottilie", "Hedda K.")
SAID = (
    "The ferry was cheaper, and nobody has told us yet what the bridge will cost in the years after it is built.",
    "Nobody asked the people on the other bank, who have had a bridge of their own since the war and like it well.",
    "No.",
    "Read the report first: the numbers are on page four, and they do not say what the paper makes of them.",
    "+1",
    "I crossed there every day for eleven years and never once had to wait for longer than it takes to eat an apple.",
)
BADGES = ("Lynx 2.8", "Mosaic 1.0 on a Sun", "Amaya on a Macintosh of old", "Dillo", "Konqueror, Debian", "iCab 5")


def comments(*blocks: str) -> tuple[Comment, ...]:
    """Comments of a page where the blocks come in turns, with a number, a name and words each."""
    made = "".join(
        blocks[n % len(blocks)].format(n=n, name=name, words=words, badge=badge)
        for n, (name, words, badge) in enumerate(zip(NAMES, SAID, BADGES, strict=True))
    )
    markup = f'<html lang="en"><body><h1>A bridge</h1><div class="list"><h2>6 comments</h2>{made}</div></body></html>'
    return read(Document("p.html", Format.HTML, markup.encode(), "0" * 64, markup), "t").comments


HEAD = '<b class="author">{name}</b> <time datetime="2021-05-0{n}T10:00">1{n} May</time>'.replace("0{n}", "1{n}")


def test_a_button_never_holds_the_words() -> None:
    foot = f"""<div class="foot">{HEAD}<button class="x-link">{{badge}}, {{n}} further notes of others</button></div>"""
    answer = f"""<div class="x-post" id="a{{n}}"><div class="x-answer"><p>{{words}}</p></div>{foot}</div>"""
    remark = f"""<div class="x-post" id="a{{n}}"><div class="x-comment-text"><p>{{words}}</p></div>{foot}</div>"""
    assert [c.text for c in comments(remark, remark, remark, answer, remark, remark)] == list(SAID)


@pytest.mark.parametrize("name", ["sig", "x-sig", "post_sig", "sig-line"])
def test_signatures_below_the_words(name: str) -> None:
    block = f"""<div class="comment" id="c{{n}}">{HEAD}<div class="words"><p>{{words}}</p>
    <div class="{name}">{{name}} thinks, therefore {{name}} is, and has done so for 1{{n}} years</div></div></div>"""
    assert [c.text for c in comments(block)] == list(SAID)


def test_words_found_where_a_few_blocks_have_them_elsewhere() -> None:
    head = f"""<li class="x-comment" id="c{{n}}">{HEAD}<div class="x-via"><p>Sent with {{badge}}</p></div>"""
    usual = f"""{head}<div class="x-said"><p>{{words}}</p></div></li>"""
    folded = f"""{head}<div class="x-said-folded"><p>{{words}}</p></div></li>"""
    shown = [c.text for c in comments(usual, usual, usual, usual, usual, folded)]
    assert shown[:-1] == list(SAID[:-1])


def test_notes_of_edits_within_the_words() -> None:
    block = f"""<div class="comment" id="c{{n}}">{HEAD}<div class="words"><p>{{words}}</p>
    <p class="x"><small>[Comment edited by <a href="/u/{{n}}">{{name}}</a> on 3 May 2021 11:27]</small></p>
    </div></div>"""
    plain = block[: block.index('<p class="x">')] + "</div></div>"
    assert [c.text for c in comments(plain, plain, block)] == list(SAID)


def test_notes_of_edits_in_any_language_mark_the_comment() -> None:
    block = f"""<div class="comment" id="c{{n}}">{HEAD}<div class="words"><p>{{words}}</p></div></div>"""
    changed = block.replace("</p></div>", "</p><p><i>Gewijzigd door {name} op 3 mei 2012 10:15</i></p></div>")
    read = comments(block, changed, block)
    assert [c.text for c in read] == list(SAID)
    assert [c.edited for c in read] == [False, True, False, False, True, False]


def test_a_sentence_about_a_change_is_no_note() -> None:
    block = f"""<div class="comment" id="c{{n}}">{HEAD}<div class="words"><p>{{words}}</p></div></div>"""
    said = "Das Gesetz wurde am 3. Mai 2012 geändert."
    read = comments(block, block.replace("{words}", said))
    assert [c.text for c in read] == [SAID[0], said, SAID[2], said, SAID[4], said]
    assert not any(c.edited for c in read)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("[Reactie gewijzigd door Pim op 8 november 2022 11:27]", True),
        ("Dieser Beitrag wurde zuletzt von Ida am 09.11.2008 um 08:11 Uhr bearbeitet", True),
        ("Edited 1 month ago by Hedda K.", True),
        ("The law was modified on 3 May 2012 and nobody in this town has ever noticed it since", False),
        ("Edited by Hedda K.", False),
    ],
)
def test_what_a_note_of_an_edit_is(line: str, note: bool) -> None:
    assert is_edit_note(line) is note


def test_counts_in_titles() -> None:
    block = f"""<div class="comment" id="c{{n}}"><h4 class="subject"><a href="#c{{n}}">On {{words:.9}}</a>
    <span>({{n}}+ / 1{{n}}-)</span></h4>{HEAD}<div class="comment-text"><p>{{words}}</p></div></div>"""
    shown = [(c.text or "").split("\n")[0] for c in comments(block)]
    assert shown == [f"On {words:.9}".strip() for words in SAID]


def test_names_whose_classes_say_only_how_they_look() -> None:
    block = """<div class="comment" id="c{n}"><div><span class="text-s font-bold dark:text-light">{name}</span>
    <time class="sm:ml-8" datetime="2021-05-1{n}T10:00">1{n} May</time></div><div class="words">{words}</div></div>"""
    assert [c.author for c in comments(block)] == list(NAMES)


def test_the_machine_readable_date_in_an_element_with_a_title() -> None:
    block = """<div class="comment" id="c{n}"><b class="author">{name}</b> <a class="when" href="#c{n}"
    title="3/0{n}/18 1{n}:14pm"><time datetime="2018-03-1{n}T12:14:00-0500">3/1{n}/18</time></a><p>{words}</p></div>"""
    stamps = [c.timestamp.iso[:10] if c.timestamp else None for c in comments(block)]
    assert stamps == [f"2018-03-1{n}" for n in range(6)]


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2010-03-11 02:08:40 PM", "2010-03-11T14:08:40"),
        ("2010-03-11 12:08 am", "2010-03-11T00:08"),
        ("2010-03-11T14:08:40+01:00", "2010-03-11T14:08:40+01:00"),
    ],
)
def test_hours_of_half_a_day_after_a_date_that_begins_with_the_year(raw: str, iso: str) -> None:
    stamp = parse_timestamp(raw)
    assert stamp is not None
    assert stamp.iso.startswith(iso)


@pytest.mark.parametrize("line", ["--", "___"])
def test_signatures_below_dashes(line: str) -> None:
    block = f"""<div class="comment" id="c{{n}}">{HEAD}<div class="words"><p>{{words}}</p>MARK</div></div>"""
    signed = block.replace("MARK", f"<p>{line}<br>{{name}}, since 1{{n}}.<br>Own words.</p>")
    plain = block.replace("MARK", "")
    assert [c.text for c in comments(signed, plain, signed)] == list(SAID)
    once = [c.text for c in comments(plain, plain, plain, plain, plain, signed)]
    assert once == [*SAID[:-1], f"{SAID[-1]}\n\n{line}\n{NAMES[-1]}, since 15.\nOwn words."]


def shown(*pairs: tuple[str, str]) -> list[str]:
    authors, texts = zip(*pairs, strict=True)
    return [text.text for text in without_signatures(authors, [Rendered(text) for text in texts])]


def test_last_paragraphs_that_all_comments_of_an_author_share() -> None:
    tail = "\n\nI used to have a better one."
    said = ("Eva", f"No.{tail}"), ("Bo", f"Yes.{tail}"), ("Eva", f"Why?{tail}"), ("Eva", f"So.{tail}")
    assert shown(*said) == ["No.", f"Yes.{tail}", "Why?", "So."]
    assert shown(*said[:3]) == [text for _, text in said[:3]], "twice may be said on purpose"


@pytest.mark.parametrize(
    "pairs",
    [
        (("Eva", "No.\n\nIt is as I said before."),) * 3,
        (("Eva", "No.\n\nIt is as I said before."), *(("Eva", "It is as I said before."),) * 2),
        (("Eva", "No.\n\nIt is as I said before."), ("Eva", "Yes.\n\nIt is as I said before."), ("Eva", "Why?")),
        tuple(("Eva", f"{word}.\n\nViele Grüße aus dem Norden") for word in ("Nein", "Ja", "So")),
        tuple(("Eva", f"{word}.\n\nLG Eva") for word in ("Nein", "Ja", "So")),
    ],
)
def test_what_is_no_signature(pairs: tuple[tuple[str, str], ...]) -> None:
    assert shown(*pairs) == [text for _, text in pairs]


def test_quotations_in_a_text_without_its_signature() -> None:
    texts = [Rendered("So?\n\nAll that glitters is not gold.", (Quote(0, 3, None, None), Quote(5, 14, None, None)))]
    texts += [Rendered(f"{word}.\n\nAll that glitters is not gold.") for word in ("No", "Yes")]
    left = without_signatures(["Eva"] * 3, texts)
    assert left[0] == Rendered("So?", (Quote(0, 3, None, None),))


def test_links_with_the_same_words_in_most_comments() -> None:
    block = f"""<div class="comment" id="c{{n}}">{HEAD}<div class="comment-text">{{words}}
    <div class="x-more"><a href="/r/{{n}}">Ask a warden</a></div></div></div>"""
    assert [c.text for c in comments(block)] == list(SAID)


def test_links_to_whom_most_comments_answer_stay() -> None:
    block = f"""<div class="comment" id="c{{n}}">{HEAD}<div class="comment-text"><a href="/u/1">@Eva</a> {{words}}</div>
    </div>"""
    assert [c.text for c in comments(block)] == [f"@Eva {words}" for words in SAID]


def test_a_handle_is_no_title() -> None:
    block = f"""<div class="comment" id="c{{n}}">{HEAD} <span class="x-headline">@{{name:.3}}</span>
    <div class="comment-text">{{words}}</div></div>"""
    assert [c.text for c in comments(block)] == list(SAID)


def test_a_box_whose_header_has_a_date() -> None:
    box = """<div class="quote"><div class="quote-head">Zitat von Eva am 08.11.2008 um 15:03 Uhr</div>
    <div class="quote-body">It is late.</div></div>"""
    block = f"""<div class="comment" id="c{{n}}">{HEAD}<div class="comment-text">MARK{{words}}</div></div>"""
    found = comments(block.replace("MARK", ""), block.replace("MARK", box))
    assert [c.text for c in found] == list(SAID)
    assert found[1].quotes[0].author == "Eva"
