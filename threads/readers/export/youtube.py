"""YouTube comments: pages of the Data API and yt-dlp's `.info.json` → a thread for each video.

Reference: https://developers.google.com/youtube/v3/docs/commentThreads; yt-dlp `--write-comments`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from threads.readers.export.assembly import Opening, assemble, author_name
from threads.readers.export.moments import moment, raw_moment
from threads.readers.export.post import Post, from_html, from_plain
from threads.readers.export.values import Record, below, get, load_all, records, string, whole
from threads.source.document import Document
from threads.thread import Article, Evidence, Notice, Thread, Timestamp, Votes

WATCH = "https://www.youtube.com/watch?v="


@dataclass(slots=True)
class _Video:
    """The comments of one video and how many replies the pages leave out."""

    article: Article
    posts: list[Post] = field(default_factory=list)
    declared: int | None = None
    unloaded: int = 0


def read(document: Document) -> Iterator[Thread]:
    """A thread for each video, comments in the order of the pages."""
    loaded = load_all(document.text or "", document.path)
    videos: dict[str, _Video] = {}
    _gather(loaded.value, videos)
    notices = loaded.notices
    for native, video in videos.items():
        if video.unloaded:
            message = f"Replies that are not on the saved pages: {video.unloaded}."
            notices = (*notices, Notice("not-loaded", message, document.path))
        opening = Opening(video.article, native, frozenset({"root"}), video.declared, notices)
        yield assemble(document, video.posts, opening)
        notices = ()


def _gather(value: object, videos: dict[str, _Video]) -> None:
    stack: list[tuple[object, str]] = [(value, "")]
    while stack:
        node, path = stack.pop()
        if isinstance(node, list):
            stack += [(item, below(path, at)) for at, item in reversed(list(enumerate(node)))]
        elif isinstance(node, dict):
            if isinstance(node.get("comments"), list) and "snippet" not in node:
                _ytdlp(node, videos)
            elif isinstance(get(node, "snippet", "topLevelComment"), dict):
                _api_thread(node, path, videos)
            elif isinstance(get(node, "snippet"), dict) and get(node, "snippet", "textDisplay") is not None:
                _video(node, videos).posts.append(_api_post(node, path))
            elif (node.get("kind") == "youtube#video") and isinstance(node.get("snippet"), dict):
                _api_video(node, videos)
            else:
                stack += [(item, below(path, key)) for key, item in reversed(list(node.items()))]


def _video(node: Record, videos: dict[str, _Video]) -> _Video:
    native = string(node, "snippet", "videoId") or next(iter(videos), None) or "unknown"
    url = None if native == "unknown" else WATCH + native
    return videos.setdefault(native, _Video(Article(url=url)))


def _api_video(node: Record, videos: dict[str, _Video]) -> None:
    native = string(node, "id") or "unknown"
    article = Article(
        title=string(node, "snippet", "title"),
        author=author_name(string(node, "snippet", "channelTitle")),
        published=moment(get(node, "snippet", "publishedAt")),
        text=string(node, "snippet", "description"),
        url=WATCH + native,
        evidence=(Evidence("article", "video"),),
    )
    video = videos.setdefault(native, _Video(article))
    video.article = article
    video.declared = whole(node, "statistics", "commentCount")


def _api_thread(node: Record, path: str, videos: dict[str, _Video]) -> None:
    video = _video(node, videos)
    top = get(node, "snippet", "topLevelComment")
    replies = records(get(node, "replies", "comments"))
    video.posts.append(_api_post(top, below(path, "snippet/topLevelComment")))
    top_id = string(top, "id") or string(node, "id")
    for at, reply in enumerate(replies):
        video.posts.append(_api_post(reply, below(path, f"replies/comments/{at}"), top_id))
    video.unloaded += max(0, (whole(node, "snippet", "totalReplyCount") or 0) - len(replies))


def _api_post(node: Record, path: str, parent: str | None = None) -> Post:
    snippet = get(node, "snippet") or {}
    published, updated = string(snippet, "publishedAt"), string(snippet, "updatedAt")
    original = get(snippet, "textOriginal")
    likes = whole(snippet, "likeCount")
    return Post(
        id=string(node, "id"),
        parent=string(snippet, "parentId") or parent,
        body=from_plain(original) if isinstance(original, str) else from_html(get(snippet, "textDisplay")),
        path=path,
        rule="parentId",
        author=string(snippet, "authorDisplayName"),
        author_url=string(snippet, "authorChannelUrl"),
        timestamp=moment(published),
        timestamp_raw=published,
        edited=bool(published and updated and published != updated),
        votes=None if likes is None else Votes(up=likes),
    )


def _ytdlp(node: Record, videos: dict[str, _Video]) -> None:
    native = string(node, "id") or "unknown"
    article = Article(
        title=string(node, "title") or string(node, "fulltitle"),
        author=author_name(string(node, "channel") or string(node, "uploader")),
        published=moment(get(node, "timestamp")) or _day(string(node, "upload_date")),
        text=string(node, "description"),
        url=string(node, "webpage_url") or string(node, "original_url"),
        evidence=(Evidence("article", "video"),),
    )
    video = videos.setdefault(native, _Video(article))
    video.declared = whole(node, "comment_count")
    video.posts += [_ytdlp_post(post, f"comments/{at}") for at, post in enumerate(records(node["comments"]))]


def _day(date: str | None) -> Timestamp | None:
    return moment(f"{date[:4]}-{date[4:6]}-{date[6:]}") if date and len(date) == 8 and date.isdecimal() else None


def _ytdlp_post(node: Record, path: str) -> Post:
    likes = whole(node, "like_count")
    marked = get(node, "html")
    return Post(
        id=string(node, "id"),
        parent=string(node, "parent"),
        body=from_plain(node["text"]) if isinstance(node.get("text"), str) else from_html(marked),
        path=path,
        rule="parent",
        author=string(node, "author"),
        author_url=string(node, "author_url"),
        timestamp=moment(get(node, "timestamp")),
        timestamp_raw=string(node, "_time_text") or string(node, "time_text") or raw_moment(get(node, "timestamp")),
        edited=bool(get(node, "is_edited")),
        votes=None if likes is None else Votes(up=likes, down=whole(node, "dislike_count")),
    )
