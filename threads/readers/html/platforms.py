"""What is known of comment platforms, as data: the elements that hold one comment, and those that hold its parts.

A platform only names what its own markup names in its own way. What comments on all sites share (a `time` element, a
class that says "author") is the business of `fields`; how replies are shown is the business of `parents`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """`marks`: any of these in the page's keys makes the platform possible. `blocks`: alternatives, each a union of
    selectors for one comment (`^td.default`: the parent of what fits). `author`, `time`, `text`: selectors within a
    comment, best first. `drop`: parts of a comment that are not its words. `flat`: a forum, in which order is not
    nesting.
    """

    name: str
    marks: tuple[str, ...]
    blocks: tuple[tuple[str, ...], ...]
    author: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    flat: bool = False


PLATFORMS: tuple[Platform, ...] = (
    Platform(
        "wpdiscuz",
        ("#wpd-comm-", ".wpd-comment", "#wc-comm-", ".wc-comment"),
        ((r"#wpd-comm-\d+_\d+",), (r"#wc-comm-\d+_\d+",), (".wpd-comment",), (".wc-comment",)),
        (".wpd-comment-author", ".wc-comment-author"),
        (".wpd-comment-date", ".wc-comment-date"),
        (".wpd-comment-text", ".wc-comment-text"),
        (".wpd-comment-label", ".wpd-reply-to", ".wc-comment-label", ".wc-reply-to", ".wpd-comment-footer"),
    ),
    Platform(
        "hackernews",
        (".athing", ".comhead"),
        (("tr.athing.comtr",), ("^td.default",)),
        (".hnuser",),
        (".age",),
        (".commtext", "span.comment"),
        (".reply", ".navs", ".comhead"),
    ),
    Platform(
        "reddit",
        ("#t1_", ".thing", "#thing_t1_", "shreddit-comment"),
        ((r"div#t1_\w+",), (r"div#thing_t1_\w+",), ("div.thing.comment",), ("shreddit-comment",)),
        ("a[testid=comment_author_link]", "a.author"),
        ("a[testid=comment_timestamp]", "p.tagline", "time.live-timestamp"),
        ("div[testid=comment]", ".usertext-body", ".md"),
    ),
    Platform(
        "xenforo",
        (".messagetext", ".message-body", ".message--post"),
        (("article.message.message--post",), ("article.message",), (r"li#post-\d+.message",), ("div.message",)),
        ("a.username", "span.username", "h4.message-name", "h3.usertext"),
        ("a.datepermalink", "time.u-dt", ".datetime"),
        (".messagetext", ".bbwrapper", ".message-body"),
        (".bbcodeblock-expandlink", ".quoteexpand", ".bbcodequoteexpand", ".message-lastedit", ".js-selecttoquoteend"),
        flat=True,
    ),
    Platform(
        "vbulletin",
        ("#post_message_", ".postbit", ".postcontainer"),
        ((r"li#post_\d+",), (r"table#post\d+",), (r"div#edit\d+",), (r"div#post\d+",), (".postbit_wrapper",)),
        ("a.username", "span.username", "a.bigusername", ".username"),
        (".postdate", ".posttime", ".thead"),
        (r"#post_message_\d+", ".postcontent"),
        (".after_content", ".signature", ".signaturecontainer"),
        flat=True,
    ),
    Platform(
        "phpbb",
        (".postprofile", ".postbody", ".postdetails"),
        ((r"div#p\d+.post",), (r"#p\d+",), ("div.post",), ("table.post",)),
        (".username", ".username-coloured", ".postauthor", ".author"),
        ("time", "p.author", ".postdetails"),
        (".content", ".postbody"),
        (".signature", ".notice", ".postprofile", ".post-buttons", ".codebox-header"),
        flat=True,
    ),
    Platform(
        "phpbb2",
        ("span.postbody", "span.postdetails"),
        (("^^span.name",), ("^td.row1", "^td.row2")),
        ("span.name",),
        ("span.postdetails",),
        ("span.postbody",),
        flat=True,
    ),
    Platform(
        "smf",
        (".post_wrapper", ".postarea"),
        (("div.post_wrapper",), ("div.windowbg", "div.windowbg2")),
        ("h4",),
        (".keyinfo",),
        (r"div#msg_\d+", "div.inner"),
        (".signature", ".moderatorbar"),
        flat=True,
    ),
    Platform(
        "invision",
        (".ipscomment_content", ".cpost_contentwrap"),
        ((r"article#elcomment_\d+",), (".ipscomment_parent",)),
        (".cauthorpane_author", ".ipscomment_author"),
        ("time",),
        (".ipstype_richtext", ".cpost_contentwrap"),
        (".ipsitemcontrols", ".ipscomment_controls", ".ipscomment_meta"),
        flat=True,
    ),
    Platform(
        "mybb",
        (".post_head", ".postbit_buttons"),
        ((r"div#post_\d+.post",), (r"table#post_\d+",)),
        (".author_information", ".largetext"),
        (".post_date",),
        (".post_body",),
        (".signature", ".post_meta", ".post_edit"),
        flat=True,
    ),
    Platform(
        "fluxbb",
        (".blockpost", ".postfootleft"),
        ((r"div#p\d+.blockpost",),),
        ("dt",),
        ("h2",),
        (".postmsg",),
        (".postsignature", ".postedit"),
        flat=True,
    ),
    Platform(
        "discuz",
        ("#postmessage_", "#authorposton"),
        ((r"div#post_\d+",), (r"table#pid\d+",)),
        (".xw1",),
        (r"em#authorposton\d+",),
        (r"#postmessage_\d+", ".t_f"),
        (".pstatus", ".sign"),
        flat=True,
    ),
    Platform(
        "flarum",
        (".postuser-name", "#flarum-content"),
        (("^^.postuser-name",),),
        (".postuser-name",),
        ("time",),
        (".post-body",),
        flat=True,
    ),
    Platform(
        "vanilla",
        (".itemcomment", ".itemdiscussion", ".messagelist"),
        ((r"li#comment_\d+", "li.itemcomment", "div.itemdiscussion"), ("li.itemcomment",)),
        ("a.username", ".author"),
        ("time", ".datecreated"),
        (".message",),
        (".reactions", ".signature"),
        flat=True,
    ),
    Platform(
        "discourse",
        (".topic-body", ".crawler-post", "#post_"),
        (("div.crawler-post",), (r"article#post_\d+",), (r"div#post_\d+",), ("div.topic-body",)),
        ("[itemprop=author]", ".creator", ".username", "[itemprop=name]"),
        ("time.post-time", "time[itemprop=datepublished]", "time"),
        (".post", "[itemprop=text]", "[itemprop=articlebody]", ".cooked"),
        (".post-likes", ".crawler-post-infos", ".crawler-post-meta"),
        flat=True,
    ),
    Platform(
        "drupal",
        (".indented", ".field--name-comment-body", ".field-name-comment-body", ".js-comment", ".ajax-comment-wrapper",
         ".node-"),
        (("article.comment",), ("article.js-comment",), ("div.comment.ajax-comment-wrapper",), ("div.comment",),
         (r"div#comment-\d+",)),
        (".username", ".comment__author", "[rel=sioc=has_creator]", ".submitted"),
        ("time", ".comment__time", ".submitted"),
        (".field--name-comment-body", ".field-name-comment-body", ".comment__content", ".content"),
        ("mark", ".permalink", ".links", ".user-signature", "h3"),
    ),
    Platform(
        "wordpress",
        ("#comment-", "#li-comment-", "#div-comment-", ".commentlist", ".comment-list", ".depth-1", ".comment-body"),
        (("li.comment", "li.pingback", "li.trackback"), (r"li#(?:li-)?comment-\d+",), (r"#(?:li-|div-)?comment-\d+",),
         ("div.comment", "div.pingback", "div.trackback"), ("article.comment",)),
        (".comment-author-name", "b.fn", "cite.fn", "span.fn", ".fn", ".comment-author-link", ".comment-author",
         "[itemprop=author]", ".comment_author", "cite", ".comment-autor", ".author"),
        ("time", ".comment-date", ".comment-time", ".comment-metadata", ".comment-meta", ".commentmetadata",
         ".comment_date"),
        (".comment-content", ".comment-text", ".comment_text", ".commenttext", ".comment_content", ".comment-entry",
         ".c-content", ".comment-body-content"),
        (".comment-awaiting-moderation", ".comment-author", ".comment-meta", ".commentmetadata", ".reply",
         ".comment-reply", ".comment-likes", ".sharedaddy", ".jp-relatedposts", ".comment-metadata",
         ".comment-actions", ".edit-link", ".says"),
    ),
    Platform(
        "habr",
        (".tm-comment", ".comment__message", ".comments_list", ".comment_item"),
        (("section.tm-comment-thread__comment",), ("article.tm-comment-thread__comment",), (".comment_item",),
         ("div.comment",), (".tm-comment",)),
        ("a.tm-user-info__username", ".user-info__nickname", ".username"),
        ("time", ".comment__date-time"),
        (".tm-comment__body-content", ".comment__message", ".message"),
    ),
    Platform(
        "livejournal",
        (".comment-wrap", ".b-leaf", ".ljcmt", "#ljcmt", ".talk-comment", ".ljuser"),
        ((r"div#ljcmt\d+",), (r"div#t\d+",), ("div.b-leaf",), ("div.comment-wrap",), ("div.ljcmt_full",)),
        ("span.ljuser", ".b-leaf-username", ".comment-poster", ".ljuser"),
        (".b-leaf-createdtime", ".comment-datetimelink", ".comment-date", ".b-leaf-shorttime"),
        (".b-leaf-article", ".comment-text", ".comment-body"),
        (".b-leaf-footer", ".b-leaf-actions", ".comment-menu"),
    ),
    Platform(
        "stackexchange",
        (".answer", ".comment-copy", ".js-comment"),
        (("#question", r"#answer-\d+", r"li#comment-\d+"), ("div.question", "div.answer", "tr.comment")),
        (".comment-user", ".user-details"),
        (".relativetime", ".relativetime-clean", ".comment-date"),
        (".comment-copy", ".s-prose", ".post-text"),
    ),
    Platform(
        "disqus",
        (".post-message", "#dsq-", ".dsq-comment"),
        ((r"li#post-\d+",), ("li.post",), (r"li#dsq-comment-\d+",), (".dsq-comment",)),
        (".author", ".publisher-anchor-color", ".dsq-commenter-name", "cite"),
        (".time-ago", ".dsq-comment-meta"),
        (".post-message", ".dsq-comment-text", ".dsq-comment-message"),
    ),
    Platform(
        "spip",
        (".forum-message", ".comment-message", ".forum-fil", ".comment-fil", ".forum-texte"),
        (("li.comment-item",), ("li.forum-fil",), ("div.comment-message",), ("div.forum-message",)),
        (".comment-author", ".forum-qui", "[itemprop=name]", ".fn"),
        ("abbr.date", ".date", ".forum-date"),
        (".comment-texte", ".forum-texte", ".comment-content"),
        (".comment-meta", ".forum-chapo", ".button"),
    ),
    Platform(
        "taz",
        ("#bb_message_", ".sect_commentlinks"),
        ((r"li#bb_message_\d+",), ("li.member",)),
        ("a.author", "h4"),
        ("time",),
        (".objlink",),
        (".toolbar",),
    ),
    Platform(
        "zeit",
        ("article.comment", ".comment__body", ".comment-meta__name"),
        (("article.comment",), ("article.js-comment-toplevel", "article.js-comment"),),
        (".comment-meta__name", ".comment__name"),
        (".comment-meta__date", ".comment__date"),
        (".comment__body",),
        (".comment__reactions", ".comment__original", ".comment__recommendations"),
    ),
    Platform(
        "spiegel",
        ("#js-comments", ".article-comment", ".js-comment"),
        (("div.article-comment",), ("li.comment",)),
        (".article-comment-user", ".username"),
        (".article-comment-date", ".date-time"),
        (".article-comment-text", ".js-article-comments-box"),
    ),
    Platform(
        "standard",
        (".posting", "#postinglist"),
        (("div.posting",), ("article.posting",), (r"#posting-\d+",)),
        (".upost-usercontainer", ".posting-user", ".username"),
        (".js-timestamp", ".posting-timestamp", ".timestamp"),
        (".upost-text", ".posting-text", ".upost-body"),
    ),
    Platform(
        "blogger",
        ("#bc_", "#c", ".comment-block", ".comment-thread"),
        ((r"li#bc_\w+", r"li#c\d+"), ("div.comment-block",), (r"dt#c\d+",)),
        ("cite.user", ".comment-author", ".user"),
        ("span.datetime", ".comment-timestamp", ".timestamp"),
        (".comment-content", ".comment-body"),
        (".comment-actions", ".comment-footer"),
    ),
    Platform(
        "facebook",
        (".uficomment", ".fbfeedback", ".ufi"),
        (("div.uficomment",), ("div.uficommentcontentblock",), (r"div#u_\w+_\d+",), (".postcontainer",)),
        (".uficommentactorname", ".ufiactorname", ".profilename"),
        (".uficommenttimestamp", "abbr"),
        (".uficommentbody", ".postcontent", ".posttext"),
    ),
    Platform(
        "schema.org",
        ("[type=comment]", "[type=usercomments]", "[type=answer]", "[itemprop=comment]"),
        (
            ("[type=comment]", "[type=usercomments]"), ("[itemprop=comment]",), ("[type=answer]",),
            ("[type=question]", "[type=answer]", "[type=comment]"), ("[type=answer]", "[type=comment]"),
        ),
        ("[itemprop=author]", "[itemprop=creator]"),
        ("[itemprop=datecreated]", "[itemprop=datepublished]", "[itemprop=commenttime]"),
        ("[itemprop=text]", "[itemprop=commenttext]", "[itemprop=commentbody]"),
    ),
    Platform(
        "microformats",
        (".h-cite", ".h-entry", ".p-comment", ".hentry"),
        ((".p-comment",), (".u-comment",), (".h-cite",), ("li.h-entry",)),
        (".p-author", ".p-name", ".author"),
        (".dt-published", ".published"),
        (".e-content", ".p-content", ".entry-content"),
    ),
)  # fmt: skip
