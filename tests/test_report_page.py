"""The report as a file: one strict policy with matching hashes, nothing that breaks out of it, words for all."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from importlib.resources import files

import made_analyses as made
import pytest

from threads.discourse.wording import LANGUAGES, spoken
from threads.report import page
from threads.report.page import APART, pages
from threads.report.view import as_script, doubtful, view
from threads.report.words import words_of
from threads.thread import Quote

ASSETS = files("threads.report") / "assets"
HTML = page([made.made(60, 7)])


def script_of(html: str) -> str:
    return html.rsplit("<script>", 1)[1].split("</script>", 1)[0]


def test_policy_admits_only_this_script_and_this_style() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', HTML)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    style = HTML.split("<style>", 1)[1].split("</style>", 1)[0]
    for rule, text in (("script-src", script_of(HTML)), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"


def test_page_names_no_address_that_would_be_loaded() -> None:
    assert not re.search(r"<(?:img|link|iframe|object|embed|script)[^>]+(?:src|href)=", HTML)
    assert not re.search(r"@import|url\(", HTML.split("<style>", 1)[1].split("</style>", 1)[0])
    assert not re.search(r"\s(?:on\w+|style)=", HTML.split("<body>", 1)[1].split("<script", 1)[0])


def test_script_makes_no_html_from_strings_and_calls_nobody() -> None:
    script = script_of(HTML)
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
        "XMLHttp",
        "</",
    ):
        assert forbidden not in script
    assert "Function(" not in script.replace("waitForFunction(", "")


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "\u2028\u2029", "&lt;", '"\\', "\u0000"])
def test_json_cannot_leave_its_element_and_says_the_same(text: str) -> None:
    written = as_script({"text": text})
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {"text": text}


def test_same_analyses_same_bytes() -> None:
    assert page([made.four(), made.made(5)], "de") == page([made.four(), made.made(5)], "de")


def test_every_word_is_there_in_every_language_with_the_same_places() -> None:
    table = json.loads((ASSETS / "words.json").read_text(encoding="utf-8"))
    for key, said in table.items():
        assert set(said) == set(LANGUAGES), key
        places = {language: sorted(re.findall(r"\{\w+\}", text)) for language, text in said.items()}
        assert len({tuple(found) for found in places.values()}) == 1, (key, places)


def test_no_russian_word_bends_to_a_number() -> None:
    assert [text for text in words_of("ru").values() if re.search(r"\{[nct]\} \w", text)] == []


def test_every_word_that_the_script_says_exists() -> None:
    used = set(re.findall(r'\bsay\("(\w+)"', script_of(HTML)))
    assert used
    assert used <= set(words_of("en"))


@pytest.mark.parametrize(
    ("asked", "given"), [*((code, code) for code in LANGUAGES), ("pl", "en"), ("es-MX", "es"), ("xx", "en")]
)
def test_languages_fall_back(asked: str, given: str) -> None:
    assert spoken(asked) == given
    assert f'<html lang="{given}">' in page([made.four()], asked)


def test_without_script_the_summaries_are_there() -> None:
    plain = HTML.split("<noscript>", 1)[1].split("</noscript>", 1)[0]
    assert made.THESIS in plain
    assert "58 comments take a stance." in plain


def test_quotation_offsets_count_as_the_script_does() -> None:
    four = made.four()
    comments = (replace(four.thread.comments[0], text="😀a „b“", quotes=(Quote(3, 6),)),)
    shown = view(made.analysis(replace(four.thread, comments=comments)))["comments"][0]
    assert shown[8] == [[4, 7]]


def test_doubtful_cases_come_by_the_smallest_lead() -> None:
    analysis = made.made(60, 7)
    spreads = {s.comment_id: s.distribution for s in analysis.stance.comments}

    def lead(at: int) -> float:
        spread = spreads[analysis.thread.comments[at].id]
        assert spread
        ordered = sorted((spread.agree, spread.neutral, spread.disagree))
        return ordered[2] - ordered[1]

    found = doubtful(analysis)
    assert len(found) == analysis.thread.recovered_comments
    assert [lead(at) for at in found] == sorted(lead(at) for at in found)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x.example", "ftp://x", " https://x"])
def test_only_web_addresses_become_links(url: str) -> None:
    four = made.four()
    thread = replace(four.thread, article=replace(four.thread.article, url=url))
    assert view(replace(four, thread=thread))["article"]["url"] is None


def test_few_threads_are_one_file_and_many_an_index_with_files_beside_it() -> None:
    assert [one.name for one in pages([made.four()] * 3)] == ["report.html"]
    names = [one.name for one in pages([made.made(2, n) for n in range(APART)])]
    assert names == ["report/0001.html", "report/0002.html", "report.html"]


def test_no_thread_at_all_is_still_a_page() -> None:
    assert '<div id="app"></div>' in page([])
