"""The report in a real browser: filters, folding, jumps, labels, keyboard, hostile text, speed, accessibility."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import made_analyses as made
import pytest

from threads.discourse.wording import LANGUAGES
from threads.report import page as report
from threads.report.page import APART, pages
from threads.stance.label import Stance
from threads.stance.rows import read_rows
from threads.thread import Comment, Notice, Quote

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

OPEN_IN_SECONDS = 2.0
LEAP_IN_SECONDS = 0.1
"""Of processor time, to show any place of a long thread."""

LEAP = """async (leaps) => {
    const pane = document.querySelector('.pane');
    for (let i = 0; i < leaps; i++) {
        pane.scrollTop = (pane.scrollHeight * ((i * 37) % leaps)) / leaps;
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        const seen = pane.getBoundingClientRect(), middle = (seen.top + seen.bottom) / 2;
        const covered = [...pane.querySelectorAll('.row')].some((r) => {
            const box = r.getBoundingClientRect();
            return box.top <= middle && middle <= box.bottom + 1;
        });
        if (!covered) throw new Error(`nothing at leap ${i}`);
    }
}"""

ATTACKS = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<!--<script>window.pwned=1</script>",
    "]]><img src=x onerror=window.pwned=1>",
    '"><img src="https://evil.example/x.png" onerror="window.pwned=1">',
    "' onmouseover='window.pwned=1' x='",
    "<svg/onload=window.pwned=1><animate onbegin=window.pwned=1 attributeName=x dur=1s>",
    "<style>@import url(https://evil.example/x.css);body{display:none}</style>",
    "<link rel=stylesheet href=https://evil.example/x.css><base href=https://evil.example/>",
    "<iframe srcdoc='<script>parent.window.pwned=1</script>'></iframe>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "javascript:window.pwned=1",
    "JaVaScRiPt:window.pwned=1//https://",
    "data:text/html,<script>window.pwned=1</script>",
    "{{constructor.constructor('window.pwned=1')()}} ${window.pwned=1} {% raw %}",
    "\u202e\u2066evil\u2029\u2028\u0000\ufeff",
    "__proto__",
    "constructor",
    "%3Cscript%3E &lt;script&gt; &#x3c;script&#x3e;",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


class Opened:
    """A report in a page that notes every error, request and dialog."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        options = {"viewport": {"width": 1400, "height": 900}, "accept_downloads": True, **context}
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("dialog", lambda d: (self.errors.append("dialog"), d.dismiss()))
        self.page.on("request", lambda r: self.requests.append(r.url))
        started = time.perf_counter()
        self.page.set_default_timeout(90_000)
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("#app > *:nth-child(2)")
        self.seconds = time.perf_counter() - started
        self.path = path

    def rows(self) -> int:
        return int(self.page.locator(".row").count())

    def status(self) -> str:
        return str(self.page.locator("[role=status]").inner_text())

    def matching(self) -> int:
        return int(self.status().split(" ")[0].replace(",", ""))

    def own_seconds(self, act: Callable[[], object]) -> float:
        """Processor time that the page's own thread spends on something; the clock would count the others' work."""
        session = self.context.new_cdp_session(self.page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def spent() -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]
            return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))

        before = spent()
        act()
        return spent() - before

    def reload(self) -> None:
        self.page.reload()
        self.page.wait_for_selector("#app > *:nth-child(2)")

    def until(self, true: Callable[[], bool]) -> None:
        """Wait; Playwright's own waiting for a function needs `eval`, which the report forbids."""
        for _ in range(100):
            if true():
                return
            self.page.wait_for_timeout(50)
        pytest.fail("waited for 5 s in vain")

    def close(self) -> None:
        """Whatever was done: no error, no request beyond the file itself."""
        self.context.close()
        assert self.errors == []
        outside = [url for url in self.requests if not url.startswith(("blob:", self.path.as_uri()))]
        assert outside == []


