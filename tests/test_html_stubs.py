"""What is left of comments that were removed: deleted comments at their place, the parents of their replies."""

from __future__ import annotations

import pytest

from threads.readers.html import read
from threads.readers.removal import is_removal
from threads.source.document import Document, Format
from threads.thread import Thread

COMMENT = """<div class="comment" id="c{n}"><div class="head"><b class="name">{name}</b> <i>{n} March 2019, 10:0{n}</i>
</div><div class="words"><p>The ferry of the {n}. pier was late again, and nobody on board could say why.</p></div>
{replies}</div>"""


def thread(body: str) -> Thread:
    markup = f"<html><body><h1>Ferries</h1><h2>Comments</h2><div class='list'>{body}</div></body></html>"
    return read(Document("x.html", Format.HTML, markup.encode(), "0" * 64, markup), "t")


def comment(n: int, name: str, replies: str = "") -> str:
    return COMMENT.format(n=n, name=name, replies=replies)


@pytest.mark.parametrize(
    "words",
    [
        "This comment was removed by a moderator because it did not abide by our standards.",
        "#15 Este comentario ha sido eliminado por el moderador",
        "Cette contribution a été supprimée par la modération.",
        "Ce commentaire a été dépublié par la rédaction.",
        "Contenu modéré par la rédaction",
        "Комментарий скрыт модератором за нарушение правил",
        "Post został usunięty przez moderatora lub autora",
        "Příspěvek byl smazán administrátorem diskuse.",
        "Il commento è stato rimosso dal moderatore.",
        "Este comentário foi removido por violar os termos de uso.",
        "[Comment removed by author]",
        "Comment deleted",
        "Dieser Kommentar wurde von der Redaktion gelöscht.",
        "Un administrador del blog ha eliminado este comentario.",
        "작성자에 의해 삭제된 댓글입니다.",
        "НЛО прилетело и опубликовало эту надпись здесь",
        "Hidden by Owner",
        "(Previous comment deleted.)",
    ],
)
def test_a_notice_of_removal(words: str) -> None:
    assert is_removal(words)


@pytest.mark.parametrize(
    "words",
    [
        "The post office was removed from our village in 1998.",
        "The comment about the taxes was deleted, but I had saved it.",
        "This comment was deleted? Why?",
        "This message is so good that it must on no account ever be hidden.",
        "Removed all my savings from that bank.",
        "La vignette a été supprimée en 2000.",
    ],
)
def test_words_about_removals(words: str) -> None:
    assert not is_removal(words)


def test_what_is_left_stays_the_parent_of_its_replies() -> None:
    """It has neither author nor date, and its words stand where no comment has them."""
    notice = "<p class='words-off'><em>Cette contribution a été supprimée par la modération.</em></p>"
    stub = f"<div class='comment' id='c7'>{notice}{comment(4, 'Cora')}</div>"
    read_ = thread(comment(1, "Ada") + comment(2, "Ben") + stub + comment(5, "Dan"))
    by_author = {each.author: each for each in read_.comments}
    parent = next(each for each in read_.comments if each.id == by_author["Cora"].parent)
    assert parent.id == "7"
    assert parent.deleted
    assert by_author["Dan"].parent is None


def test_a_stub_that_only_shares_the_classes_of_comments() -> None:
    microdata = "itemscope itemtype='https://schema.org/Comment'"
    typed = [
        comment(n, name).replace("<div class", f"<div {microdata} class", 1) for n, name in ((1, "Ada"), (2, "Bo"))
    ]
    reply = comment(4, "Cora").replace("<div class", f"<div {microdata} class", 1)
    stub = f"<div class='comment off' id='c3'><p>This comment has been deleted</p>{reply}</div>"
    found = thread("".join(typed) + stub).comments
    assert [each.deleted for each in found] == [False, False, True, False]
    assert found[3].parent == found[2].id


def test_a_notice_beside_a_name_that_says_it_as_well() -> None:
    gone = comment(3, "[deleted]").replace(
        "<p>The ferry of the 3. pier was late again, and nobody on board could say why.", "<p>"
    )
    gone = gone.replace("</div>", "<div><span class='row'>Comment removed by moderator</span></div><b>268</b></div>", 1)
    kept = comment(4, "[deleted]")
    found = thread(comment(1, "Ada") + comment(2, "Ben") + gone + kept).comments
    assert [each.deleted for each in found] == [False, False, True, False]
