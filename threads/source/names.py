"""The names that exports give to a comment's fields, in six languages → the fields; a user's column map goes first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "commenttext", "commentbody", "commentcontent", "comment", "message", "rawmessage",
        "rawtext", "textoriginal", "textdisplay", "contenthtml", "bodyhtml", "texthtml", "commenthtml", "html", "raw",
        "selftext", "posttext", "postcontent", "post", "messagetext", "markdown", "utterance", "tweet", "fulltext",
        "kommentar", "kommentartext", "nachricht", "texte", "commentaire", "contenu", "testo", "commento", "texto",
        "comentario", "текст", "комментарий", "сообщение",
    ),
    "author": (
        "authorname", "author", "authordisplayname", "displayname", "username", "userdisplayname", "screenname",
        "user", "nickname", "nick", "speaker", "poster", "postedby", "creator", "owner", "commentauthor",
        "commenter", "by", "name", "login", "account", "person", "from", "userid", "authorid", "autor", "verfasser",
        "benutzer", "nutzer", "commenterhex", "auteur", "autore", "utente", "usuario", "автор", "пользователь",
    ),
    "id": (
        "id", "commentid", "cid", "uid", "uuid", "guid", "messageid", "utteranceid", "tweetid", "objectid", "postid",
        "commenthex", "pk", "nr", "number", "identifiant", "kommentarid",
    ),
    "parent": (
        "parent", "parentid", "parenthex", "parentcommentid", "parentcomment", "parentuuid", "parentpostid",
        "replyto", "replytoid", "replytocommentid", "replytocomment", "inreplyto", "inreplytoid", "inreplytostatusid",
        "inreplytocommentid", "inreplytotweetid", "replyid", "answerto", "respondsto", "refersto", "antwortauf",
        "reponsea", "rispostaa", "respuestaa", "ответна",
    ),
    "time": (
        "createdutc", "created", "createdat", "creationdate", "createdtime", "createtime", "createdon", "datecreated",
        "timestamp", "time", "datetime", "date", "published", "publishedat", "publishdate", "datepublished", "posted",
        "postedat", "postedon", "dateposted", "postdate", "commentdate", "commentdategmt", "dategmt", "submitted",
        "ctime", "epoch", "datum", "zeit", "zeitpunkt", "erstellt", "fecha", "data", "heure", "дата", "время",
    ),
    "thread": (
        "thread", "threadid", "discussion", "discussionid", "conversationid", "conversation", "topicid", "topic",
        "articleid", "linkid", "storyid", "submissionid", "videoid", "assetid", "articleurl", "pageurl", "article",
        "page", "postid", "documentid", "docid", "root", "rootid", "post", "artikel", "artikelid", "diskussion",
    ),
    "title": ("title", "threadtitle", "articletitle", "topictitle", "headline", "pagetitle", "titel", "titre"),
    "article": ("articletext", "articlebody", "articlecontent", "articlehtml"),
    "depth": ("depth", "level", "nesting", "nestinglevel", "indent", "indentlevel", "tiefe", "ebene", "niveau"),
    "up": (
        "likes", "likecount", "likescount", "upvotes", "upvotecount", "ups", "thumbsup", "favorites", "favourites",
        "favouritescount", "positive", "recommendations", "recommendationcount", "plus", "agrees", "claps",
    ),
    "down": ("dislikes", "dislikecount", "downvotes", "downs", "thumbsdown", "negative", "minus"),
    "net": ("score", "points", "votes", "votecount", "karma", "rating", "netvotes"),
    "edited": ("edited", "isedited", "editedat", "lastedited", "modified"),
    "deleted": ("deleted", "isdeleted", "removed", "isremoved", "userdeleted", "deletedat", "rejectedat"),
    "permalink": ("permalink", "commenturl", "link", "url", "href", "shareurl", "uri"),
    "author_url": ("authorurl", "userurl", "profileurl", "profile", "authorlink", "website", "authorchannelurl"),
    "language": ("language", "lang", "languagecode", "sprache", "langue"),
}  # fmt: skip
"""Names without case, blanks and punctuation, likelier ones first."""

REPLIES = frozenset({
    "replies", "children", "comments", "answers", "responses", "kids", "subcomments", "childcomments", "reply", "posts",
    "items", "antworten", "kommentare", "reponses", "risposte", "respuestas",
})  # fmt: skip
"""Names under which an export nests the answers to a comment."""

_PUNCTUATION = re.compile(r"[\W_]+")
_PLACES = {name: {alias: place for place, alias in enumerate(aliases)} for name, aliases in FIELDS.items()}


@dataclass(frozen=True, slots=True)
class Guess:
    """For each field the columns that may hold it, likelier ones first; `given` are those that the user named."""

    columns: Mapping[str, tuple[str, ...]]
    given: frozenset[str] = frozenset()

    def first(self, name: str) -> str | None:
        """The likeliest column of a field."""
        return next(iter(self.columns.get(name, ())), None)


def plain(name: str) -> str:
    """A name in lower case without blanks and punctuation."""
    return _PUNCTUATION.sub("", name).lower()


def guess(names: Iterable[str], given: Mapping[str, str] | None = None) -> Guess:
    """Which of the column `names` hold which field; a name serves one field only, user-given columns first."""
    return _guess(tuple(names), tuple(sorted((given or {}).items())))


@lru_cache(maxsize=4096)
def _guess(names: tuple[str, ...], given: tuple[tuple[str, str], ...]) -> Guess:
    columns: dict[str, tuple[str, ...]] = {name: (column,) for name, column in given}
    taken = {column for _, column in given}
    for field, places in _PLACES.items():
        if field in columns:
            continue
        fitting = [(place, name) for name in names if name not in taken and (place := _place(name, places)) is not None]
        chosen = tuple(name for _, name in sorted(fitting))
        if field == "id":
            chosen = chosen[:1]
        if field == "text" and len(chosen) > 1:
            chosen = tuple(name for name in chosen if plain(name) != "post")
        if chosen:
            columns[field] = chosen
            taken |= set(chosen) if field in ("text", "id", "parent") else {chosen[0]}
    return Guess(columns, frozenset(name for name, _ in given))


def _place(name: str, places: Mapping[str, int]) -> int | None:
    """How likely a column holds a field: its whole name first, then, for `user.name` or `data/body`, its last part."""
    whole = places.get(plain(name))
    if whole is not None:
        return 2 * whole
    parts = re.split(r"[./:]", name)
    last = places.get(plain(parts[-1])) if len(parts) > 1 else None
    return None if last is None else 2 * last + 1
