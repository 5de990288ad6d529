"""The stages of a batch one by one, in this process: inputs, units, reading, scoring, finishing."""

from __future__ import annotations

import importlib
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from made_batch import HashModel, page, site

from threads.analysis import Options
from threads.batch import preload
from threads.batch.finishing import finish
from threads.batch.inference import DiskMemory, key_of, pack, score, unpack
from threads.batch.inputs import InputFile, find
from threads.batch.outcome import Progress, duration
from threads.batch.packing import packed
from threads.batch.plan import Unit, units
from threads.batch.reading import Read, read
from threads.batch.segment import Part, Poison, Position, Quarantined, ReadTask, Settings
from threads.errors import EmptyInputError, SourceError
from threads.readers import language
from threads.stance.label import Distribution
from threads.stance.model import Cut, Prediction, StanceInput

MODEL = HashModel()


def settings(**changes: object) -> Settings:
    made = Settings(Options(), b"key", MODEL.record, b"scope", part_comments=10)
    return replace(made, **changes)  # type: ignore[arg-type]


def segments(task: ReadTask, **changes: object) -> list[Read]:
    return list(read(task, settings(**changes)))


def whole(directory: Path) -> ReadTask:
    return ReadTask(Unit("all", find([directory]).files))


def finished(made: Read, poison: tuple[Poison, ...] = ()) -> Part:
    found = dict(zip(made.request.keys, MODEL.predict(made.request.inputs), strict=True))
    return finish(made.segment, found, settings(), poison)


# inputs


def test_directories_globs_and_files_give_each_file_once(tmp_path: Path) -> None:
    site(tmp_path, 3)
    (tmp_path / ".hidden").write_text("no")
    by_directory = find([tmp_path, tmp_path / "000" / "post-1.html"]).files
    by_glob = find([f"{tmp_path}/**/*.html"]).files
    assert [Path(file.path).name for file in by_directory] == ["post-0.html", "post-1.html", "post-2.html"]
    assert by_glob == by_directory


def test_the_same_file_twice_is_read_once_and_noticed(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "post.html").write_text(page(1))
    found = find([tmp_path])
    assert [file.path for file in found.files] == [str(tmp_path / "a" / "post.html")]
    assert [notice.code for notice in found.notices] == ["given-twice"]


def test_a_corpus_directory_is_one_input(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "utterances.jsonl").write_text("{}\n")
    (corpus / "conversations.json").write_text("{}\n")
    (file,) = find([tmp_path]).files
    assert (file.path, file.beside) == (str(corpus / "utterances.jsonl"), (str(corpus / "conversations.json"),))
    (corpus / "conversations.json").write_text("{} \n")
    assert find([tmp_path]).files[0].sha256 != file.sha256