@pytest.fixture
def open_report(browser: Any, tmp_path: Path) -> Iterator[Any]:
    opened: list[Opened] = []

    def show(*analyses: made.Analysis, language: str = "en", **context: Any) -> Opened:
        path = tmp_path / f"report-{len(opened)}.html"
        path.write_bytes(report(analyses, language).encode("utf-8", "replace"))
        opened.append(Opened(browser, path, **context))
        return opened[-1]

    yield show
    for one in opened:
        one.close()


SIXTY = made.made(60, 7)
STANCES = {s.comment_id: s for s in SIXTY.stance.comments}
THERE = [c for c in SIXTY.thread.comments if not c.missing]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("analysis", [made.made(0), made.four(), SIXTY], ids=["0", "4", "60"])
def test_opens_clean_in_each_language(open_report: Any, analysis: made.Analysis, language: str) -> None:
    opened = open_report(analysis, language=language)
    assert opened.page.locator("html").get_attribute("lang") == language
    assert opened.page.locator(".opening h1").inner_text() == analysis.thread.article.title
    assert opened.page.locator(".thesis").inner_text() == made.THESIS
    assert opened.page.locator(".row").count() == min(len(analysis.thread.comments), opened.rows())


def test_a_thread_without_comments_says_why_and_shows_the_article(open_report: Any) -> None:
    opened = open_report(made.made(0))
    assert "nobody has commented" in opened.page.locator(".empty").inner_text()
    assert "Motoren" in opened.page.locator(".empty .prose").inner_text()


def test_no_thesis_and_no_stance_still_show_the_thread(open_report: Any) -> None:
    four = made.four()
    bare = replace(four, stance=replace(four.stance, thesis=None, comments=(), sensitivity=None))
    opened = open_report(bare)
    assert "No thesis was found" in opened.page.locator("#thesis").inner_text()
    assert opened.rows() == 4


def test_shares_completeness_and_reasons(open_report: Any) -> None:
    opened = open_report(made.four())
    assert "21–94\u00a0%" in opened.page.locator(".sharetable").inner_text()
    figures = opened.page.locator(".figures").inner_text().split()
    assert [part for part in figures if part.isdigit()] == ["5", "3", "1", "1"]
    nameless = open_report(made.made(12, authors=False))
    nameless.page.locator(".kinds button").first.click()
    assert "No comment has an author." in nameless.page.locator("#flips").inner_text()


@pytest.mark.parametrize("stance", ["agree", "disagree", "unclear"])
def test_filter_by_stance(open_report: Any, stance: str) -> None:
    opened = open_report(SIXTY)
    opened.page.locator(".toggle", has_text=stance.capitalize()).first.click()
    wanted = sum(STANCES[c.id].stance is Stance(stance) for c in THERE)
    assert opened.matching() == wanted
    shown = opened.page.locator(f".row:not(.context):not(.is-{stance})").count()
    assert shown == 0
    opened.page.get_by_text("Clear filters").click()
    assert opened.matching() == len(THERE)


def test_search_author_language_confidence_and_flips(open_report: Any) -> None:
    opened = open_report(SIXTY)
    page = opened.page
    page.locator(".toolbar input[type=search]").fill("utrecht")
    opened.until(lambda: opened.matching() != len(THERE))
    assert opened.matching() == sum("utrecht" in (c.text or "").lower() for c in THERE)
    page.locator(".toolbar input[type=search]").fill("no such word anywhere")
    page.wait_for_selector("text=No comment matches")
    page.get_by_text("Clear filters").click()
    selects = page.locator(".selects select")
    name = sorted({c.author for c in THERE if c.author})[0]
    selects.nth(0).select_option("0")
    assert opened.matching() == sum(c.author == name for c in THERE)
    page.get_by_text("Clear filters").click()
    selects.nth(1).select_option("fr")
    assert opened.matching() == sum(c.language == "fr" for c in THERE)
    page.get_by_text("Clear filters").click()
    selects.nth(2).select_option("-50")
    spreads = [STANCES[c.id].distribution for c in THERE]
    assert opened.matching() == sum(round(1000 * s.confidence) < 500 for s in spreads if s)
    page.get_by_text("Clear filters").click()
    page.locator(".check input").check()
    found = SIXTY.discourse
    marked = {i for f in found.flips.items for i in (f.before, f.after)} | {c.reply for c in found.contrasts.items}
    assert opened.matching() == len(marked)


