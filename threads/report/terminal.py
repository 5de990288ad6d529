"""An analysed run → text for a terminal: what the report shows, in lines, readable without colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from threads.discourse.flips import AuthorFlip, Contrast
from threads.discourse.measure import Finding
from threads.discourse.wording import spoken
from threads.report.said import said
from threads.report.words import percent, words_of
from threads.stance.label import Stance
from threads.thread import Comment

if TYPE_CHECKING:
    from threads.analysis import Analysis, Run

_MARKS = {Stance.AGREE: "▲", Stance.NEUTRAL: "■", Stance.DISAGREE: "▼", Stance.UNCLEAR: "○"}
_STYLES = {Stance.AGREE: "blue", Stance.NEUTRAL: "default", Stance.DISAGREE: "dark_orange3", Stance.UNCLEAR: "dim"}
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
_DEEPEST, _FEWEST = 12, 24
_BAR, _BESIDE = 28, 46


def render_terminal(run: Run, console: Console, *, limit: int = 40) -> None:
    """Print every thread of a run; of more than a dozen threads only a line each. Deterministic at a given width."""
    words = words_of(spoken(run.options.language))
    if len(run.analyses) > 12:
        console.print(overview(run.analyses, words))
        return
    for number, analysis in enumerate(run.analyses):
        if number:
            console.rule(style="dim")
        show(analysis, console, language=run.options.language, limit=limit)


def show(analysis: Analysis, console: Console, *, language: str = "en", limit: int | None = None) -> None:
    """Print one thread: article, thesis, completeness, shares, tree, flips, open questions, summary, notices.

    `limit` is the number of comments printed (None: all); how many are left out is said.
    """
    words = words_of(spoken(language))
    parts = (_header, _shares, _tree, _flips, _questions, _summary, _notices)
    for part in parts:
        lines = list(part(analysis, words, console.width, limit))
        for line in lines:
            console.print(line, soft_wrap=False, highlight=False, overflow="fold")
        if lines:
            console.print()


def overview(analyses: Sequence[Analysis], words: dict[str, str]) -> Table:
    """One line a thread."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(words["title"], overflow="fold")
    for head in ("comments", "lostHead", "agreeHead", "neutralHead", "disagreeHead", "unclearHead", "flipsHead"):
        table.add_column(words[head], justify="right")
    for analysis in analyses:
        thread, found = analysis.thread, analysis.discourse
        counts = [str(e.count) for e in found.shares.entries] or ["", "", "", ""]
        lost = len(thread.comments) - thread.recovered_comments + (thread.lost_comments or 0)
        flips = "–" if found.flips.reason else str(len(found.flips.items))
        title = clean(thread.article.title or thread.source.path)
        table.add_row(Text(title), str(thread.recovered_comments), str(lost or ""), *counts, flips)
    return table


def clean(text: str) -> str:
    """Text in one line that cannot steer the terminal: no control, escape or direction characters."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") else c for c in text.translate(_BIDI))
    return " ".join(shown.split())


def _header(analysis: Analysis, words: dict[str, str], width: int, limit: int | None) -> Iterator[Text | Table]:
    thread, thesis = analysis.thread, analysis.stance.thesis
    article = thread.article
    yield Text(clean(article.title or words["untitled"]), style="bold")
    published = article.published.iso if article.published else None
    yield Text(
        clean(" · ".join(x for x in (article.author, published, article.language, thread.source.path) if x)), "dim"
    )
    yield Text()
    if thesis is None:
        yield Text(words["thesisNone"])
    else:
        yield _named(words["thesis"], clean(thesis.text))
        how = words["thesisGiven"] if thesis.given else words["thesisProposed"]
        reasons = (clean(said(reason, words["language_code"])) for reason in thesis.reasons)
        yield _named("", words["semicolon"].join((how, *reasons)), "dim")
    yield _named(words["comments"], _completeness(analysis, words))
    if not thread.comments:
        announced = thread.declared_comments
        why = "emptyUnknown" if announced is None else "emptyAnnounced" if announced else "emptyAnnounced0"
        yield _named("", words[why].format(n=announced))


def _named(name: str, text: str, style: str = "") -> Table:
    """A name and, beside it, text that keeps to its own column."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=14, style="dim")
    grid.add_column(overflow="fold")
    grid.add_row(Text(name), Text(text, style))
    return grid


def _bullet(text: str) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    grid.add_row("·", Text(text))
    return grid


def _completeness(analysis: Analysis, words: dict[str, str]) -> str:
    thread = analysis.thread
    lost = len(thread.comments) - thread.recovered_comments
    parts = [f"{thread.recovered_comments} {words['found']}"]
    announced = thread.declared_comments
    parts += [words["notAnnounced"]] if announced is None else [f"{announced} {words['announced']}"]
    parts += [f"{lost} {words['placeholders']}"] if lost else []
    parts += [f"{thread.lost_comments} {words['lost']}"] if thread.lost_comments else []
    return " · ".join(parts)