def test_fsspec_addresses_are_walked(tmp_path: Path) -> None:
    site(tmp_path, 2)
    files = find([f"file://{tmp_path}"]).files
    assert [file.path for file in files] == [f"file://{tmp_path}/000/post-{n}.html" for n in range(2)]
    assert [file.sha256 for file in files] == [file.sha256 for file in find([tmp_path]).files]


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ("nowhere", SourceError, "does not exist"),
        ("-", SourceError, "standard input"),
        ("nothing*.html", SourceError, "does not exist|nothing to read"),
        ("none://x", SourceError, "cannot be opened"),
        ("memory://nothing", SourceError, "does not exist or holds no file"),
    ],
)
def test_what_is_not_there_is_said(given: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        find([given])


def test_a_store_that_fails_in_its_own_way_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class RefusedError(Exception):
        """No OSError, as those of hf:// are none."""

    def find_(*_: object, **__: object) -> list[str]:
        raise RefusedError("no such repository")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.find", find_)
    with pytest.raises(SourceError, match="memory://x cannot be listed: no such repository"):
        find(["memory://x"])


def test_an_empty_directory_is_said(tmp_path: Path) -> None:
    with pytest.raises(EmptyInputError, match="nothing to read"):
        find([tmp_path])


# units


def file(number: int, size: int = 10) -> InputFile:
    return InputFile(f"page-{number}", size, f"{number:064d}", b"")


def test_units_depend_on_the_files_alone() -> None:
    files = [file(n) for n in range(100)]
    assert units(files, unit_bytes=100) == units(files[::-1], unit_bytes=100)


def test_every_file_is_in_one_unit_of_bounded_size() -> None:
    files = [file(n) for n in range(100)] + [file(100, size=1000)]
    made = units(files, unit_bytes=100)
    assert sorted(f.path for unit in made for f in unit.files) == sorted(f.path for f in files)
    assert all(len(unit.files) == 1 or sum(f.size for f in unit.files) <= 100 for unit in made)


def test_a_grown_site_leaves_most_units_as_they_were() -> None:
    before = {unit.name: unit.digest for unit in units([file(n) for n in range(200)], unit_bytes=100)}
    after = {unit.name: unit.digest for unit in units([file(n) for n in range(203)], unit_bytes=100)}
    assert sum(after.get(name) != digest for name, digest in before.items()) <= 3


# reading


def test_segments_close_with_the_thread_that_fills_them(tmp_path: Path) -> None:
    made = segments(whole(site(tmp_path, 7, comments=4)))
    assert [one.request.comments for one in made] == [12, 12, 4]
    assert [one.request.threads for one in made] == [3, 3, 1]
    assert [one.segment.head.last for one in made] == [False, False, True]
    assert [one.segment.head.name for one in made] == ["all-00000", "all-00001", "all-00002"]


def test_reading_can_go_on_at_any_segment(tmp_path: Path) -> None:
    task = whole(site(tmp_path, 7, comments=4))
    made = segments(task)
    for number, one in enumerate(made[:-1]):
        rest = segments(replace(task, start=one.segment.head.end, number=number + 1))
        assert [r.segment for r in rest] == [m.segment for m in made[number + 1 :]]


def test_a_dump_of_many_threads_is_cut_inside(tmp_path: Path) -> None:
    rows = "".join(
        f'{{"thread": "t{n // 3}", "id": "{n}", "author": "a", "text": "I agree with it, number {n}"}}\n'
        for n in range(60)
    )
    (tmp_path / "dump.jsonl").write_text(rows)
    task = whole(tmp_path)
    made = segments(task)
    assert len(made) == 5
    assert [span.done for one in made for span in one.segment.head.files] == [False] * 4 + [True]
    rest = segments(replace(task, start=made[1].segment.head.end, number=2))
    assert [r.segment for r in rest] == [m.segment for m in made[2:]]


def test_a_limit_counts_threads(tmp_path: Path) -> None:
    task = replace(whole(site(tmp_path, 7, comments=4)), limit=5)
    assert sum(one.request.threads for one in segments(task)) == 5


def test_equal_inputs_are_asked_once(tmp_path: Path) -> None:
    one = '{"thread": "t", "id": "%d", "author": "a", "text": "The same words."}\n'
    (tmp_path / "dump.jsonl").write_text("".join(one % n for n in range(5)))
    (made,) = segments(whole(tmp_path), options=Options(thesis="It is so."))
    assert made.request.comments == 5
    assert len(made.request.inputs) == len(made.request.keys) == 1


@pytest.mark.parametrize("phase", ["open", "read", "plan"])
def test_poison_costs_its_page_only(tmp_path: Path, phase: str) -> None:
    task = whole(site(tmp_path, 3, comments=4))
    bad = task.unit.files[1].path
    (made,) = segments(replace(task, poison=(Poison(bad, 0, 0, phase, "it hung"),)), part_comments=100)
    assert made.request.threads == 2
    assert [i for i in made.segment.items if isinstance(i, Quarantined)] == [
        Quarantined(bad, "it hung", task.unit.files[1].sha256)
    ]


def test_pictures_are_noticed_and_the_rest_is_read(tmp_path: Path) -> None:
    site(tmp_path, 1)
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    (made,) = segments(whole(tmp_path))
    assert made.request.threads == 1
    assert [type(item).__name__ for item in made.segment.items] == ["Planned", "Notice"]


def test_a_file_that_went_away_ends_the_run_with_a_sentence(tmp_path: Path) -> None:
    task = whole(site(tmp_path, 2))
    Path(task.unit.files[1].path).unlink()
    with pytest.raises(SourceError, match="was there when the run began"):
        segments(task)


def test_a_file_that_changed_ends_the_run_with_a_sentence(tmp_path: Path) -> None:
    task = whole(site(tmp_path, 2))
    path = Path(task.unit.files[1].path)
    path.write_text(path.read_text().replace("council", "COUNCIL"))
    with pytest.raises(SourceError, match="changed while the run"):
        segments(task)


def test_remote_files_keep_their_address(tmp_path: Path) -> None:
    site(tmp_path, 1)
    task = ReadTask(Unit("all", find([f"file://{tmp_path}"]).files))
    (made,) = segments(task)
    assert [item.thread.source.path for item in made.segment.items] == [f"file://{tmp_path}/000/post-0.html"]  # type: ignore[union-attr]


# scoring


def test_predictions_are_packed_exactly() -> None:
    for prediction in (
        Prediction(Distribution(0.1, 0.2, 0.7), None, windows=3),
        Prediction(None, Distribution(1 / 3, 1 / 3, 1 / 3)),
        Prediction(None, None, windows=0, cut=Cut(thesis=True)),
        Prediction(None, None, windows=7, cut=Cut(parent=True)),
        Prediction(None, None, cut=Cut(thesis=True, parent=True)),
    ):
        assert unpack(pack(prediction)) == prediction


def test_keys_tell_inputs_and_scopes_apart() -> None:
    inputs = [
        StanceInput("a", "b"),
        StanceInput("ab", ""),
        StanceInput("a", "b", "c"),
        StanceInput("a", "b", None, "de"),
    ]
    assert len({key_of(one, scope) for one in inputs for scope in (b"1", b"2")}) == 8


def test_a_segment_is_the_same_once_packed(tmp_path: Path) -> None:
    site(tmp_path, 3)
    (made,) = segments(whole(tmp_path), part_comments=1000)
    assert pickle.loads(packed(made.segment)) == made.segment
    assert pickle.loads(packed(made.request)) == made.request
    assert pickle.loads(packed(({1}, None, Position(1)))) == ({1}, None, Position(1))


def test_workers_come_with_the_language_model() -> None:
    language._identifier.cache_clear()
    language.identify.cache_clear()
    importlib.reload(preload)
    assert language._identifier.cache_info().currsize == 1


def test_known_inputs_are_not_scored_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    inputs = [StanceInput("t", f"c{n}") for n in range(1200)]
    keys = [key_of(one, b"") for one in inputs]
    memory = DiskMemory(tmp_path / "predictions.sqlite")
    first = score(keys[:700], inputs[:700], HashModel(log), memory)
    second = score(keys, inputs, HashModel(log), memory)
    memory.close()
    assert (first.computed, second.computed) == (700, 500)
    assert len(log.read_text().splitlines()) == 1200
    again = DiskMemory(tmp_path / "predictions.sqlite")
    assert score(keys, inputs, HashModel(log), again) == replace(second, computed=0)
    again.close()


def test_damaged_predictions_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "predictions.sqlite"
    path.write_bytes(b"no database" * 100)
    memory = DiskMemory(path)
    assert memory.get([b"x"]) == {}
    memory.close()


# finishing


def test_a_part_holds_what_was_read(tmp_path: Path) -> None:
    (made,) = segments(whole(site(tmp_path, 2, comments=4)))
    part = finished(made)
    assert part.counts.threads == 2
    assert part.counts.comments == 8
    assert len(part.files) == 7
    assert part.files["jsonl/part-all-00000.jsonl"].count(b"\n") == 2
    assert [lines.comments for lines in part.lines] == [(4,), (4,)]
    assert b"Anna" not in part.files["jsonl/part-all-00000.jsonl"]


def test_a_part_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    (made,) = segments(whole(site(tmp_path, 2)))
    assert finished(made).files == finished(made).files


def test_a_thread_that_kills_the_analysis_is_left_out(tmp_path: Path) -> None:
    (made,) = segments(whole(site(tmp_path, 2)))
    path = made.segment.head.files[0].path
    part = finished(made, (Poison(path, 0, 0, "finish", "it died"),))
    assert part.counts.threads == 1
    assert [one.reason for one in part.quarantined] == ["it died"]
    assert [lines.span.path for lines in part.lines] == [made.segment.head.files[1].path]


def test_time_left_follows_the_bytes_done() -> None:
    assert Progress(25, 100, 10, 20, 1, 5.0).seconds_left == 15.0
    assert Progress(0, 100, 0, 0, 0, 5.0).seconds_left is None


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(12, "12 s"), (600, "10 min"), (12000, "3 h 20 min"), (400000, "4 d 15 h")],
)
def test_durations_are_for_people(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_positions_order() -> None:
    assert Position(1, 5) < Position(2, 0)