def test_fold_unfold_and_walk_with_the_keyboard(open_report: Any) -> None:
    opened = open_report(made.four())
    page = opened.page
    page.locator(".row").first.focus()
    page.keyboard.press("ArrowLeft")
    assert opened.rows() == 1
    assert page.locator(".row").first.get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowRight")
    assert opened.rows() == 4
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.at") == "1"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.at") == "3"
    assert page.evaluate("document.activeElement.getAttribute('aria-level')") == "4"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.at") == "2"
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.dataset.at") == "0"
    page.get_by_text("Fold all", exact=True).click()
    assert opened.rows() == 1
    page.get_by_text("Unfold all").click()
    assert opened.rows() == 4


def test_every_sentence_jumps_to_its_comment_through_folds_and_filters(open_report: Any) -> None:
    opened = open_report(SIXTY)
    page = opened.page
    last = SIXTY.thread.comments.index(THERE[-1])
    page.get_by_text("Fold all", exact=True).click()
    page.locator(".toggle").first.click()
    page.locator("#summary .sentence").last.click()
    assert page.evaluate("document.activeElement.dataset.at") == str(last)
    box = page.locator(f".row[data-at='{last}']").bounding_box()
    assert 0 <= box["y"] <= 900


def test_flip_inspector_shows_both_texts_side_by_side(open_report: Any) -> None:
    opened = open_report(made.four())
    sides = opened.page.locator("#flips .side")
    assert sides.count() == 2
    assert "Nein. Wer soll das bezahlen?" in sides.nth(0).inner_text()
    assert "Gut, das sehe ich ein: sperren!" in sides.nth(1).inner_text()
    assert sides.nth(0).locator(".readings tbody tr").count() == 2
    assert "probability 86\u00a0%" in opened.page.locator("#flips .facts").inner_text()
    left, right = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert left["y"] == right["y"]
    assert left["x"] < right["x"]
    opened.page.locator(".kinds button", has_text="Contrasts").click()
    assert "Das ist der richtige Weg." in opened.page.locator("#flips .side").first.inner_text()


def test_labels_are_saved_as_rows_for_evaluation(open_report: Any, tmp_path: Path) -> None:
    opened = open_report(made.four())
    page = opened.page
    page.locator(".row").first.focus()
    page.locator(".row").first.dispatch_event("keydown", {"key": "в", "code": "KeyD", "bubbles": True})
    assert "Your label: disagrees" in page.locator(".row").first.inner_text(), "on a Russian layout"
    page.keyboard.press("a")
    page.keyboard.press("d")
    assert "Your label: disagrees" in page.locator(".row").first.inner_text()
    page.locator("#review .case").first.locator(".choice").first.click()
    with page.expect_download() as waiting:
        page.locator("#review .primary").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    fields = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(fields) == 2
    assert fields[0] | {"target": made.THESIS, "label": "AGAINST", "lang": "de", "comment": "c1"} == fields[0]
    read = read_rows(path)
    assert (len(read.rows), read.unreadable) == (2, 0)
    assert read.rows[0].task.labels[read.rows[0].gold] == "disagree"


def test_a_random_sample_keeps_its_chance_of_being_drawn(open_report: Any, tmp_path: Path) -> None:
    opened = open_report(made.made(400, 2))
    page = opened.page
    page.get_by_text("Random sample of 100").click()
    assert page.locator("#review .case").count() == 100
    page.locator("#review .case").first.locator(".choice").first.click()
    with page.expect_download() as waiting:
        page.locator("#review .primary").click()
    waiting.value.save_as(tmp_path / "x.jsonl")
    there = made.made(400, 2).thread.recovered_comments
    assert json.loads((tmp_path / "x.jsonl").read_text(encoding="utf-8"))["inclusion"] == pytest.approx(100 / there)