def _shares(analysis: Analysis, words: dict[str, str], width: int, limit: int | None) -> Iterator[Text | Table]:
    shares, bar = analysis.discourse.shares, max(6, min(_BAR, width - _BESIDE))
    for entry in shares.entries:
        near, filled = entry.interval, round(bar * entry.proportion)
        yield Text.assemble(
            (f"{_MARKS[entry.stance]} {words[entry.stance.value + 'Head']:<12} ", _STYLES[entry.stance]),
            ("█" * filled, _STYLES[entry.stance]),
            ("·" * (bar - filled), "dim"),
            f" {percent(entry.proportion):>6}  ",
            (f"{percent(near.low)} – {percent(near.high)}", "dim"),
            f"  n = {entry.count}",
        )
    if shares.entries:
        method = shares.entries[0].interval.method.capitalize()
        yield Text(words["sharesN"].format(n=shares.n, method=method), "dim")


def _tree(analysis: Analysis, words: dict[str, str], width: int, limit: int | None) -> Iterator[Text | Table]:
    comments = analysis.thread.comments
    stances = {s.comment_id: s for s in analysis.stance.comments}
    for comment in comments[:limit]:
        found = stances.get(comment.id)
        lead = Text("  " * min(comment.depth, _DEEPEST) + ("└ " if comment.depth else ""), "dim")
        if comment.missing:
            lead.append(f"✕ {words['missing']}", "dim")
        else:
            stance = found.stance if found else Stance.UNCLEAR
            best = found.distribution if found else None
            label = f"{_MARKS[stance]} {words[stance.value]}" if found else "–"
            lead.append(label, _STYLES[stance])
            if best:
                leaning = f" {_MARKS[best.stance()]}" if stance is Stance.UNCLEAR else ""
                lead.append(f"{leaning} {percent(best.confidence)}", "dim")
            lead.append(_by(comment, words))
            lead.append(_first_words(comment, width - lead.cell_len))
        lead.truncate(width, overflow="ellipsis")
        yield lead
    if limit is not None and len(comments) > limit:
        yield Text(words["moreIn"].format(n=len(comments) - limit), "dim")


def _by(comment: Comment, words: dict[str, str]) -> str:
    time = comment.timestamp.iso.replace("T", " ") if comment.timestamp else ""
    return f"  {clean(comment.author or words['unknownAuthor'])}" + (f" · {time}" if time else "")


def _first_words(comment: Comment, room: int) -> str:
    """As many words as there is room for; at least a few, the line is cut then."""
    return "  " + clean((comment.own_words or comment.text or "")[: max(_FEWEST, room) * 2])


def _flips(analysis: Analysis, words: dict[str, str], width: int, limit: int | None) -> Iterator[Text | Table]:
    found = analysis.discourse
    if not analysis.thread.comments:
        return
    searches: tuple[tuple[str, Finding[AuthorFlip] | Finding[Contrast]], ...] = (
        ("authorFlips", found.flips),
        ("softenings", found.softenings),
        ("contrasts", found.contrasts),
    )
    texts = {c.id: c for c in analysis.thread.comments}
    for name, search in searches:
        yield _named(
            words[name], clean(said(search.reason, words["language_code"])) if search.reason else str(len(search.items))
        )
        for item in search.items[:3]:
            yield from _flip(item, texts, words, width)


def _flip(item: AuthorFlip | Contrast, texts: dict[str, Comment], words: dict[str, str], width: int) -> Iterator[Text]:
    author = isinstance(item, AuthorFlip)
    sides = ((item.before, item.before_stance), (item.after, item.after_stance)) if isinstance(item, AuthorFlip) else (
        (item.parent, item.parent_stance), (item.reply, item.reply_stance))  # fmt: skip
    name = f"{clean(item.author)}, " if isinstance(item, AuthorFlip) else ""
    yield Text(f"  {name}{words['probability'].format(p=percent(item.probability))}", "bold" if author else "")
    for comment_id, stance in sides:
        line = Text.assemble("    ", (f"{_MARKS[stance]} {words[stance.value]:<14}", _STYLES[stance]))
        line.append(clean((texts[comment_id].own_words or "")[: 2 * width]))
        line.truncate(width, overflow="ellipsis")
        yield line


def _questions(analysis: Analysis, words: dict[str, str], width: int, limit: int | None) -> Iterator[Text | Table]:
    asked = analysis.discourse.open_questions
    if asked:
        yield _named(words["questions"], str(len(asked)))
        yield from (_cut(f"  ? {clean(q.sentence)}", width) for q in asked[:5])


def _summary(analysis: Analysis, words: dict[str, str], width: int, limit: int | None) -> Iterator[Text | Table]:
    summary = analysis.discourse.summary
    for part in (summary.stance, summary.dialogue):
        for sentence in part:
            yield _bullet(clean(sentence.text))


def _notices(analysis: Analysis, words: dict[str, str], width: int, limit: int | None) -> Iterator[Text | Table]:
    notices = (*analysis.thread.notices, *analysis.stance.notices, *analysis.discourse.notices)
    for text in _unique(n.message for n in notices):
        yield Text(f"! {clean(said(text, words['language_code']))}", "yellow")


def _unique(texts: Iterable[str]) -> Sequence[str]:
    return tuple(dict.fromkeys(texts))


def _cut(text: str, width: int) -> Text:
    line = Text(text)
    line.truncate(width, overflow="ellipsis")
    return line
