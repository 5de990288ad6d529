"""The elements of an XML export, one after the other: hostile or broken markup costs nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from io import BytesIO

from lxml import etree

from threads.thread import Notice

_NO_XML_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
    r"|&#(?:0*(?:[0-8]|1[1-24-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));",
    re.I,
)
_HEAD = 100_000
_ENTITY = re.compile(r"&([A-Za-z]\w{1,30});")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.S | re.I)
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")


@dataclass(slots=True)
class XmlStream:
    """The elements of an XML text by local tag name; what was wrong with the markup is in `notices` at the end."""

    text: str
    where: str
    notices: list[Notice] = field(default_factory=list)

    def elements(self, *tags: str) -> Iterator[etree._Element]:
        """Each element with one of the local names, outermost only, complete; it is emptied when the next is asked for.

        No entity is expanded beyond XML's own, nothing outside is loaded. Raises nothing on broken markup.
        """
        wanted = [f"{{*}}{tag}" for tag in tags] + list(tags)
        parser = etree.iterparse(
            BytesIO(self._clean()),
            events=("end",),
            tag=wanted,
            recover=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _, element in parser:
                above = local(element.getparent())
                if above in tags and above != local(element):
                    continue  # it names one of the wanted elements inside another and is part of it
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            self.notices.append(Notice("broken-xml", f"The XML breaks off: {error.msg}.", self.where))
            return
        self._faults(parser.error_log)

    def _clean(self) -> bytes:
        start = self.text.find("<")
        if start > 0 and (stray := self.text[:start].strip("\ufeff \t\r\n")):
            message = f"Stray characters before the XML are left out: {len(stray)}."
            self.notices.append(Notice("stray-characters", message, self.where))
        body, controls = _NO_XML_CHARACTERS.subn("", self.text[max(start, 0) :])
        if controls:
            message = f"Characters that XML forbids are left out: {controls}."
            self.notices.append(Notice("forbidden-characters", message, self.where))
        head = _DOCTYPE.sub("", _DECLARATION.sub("", body[:_HEAD], count=1), count=1)
        return _ENTITY.sub(_character, head + body[_HEAD:]).encode("utf-8", "replace")

    def _faults(self, log: etree._ListErrorLog) -> None:
        if faults := [entry for entry in log if entry.level_name in ("ERROR", "FATAL")]:
            first = faults[0]
            message = f"Faults in the XML: {len(faults)}, the first in line {first.line}: {first.message.strip()}."
            self.notices.append(Notice("broken-xml", message, self.where))


def _character(entity: re.Match[str]) -> str:
    """HTML's named characters, which XML does not know; the characters of markup stay as they are."""
    found = html5.get(f"{entity[1]};", "<")
    return entity[0] if found in "<>&\"'" else found


def local(element: etree._Element | None) -> str:
    """An element's name without its namespace, also where its prefix was never declared."""
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2].rpartition(":")[2]


def child(element: etree._Element, name: str, space: str | None = None) -> etree._Element | None:
    """The first child with a local name, in a namespace whose address holds `space`."""
    for found in element.iterchildren():
        if local(found) == name and (space is None or space in found.tag.removesuffix(name)):
            return found
    return None


def content(element: etree._Element | None, name: str | None = None, space: str | None = None) -> str | None:
    """The text in an element or in its first child of that name; None where there is none but white space."""
    found = element if name is None or element is None else child(element, name, space)
    text = "".join(found.itertext()) if found is not None else ""
    return text.strip() or None
