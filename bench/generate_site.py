"""Write a made-up site of pages with nested comments, the same for the same seed.

    python bench/generate_site.py OUT --comments 10000 --seed 1

Sizes follow a log-normal distribution (median 20 comments a page, a few pages with over a thousand), replies attach
preferentially to what has replies already, depths are cut at ten as WordPress does, comments are 5 to 200 words long,
pages are in six languages, authors come back, some comments quote their parent, and one page in fifty announces more
comments than it holds. Texts are strung together from phrases: they have the length and the shape of comments, and no
meaning, so nothing about quality can be read from them.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape
from pathlib import Path

PHRASES = {
    "de": "der Rat hat das beschlossen|das stimmt so nicht|ich bin ganz deiner Meinung|niemand hat die Bürger gefragt"
    "|die Kosten sind viel zu hoch|das ist endlich ein guter Plan|woher kommt diese Zahl|in meiner Straße ist es anders"
    "|man sollte erst einmal nachrechnen|die Zeitung schreibt wieder nur die Hälfte|wer soll das zahlen|dafür bin ich",
    "en": "the council has decided it|that is simply not true|I quite agree with you|nobody asked the people here"
    "|the costs are far too high|this is a good plan at last|where does that figure come from|my street is different"
    "|somebody should do the sums first|the paper tells only half of it|who is going to pay|I am in favour",
    "fr": "le conseil l'a décidé|ce n'est pas vrai du tout|je suis tout à fait d'accord|personne n'a demandé aux gens"
    "|les coûts sont bien trop élevés|c'est enfin un bon projet|d'où vient ce chiffre|dans ma rue c'est autre chose"
    "|il faudrait d'abord compter|le journal n'en dit que la moitié|qui va payer|je suis pour",
    "it": "il consiglio lo ha deciso|non è affatto vero|sono proprio d'accordo|nessuno ha chiesto alla gente"
    "|i costi sono troppo alti|finalmente un buon piano|da dove viene questa cifra|nella mia via è diverso"
    "|prima bisognerebbe fare i conti|il giornale ne dice solo metà|chi paga|sono a favore",
    "es": "el consejo lo ha decidido|eso no es verdad|estoy muy de acuerdo|nadie preguntó a la gente"
    "|los costes son demasiado altos|por fin un buen plan|de dónde sale esa cifra|en mi calle es distinto"
    "|primero habría que hacer cuentas|el periódico cuenta solo la mitad|quién lo va a pagar|estoy a favor",
    "ru": "совет так решил|это просто неправда|я полностью согласен|людей никто не спросил|цена слишком высока"
    "|наконец хороший план|откуда эта цифра|на моей улице иначе|сначала надо посчитать|газета пишет только половину"
    "|кто будет платить|я за",
}
SHARES = {"de": 5, "en": 3, "fr": 1, "it": 1, "es": 1, "ru": 1}
DEEPEST = 9
_START = datetime(2022, 1, 1, 8, tzinfo=timezone(timedelta(hours=1)))


@dataclass(frozen=True, slots=True)
class Post:
    """A comment to be written: its place in the tree and its words."""

    number: int
    parent: int | None
    depth: int
    author: str
    minutes: int
    text: str


def words(chance: random.Random, language: str, sentences: int) -> str:
    phrases = PHRASES[language].split("|")
    made = []
    for _ in range(sentences):
        parts = [chance.choice(phrases) for _ in range(chance.choice((1, 1, 2, 3)))]
        text = ", ".join(parts)
        made.append(f"{text[0].upper()}{text[1:]}{chance.choice('..?!')} {chance.randrange(10_000)}")
    return " ".join(made)


def thread(chance: random.Random, language: str, size: int) -> list[Post]:
    posts: list[Post] = []
    pull: list[int] = []
    minutes = 0
    for number in range(size):
        parent = chance.choice(pull) if pull and chance.random() < 0.55 else None
        while parent is not None and posts[parent].depth >= DEEPEST:
            parent = posts[parent].parent
        depth = 0 if parent is None else posts[parent].depth + 1
        minutes += int(chance.expovariate(1 / 20))
        author = f"{chance.choice(NAMES)} {int(chance.paretovariate(1)) % 5000}"
        text = words(chance, language, min(12, 1 + int(chance.paretovariate(1.2))))
        posts.append(Post(number, parent, depth, author, minutes, text))
        pull += [number] if parent is None else [number, parent]
    return posts


NAMES = ("Anna", "Boris", "Chiara", "Dmitri", "Elena", "Frieda", "Gustave", "Hanna", "Ivan", "Jürgen", "Karim", "Lucía")


def page(chance: random.Random, number: int, size: int) -> str:
    language = chance.choices(list(SHARES), list(SHARES.values()))[0]
    posts = thread(chance, language, size)
    below: dict[int | None, list[Post]] = {}
    for post in posts:
        below.setdefault(post.parent, []).append(post)
    announced = size + (chance.randrange(1, 5) if number % 50 == 0 else 0)
    claim = words(chance, language, 1)
    body = "".join(f"<p>{words(chance, language, 6)}</p>" for _ in range(4))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{claim}</title></head><body>'
        f'<div id="page"><main><article class="post"><h1 class="entry-title">{claim}</h1>'
        f'<div class="entry-content">{body}</div></article>'
        f'<div id="comments" class="comments-area"><h2 class="comments-title">{announced} thoughts on “{claim}”</h2>'
        f'<ol class="comment-list">{items(posts, below, chance, number)}</ol></div></main></div></body></html>'
    )


def items(posts: list[Post], below: dict[int | None, list[Post]], chance: random.Random, page: int) -> str:
    out: list[str] = []
    stack: list[Post | str] = list(reversed(below.get(None, [])))
    while stack:
        post = stack.pop()
        if isinstance(post, str):
            out.append(post)
            continue
        out.append(opening(post, posts, chance, page))
        replies = below.get(post.number, [])
        stack.append("</ol></li>" if replies else "</li>")
        if replies:
            out.append('<ol class="children">')
            stack += reversed(replies)
    return "".join(out)


def opening(post: Post, posts: list[Post], chance: random.Random, page: int) -> str:
    when = _START + timedelta(days=page % 700, minutes=post.minutes)
    name = f"{page * 10_000 + post.number}"
    quote = ""
    if post.parent is not None and chance.random() < 0.1:
        quote = f"<blockquote><p>{escape(posts[post.parent].text[:120])}</p></blockquote>"
    return (
        f'<li id="comment-{name}" class="comment depth-{post.depth + 1}"><article id="div-comment-{name}" '
        f'class="comment-body"><footer class="comment-meta"><div class="comment-author vcard">'
        f'<b class="fn">{escape(post.author)}</b> <span class="says">says:</span></div>'
        f'<div class="comment-metadata"><a href="https://example.org/{page}#comment-{name}">'
        f'<time datetime="{when.isoformat()}">{when:%B %d, %Y at %H:%M}</time></a></div></footer>'
        f'<div class="comment-content">{quote}<p>{escape(post.text)}</p></div></article>'
    )


def generate(out: Path, comments: int, seed: int) -> int:
    """Write pages with `comments` comments in all into `out`; returns the number of pages."""
    chance = random.Random(seed)
    left, number = comments, 0
    while left > 0:
        size = min(left, max(1, int(chance.lognormvariate(3.0, 1.2))))
        path = out / f"{number // 1000:04d}" / f"post-{number:07d}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(chance, number, size), encoding="utf-8")
        left -= size
        number += 1
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    pages = generate(given.out, given.comments, given.seed)
    print(f"{pages:,} pages with {given.comments:,} comments in {given.out}")


if __name__ == "__main__":
    main()
