"""A summary → the same retold by a local language model, without the sentences that it made up.

Quotations must be verbatim in a cited comment or the thesis, comment ids and numbers must stand in the summary, and
most words must come from it or from the cited comments; every other sentence is dropped and counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from threads.discourse.sentences import sentences, words
from threads.discourse.summary import Quotation, Summary, SummarySentence, Topic
from threads.errors import ModelError
from threads.thread import Thread

Generate = Callable[[str], str]
"""A prompt in, the model's text out."""

SUPPORTED = 0.6
"""Share of a sentence's longer words that must stand in the summary or the cited comments."""
LONGEST = 600
"""Tokens that the model may write."""

_NAMES = {"de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "ru": "Russian"}
_QUOTED = re.compile(r"[“„]([^“”„]+)[”“]|«\s*([^«»]+?)\s*»|»\s*([^«»]+?)\s*«|\"([^\"]+)\"")
_IDS = re.compile(r"\[([^\[\]]+)\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_STEM = 5


class Fault(StrEnum):
    """Why a retold sentence was dropped."""

    QUOTATION = "a quotation is not in a cited comment"
    CITATION = "it cites a comment that the summary does not cite"
    NUMBER = "a number is not in the summary"
    WORDS = "most of its words are neither in the summary nor in the cited comments"
    UNFINISHED = "it breaks off"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of the model that was left out, and why."""

    text: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Retelling:
    """What is left of the model's text, and what was dropped. `model` names the model or function that wrote it."""

    model: str
    sentences: tuple[SummarySentence, ...]
    dropped: tuple[Dropped, ...]

    @property
    def text(self) -> str:
        """The sentences that are left, as one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences)


def retell(summary: Summary, thread: Thread, model: str | Path, *, longest: int = LONGEST) -> Retelling:
    """Have the causal language model in a local directory retell the summary.

    Raises ModelError where the model is not on this machine or is no causal language model. Greedy, so the same
    input gives the same text.
    """
    return retell_with(summary, thread, load_generator(model, longest=longest), name=str(model))


def retell_with(summary: Summary, thread: Thread, generate: Generate, *, name: str = "function") -> Retelling:
    """Have any function from prompt to text retell the summary, and keep what the summary supports."""
    check = _Check.of(summary, thread)
    kept: list[SummarySentence] = []
    dropped: list[Dropped] = []
    for text in _pieces(generate(prompt(summary)), summary.language):
        fault = check.fault(text)
        if fault is None:
            kept.append(check.sentence(text))
        else:
            dropped.append(Dropped(text, fault))
    return Retelling(name, tuple(kept), tuple(dropped))


def prompt(summary: Summary) -> str:
    """The instruction, with the summary's sentences one a line."""
    facts = "\n".join(f"- {sentence.text}" for sentence in (*summary.stance, *summary.dialogue))
    return (
        f"Retell these findings about a comment thread in {_NAMES.get(summary.language, 'English')}, in at most eight "
        "plain sentences, one a line. Add nothing. Keep the comment ids in square brackets. Quote only what is quoted "
        f"here, word for word.\n\nFindings:\n{facts}\n\nRetelling:\n"
    )


def load_generator(model: str | Path, *, longest: int = LONGEST) -> Generate:
    """A generator over a causal language model that is already on this machine. Raises ModelError."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(model, local_files_only=True)
        network: Any = AutoModelForCausalLM.from_pretrained(model, local_files_only=True, use_safetensors=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"'{model}' cannot be used to retell: it must be a directory (or a downloaded model) with a causal "
            f"language model in safetensors and its tokenizer. {error}"
        ) from error
    network.eval()

    def generate(text: str) -> str:
        encoded = _encoded(tokenizer, text)
        with torch.inference_mode():
            written = network.generate(
                **encoded, max_new_tokens=longest, do_sample=False, pad_token_id=tokenizer.pad_token_id or 0
            )
        return str(tokenizer.decode(written[0, encoded["input_ids"].shape[1] :], skip_special_tokens=True))

    return generate


def _encoded(tokenizer: Any, text: str) -> dict[str, Any]:
    """The prompt as tensors, in the model's chat form where it has one."""
    if tokenizer.chat_template:
        turns = [{"role": "user", "content": text}]
        encoded = tokenizer.apply_chat_template(
            turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
    else:
        encoded = tokenizer(text, return_tensors="pt")
    return {key: encoded[key] for key in ("input_ids", "attention_mask")}


def _pieces(text: str, language: str) -> list[str]:
    """The model's sentences; ids that stand after a full stop stay with their sentence."""
    found: list[str] = []
    for line in text.splitlines():
        for part in sentences(line.strip().removeprefix("- ").strip(), language):
            if found and part.startswith("["):
                end = part.rfind("]") + 1
                found[-1] = f"{found[-1]} {part[:end]}"
                part = part[end:].lstrip(" .")
            found += [part] if part else []
    return found


@dataclass(frozen=True, slots=True)
class _Check:
    """What a retold sentence is held against."""

    comments: dict[str, str]
    cited: frozenset[str]
    numbers: frozenset[str]
    stems: frozenset[str]
    thesis: str = ""

    @classmethod
    def of(cls, summary: Summary, thread: Thread) -> _Check:
        told = (*summary.stance, *summary.dialogue)
        text = " ".join(sentence.text for sentence in told)
        cited = frozenset(i for sentence in told for i in sentence.cites)
        comments = {comment.id: comment.text or "" for comment in thread.comments}
        thesis = " ".join(sentence.text for sentence in told if sentence.topic is Topic.THESIS)
        return cls(comments, cited, frozenset(_NUMBER.findall(text)), _stems(text), thesis)

    def fault(self, text: str) -> Fault | None:
        ids, plain = _ids(text), _IDS.sub(" ", text)
        if not set(ids) <= self.cited:
            return Fault.CITATION
        if any(not self._sources(quoted, ids) for quoted in self._of_comments(plain, ids)):
            return Fault.QUOTATION
        if not set(_NUMBER.findall(plain)) <= self.numbers:
            return Fault.NUMBER
        if not re.search(r"[.!?…][”“»\")]*\s*$", plain.rstrip()):
            return Fault.UNFINISHED
        known = self.stems.union(*(_stems(self.comments[i]) for i in ids if i in self.comments))
        own = _stems(plain)
        return None if own and len(own & known) >= SUPPORTED * len(own) else Fault.WORDS

    def sentence(self, text: str) -> SummarySentence:
        ids = _ids(text)
        quoted = self._of_comments(_IDS.sub(" ", text), ids)
        quotations = tuple(Quotation(self._sources(one, ids)[0], one) for one in quoted)
        return SummarySentence(Topic.RETOLD, text, tuple(ids), quotations)

    def _of_comments(self, plain: str, ids: list[str]) -> list[str]:
        """What a sentence quotes of comments; without a citation it can quote the thesis."""
        return [quoted for quoted in _quotations(plain) if ids or quoted not in self.thesis]

    def _sources(self, quoted: str, ids: list[str]) -> list[str]:
        return [i for i in ids if quoted in self.comments.get(i, "")]


def _ids(text: str) -> list[str]:
    parts = (part.strip() for group in _IDS.findall(text) for part in re.split(r"[,;→]", group))
    return list(dict.fromkeys(part for part in parts if part and part != "…"))


def _quotations(text: str) -> list[str]:
    return [next(group for group in match.groups() if group is not None).strip() for match in _QUOTED.finditer(text)]


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(text) if len(word) > 3)