def test_quotations_are_set_apart_whatever_characters_stand_before_them(open_report: Any) -> None:
    four = made.four()
    text = "😀😀 sagt: „Wer zahlt?“ Ich nicht."
    start, end = text.index("„"), text.index("“") + 1
    comment = Comment("q", None, 0, text, quotes=(Quote(start, end),))
    opened = open_report(made.analysis(replace(four.thread, comments=(comment,))))
    assert opened.page.locator(".row .quoted").inner_text() == "„Wer zahlt?“"


def hostile() -> made.Analysis:
    comments = tuple(
        Comment(f"{n}{a}", None, 0, a, author=a, timestamp_raw=a, language=a, permalink=a, quotes=(Quote(0, 3, a),))
        for n, a in enumerate(ATTACKS)
    )
    thread = made.four().thread
    article = replace(
        thread.article,
        title=ATTACKS[1],
        author=ATTACKS[4],
        text="\n".join(ATTACKS),
        url=ATTACKS[11],
        language=ATTACKS[5],
    )
    source = replace(thread.source, path=ATTACKS[0], url=ATTACKS[13])
    notices = tuple(Notice("x", a, a) for a in ATTACKS)
    thread = replace(thread, id=ATTACKS[1], comments=comments, article=article, source=source, notices=notices)
    analysis = made.analysis(thread)
    assert analysis.stance.thesis
    thesis = replace(analysis.stance.thesis, text=ATTACKS[1], reasons=ATTACKS)
    return replace(analysis, stance=replace(analysis.stance, thesis=thesis))


@pytest.mark.parametrize("count", [1, 2])
def test_hostile_text_runs_nothing_and_asks_for_nothing(open_report: Any, count: int) -> None:
    opened = open_report(*[hostile()] * count)
    page = opened.page
    if count > 1:
        page.locator("tbody a").first.click()
        page.wait_for_selector(".row")
    page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    page.locator(".row").first.hover()
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert page.locator("script").count() == count + 2
    assert page.locator("img, iframe, style:not(head style), link, base, object, embed, svg animate").count() == 0
    assert page.locator("[onerror], [onload], [onmouseover], [style*=url]").count() == 0
    schemes = page.locator("a[href]").evaluate_all("all => all.map(a => a.protocol)")
    assert set(schemes) <= {"file:", "https:", "http:"}
    assert page.locator(".opening h1").inner_text() == ATTACKS[1]


def test_several_threads_have_an_index_to_sort_search_and_open(open_report: Any) -> None:
    opened = open_report(*(made.made(n, n, title=f"Beitrag {n:02}") for n in (3, 40, 12)))
    page = opened.page

    def titles() -> list[str]:
        return list(page.locator("tbody th a").all_inner_texts())

    assert titles() == ["Beitrag 03", "Beitrag 40", "Beitrag 12"]
    page.get_by_role("button", name="Comments", exact=True).click()
    assert titles() == ["Beitrag 40", "Beitrag 12", "Beitrag 03"]
    page.get_by_role("button", name="Title", exact=True).click()
    assert titles() == ["Beitrag 03", "Beitrag 12", "Beitrag 40"]
    assert page.locator("[aria-sort=ascending]").count() == 1
    page.locator(".find").fill("12")
    assert titles() == ["Beitrag 12"]
    page.locator("tbody a").first.click()
    page.wait_for_selector(".report")
    assert page.locator(".opening h1").inner_text() == "Beitrag 12"
    page.go_back()
    page.wait_for_selector(".index")


def test_a_corpus_is_seen_as_a_whole(open_report: Any) -> None:
    opened = open_report(*(made.made(n, n, title=f"Beitrag {n:02}") for n in (3, 40, 12)))
    page = opened.page
    there = sum(made.made(n, n).thread.recovered_comments for n in (3, 40, 12))
    assert f"{there} comments are behind" in page.locator("#all").inner_text()
    assert page.locator("#rankings h3").first.inner_text() == "Most contested"
    assert page.locator("#recurring tbody tr").count() > 0
    page.locator("#rankings a").first.click()
    page.wait_for_selector(".report")


def test_many_threads_lie_in_files_of_their_own(browser: Any, tmp_path: Path) -> None:
    analyses = [made.made(3, n, title=f"Beitrag {n:03}") for n in range(APART)]
    for one in pages(analyses):
        (tmp_path / one.name).parent.mkdir(exist_ok=True)
        (tmp_path / one.name).write_text(one.html, encoding="utf-8")
    assert sorted(p.name for p in (tmp_path / "report").iterdir()) == ["0001.html", "0002.html"]
    opened = Opened(browser, tmp_path / "report.html")
    page = opened.page
    assert page.locator("script[type='application/json']").count() == 1
    page.locator(".find").fill("Beitrag 077")
    page.locator("tbody a").first.click()
    page.wait_for_selector(".report")
    assert page.locator(".opening h1").inner_text() == "Beitrag 077"
    page.locator(".masthead .name").click()
    page.wait_for_selector(".index")
    assert page.locator(".index h1").inner_text() == f"{APART} threads"
    opened.requests = [url for url in opened.requests if not url.startswith(tmp_path.as_uri())]
    opened.close()


def test_ten_thousand_comments_open_fast_and_scroll(open_report: Any) -> None:
    big = made.made(10_000, 3)
    opened = open_report(big)
    assert min(opened.seconds, opened.own_seconds(opened.reload)) < OPEN_IN_SECONDS
    assert 0 < opened.rows() < 120
    page = opened.page
    page.locator(".row").first.focus()
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.at") == "9999"
    leaps = 60
    spent = opened.own_seconds(lambda: page.evaluate(LEAP, leaps))
    assert spent / leaps < LEAP_IN_SECONDS
    assert opened.rows() < 120
    page.locator(".toolbar input[type=search]").fill("utrecht")
    opened.until(lambda: 0 < opened.matching() < big.thread.recovered_comments)


def test_rows_in_sight_cover_the_pane_without_gap_or_overlap(open_report: Any) -> None:
    opened = open_report(made.made(3000, 5))
    gaps = opened.page.evaluate(
        """async () => {
            const pane = document.querySelector('.pane'), gaps = [];
            for (const part of [0, 0.31, 0.77, 1]) {
                pane.scrollTop = pane.scrollHeight * part;
                await new Promise((done) => setTimeout(done, 80));
                const boxes = [...pane.querySelectorAll('.row')]
                    .map((r) => r.getBoundingClientRect()).sort((a, b) => a.top - b.top);
                for (let i = 1; i < boxes.length; i++) gaps.push(Math.abs(boxes[i].top - boxes[i - 1].bottom));
            }
            return Math.max(...gaps);
        }"""
    )
    assert gaps < 1.01 or gaps > 900  # the row in focus may be kept far away


def test_phone_width_has_two_panes_and_no_sideways_scrolling(open_report: Any) -> None:
    opened = open_report(SIXTY, viewport={"width": 390, "height": 844})
    page = opened.page
    for which in ("reading", "comments"):
        page.locator(f"button[data-pane={which}]").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".row").first.is_visible()
    assert not page.locator(".report").is_visible()


def test_print_holds_every_comment(open_report: Any) -> None:
    opened = open_report(SIXTY)
    page = opened.page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.rows() == 60
    assert not page.locator(".toolbar").is_visible()
    boxes = page.locator(".row").evaluate_all("all => all.map((r) => r.getBoundingClientRect().top)")
    assert boxes == sorted(boxes)
    page.evaluate("dispatchEvent(new Event('afterprint'))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", ["0", "60", "several", "phone"])
def test_axe_finds_no_accessibility_fault(open_report: Any, case: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    analyses = {"0": [made.made(0)], "60": [SIXTY], "several": [SIXTY, made.four()], "phone": [SIXTY]}[case]
    context = {"viewport": {"width": 390, "height": 844}} if case == "phone" else {}
    opened = open_report(*analyses, color_scheme=scheme, **context)
    if case == "phone":
        opened.page.locator("button[data-pane=comments]").click()
    found = axe.Axe().run(opened.page).response["violations"]
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []
