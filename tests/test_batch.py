"""Whole batches with worker processes: the same bytes whatever the workers, kills, poison, growth, full disks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import pytest
from made_batch import HashModel, contents, page, site
from typer.testing import CliRunner

import threads.batch.store
from threads.analysis import Options
from threads.batch import BatchReport, Engine, Progress, dry_run, overview, run_batch
from threads.batch.secret import key_path
from threads.batch.store import STATE
from threads.cli import app
from threads.discourse.corpus import CorpusOverview, analyse_corpus
from threads.errors import EmptyInputError, OutputError, SourceError, ThreadsError
from threads.report.record import from_json

SMALL = {"part_comments": 12, "unit_bytes": 8_000}
OPTIONS = Options(key="a key")


def batch(inputs: Path, out: Path, *, workers: int = 1, options: Options = OPTIONS, **more: object) -> BatchReport:
    model = HashModel(out.with_name(out.name + ".log"))
    engine = Engine(workers=workers, seconds=float(more.pop("seconds", 60.0)))  # type: ignore[arg-type]
    return run_batch([inputs], out, options, engine=engine, model=model, **{**SMALL, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("batch") / "site", 12)


@pytest.fixture(scope="module")
def undisturbed(pages: Path) -> Path:
    out = pages.parent / "out"
    assert batch(pages, out).exit_code == 0
    return out


def ids(out: Path) -> list[str]:
    lines = (line for path in sorted((out / "jsonl").iterdir()) for line in path.read_text().splitlines())
    return [from_json(line).thread.id for line in lines]


def test_every_thread_is_there_once(pages: Path, undisturbed: Path) -> None:
    found = ids(undisturbed)
    assert len(found) == len(set(found)) == 12
    assert json.loads((undisturbed / "manifest.json").read_text())["counts"]["comments"] == 48


def test_workers_change_no_byte(pages: Path, undisturbed: Path, tmp_path: Path) -> None:
    batch(pages, tmp_path / "three", workers=3)
    assert contents(tmp_path / "three") == contents(undisturbed)


def test_parquet_parts_open_as_one_table(undisturbed: Path) -> None:
    import pyarrow.dataset as ds

    rows = {name: ds.dataset(undisturbed / name).count_rows() for name in ("comments", "threads", "documents")}
    assert rows == {"comments": 48, "threads": 12, "documents": 12}


def test_datasets_and_duckdb_read_it_as_it_is(undisturbed: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    from datasets import load_dataset

    loaded = load_dataset(
        "parquet", data_files=f"{undisturbed}/comments/*.parquet", split="train", cache_dir=str(tmp_path)
    )
    assert len(loaded) == 48
    query = f"SELECT count(*), count(DISTINCT thread_id) FROM '{undisturbed}/comments/*.parquet'"
    assert duckdb.sql(query).fetchall() == [(48, 12)]


def test_the_overview_is_the_corpus_view_without_loading_it(undisturbed: Path) -> None:
    lines = (line for path in sorted((undisturbed / "jsonl").iterdir()) for line in path.read_text().splitlines())
    whole, found = analyse_corpus([from_json(line) for line in lines]), overview(undisturbed)
    names = [field.name for field in fields(CorpusOverview) if field.name != "authors"]
    assert [getattr(found, name) for name in names] == [getattr(whole, name) for name in names]
    assert found.authors.checked == whole.authors.checked == 3
    assert {(a.author, a.comments, a.shares) for a in found.authors.items} == {
        (a.author, a.comments, a.shares) for a in whole.authors.items
    }


def test_the_command_corpus_reads_a_batch(undisturbed: Path) -> None:
    command = CliRunner().invoke(app, ["corpus", str(undisturbed)])
    assert command.exit_code == 0
    assert "12 threads, 48 comments" in command.stdout
    assert "The plan" in command.stdout
    printed = CliRunner().invoke(app, ["corpus", str(undisturbed), "--json"])
    assert json.loads(printed.stdout)["threads"] == 12


def test_an_unfinished_batch_has_no_overview(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no finished batch"):
        overview(tmp_path)


def test_names_and_key_stay_out_of_the_directory(pages: Path, undisturbed: Path) -> None:
    assert not any(b"Anna1" in content for content in contents(undisturbed).values())
    assert not any(b"a key" in content for content in contents(undisturbed).values())


def test_without_a_key_the_same_inputs_give_the_same_pseudonyms(tmp_path: Path) -> None:
    pages = site(tmp_path / "site", 2)
    for name in ("one", "two"):
        batch(pages, tmp_path / name, options=Options())
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert key_path(tmp_path / "one").read_text() == key_path(tmp_path / "two").read_text()
    assert oct(key_path(tmp_path / "one").stat().st_mode)[-3:] == "600"


def test_a_grown_site_costs_its_new_pages_only(tmp_path: Path) -> None:
    pages, out = site(tmp_path / "site", 10), tmp_path / "out"
    batch(pages, out)
    site(pages, 2, start=10)
    (pages / "000" / "post-3.html").write_text(page(3, comments=6))
    (pages / "000" / "post-4.html").unlink()
    (tmp_path / "out.log").unlink()
    report = batch(pages, out)
    assert report.new.threads - report.new.kept == 3
    scored = (tmp_path / "out.log").read_text()
    assert "page 10" in scored
    assert "page 11" in scored
    assert "page 5:" not in scored
    batch(pages, tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")


def test_a_second_run_does_nothing(pages: Path, undisturbed: Path) -> None:
    before = contents(undisturbed)
    report = batch(pages, undisturbed)
    assert (report.new_parts, report.computed) == (0, 0)
    assert contents(undisturbed) == before


def test_a_lost_or_damaged_part_is_made_again(pages: Path, undisturbed: Path) -> None:
    before = contents(undisturbed)
    first, second, *_ = sorted((undisturbed / "comments").iterdir())
    first.unlink()
    second.write_bytes(b"damaged")
    assert batch(pages, undisturbed).new_parts >= 2  # and those that follow in the same unit
    assert contents(undisturbed) == before


def test_other_options_make_everything_anew_from_the_same_predictions(tmp_path: Path) -> None:
    pages, out = site(tmp_path / "site", 2), tmp_path / "out"
    batch(pages, out)
    report = batch(pages, out, options=Options(names=True))
    assert (report.new.threads, report.new.kept, report.computed) == (2, 0, 0)
    assert any(b"Anna1" in content for content in contents(out).values())


def test_a_limit_reads_that_many_threads_and_a_full_run_follows(pages: Path, undisturbed: Path, tmp_path: Path) -> None:
    assert batch(pages, tmp_path / "out", limit=5).counts.threads == 5
    batch(pages, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(undisturbed)


HERE = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
KILLED = """
import sys
from pathlib import Path
from made_batch import HashModel
from threads.analysis import Options
from threads.batch import Engine, run_batch
if __name__ == "__main__":
    run_batch([sys.argv[1]], Path(sys.argv[2]), Options(key="a key"), engine=Engine(workers=2), model=HashModel(),
              part_comments=12, unit_bytes=8000, on_progress=lambda p: print(p.parts, flush=True))
"""


@pytest.mark.parametrize("parts", [0, 2])
def test_a_killed_run_goes_on_to_the_same_bytes(pages: Path, undisturbed: Path, tmp_path: Path, parts: int) -> None:
    """Killed with SIGKILL once so many parts are written, and once more in the middle of whatever comes then."""
    (tmp_path / "killed.py").write_text(KILLED)
    place = os.pathsep.join(HERE)
    command = [sys.executable, str(tmp_path / "killed.py"), str(pages), str(tmp_path / "out")]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": place})
    assert run.stdout is not None
    for line in run.stdout:
        if int(line) >= parts:
            break
    time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    batch(pages, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(undisturbed)


def test_an_error_in_mid_run_leaves_a_state_to_go_on_from(pages: Path, undisturbed: Path, tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.parts == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(pages, tmp_path / "out", on_progress=stop)
    assert not (tmp_path / "out" / "manifest.json").exists()
    report = batch(pages, tmp_path / "out")
    assert report.parts - report.new_parts == 2
    assert contents(tmp_path / "out") == contents(undisturbed)


def test_a_full_disk_is_said_and_can_be_gone_on_from(
    pages: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) > 40:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(threads.batch.store.os, "fsync", full)
        with pytest.raises(OutputError, match=r"No space left on device\. What is done is kept"):
            batch(pages, tmp_path / "out")
    batch(pages, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(undisturbed)


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc/sys").exists(), reason="root may write anywhere")
def test_a_place_that_cannot_be_written_is_said(pages: Path) -> None:
    with pytest.raises(OutputError, match="Cannot write in /proc/nowhere"):
        batch(pages, Path("/proc/nowhere"))


def test_two_runs_do_not_write_to_one_place(pages: Path, tmp_path: Path) -> None:
    from threads.batch.store import Store

    store = Store(tmp_path / "out")
    store.prepare()
    with store.locked(), pytest.raises(OutputError, match="Another run"):
        batch(pages, tmp_path / "out")


def test_an_input_that_went_away_is_said(tmp_path: Path) -> None:
    pages, out = site(tmp_path / "site", 20), tmp_path / "out"

    def take_away(progress: Progress) -> None:
        for path in pages.rglob("*.html"):
            path.unlink()

    with pytest.raises(SourceError, match="What is done is kept"):
        batch(pages, out, on_progress=take_away, part_comments=4, unit_bytes=10**6)
    with pytest.raises(EmptyInputError):
        batch(pages, out)


def test_nothing_to_read_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 50)
    with pytest.raises(EmptyInputError, match="could be read as a thread"):
        batch(tmp_path / "logo.png", tmp_path / "out")


def test_there_are_two_engines() -> None:
    with pytest.raises(ThreadsError, match="local or ray"):
        Engine("spark")


def test_a_dry_run_counts_and_times(pages: Path, tmp_path: Path) -> None:
    estimate = dry_run([pages], OPTIONS, engine=Engine(workers=1), model=HashModel(), sample=10)
    assert (estimate.files, estimate.threads, estimate.comments) == (12, 12, 48)
    assert estimate.inputs == 96  # every comment under the thesis and under the runner-up
    assert "12 threads, 48 comments" in estimate.text


POISONED = """
import sys
from pathlib import Path
from made_batch import HashModel
from threads.batch import Engine, run_batch
if __name__ == "__main__":
    report = run_batch([sys.argv[1]], Path(sys.argv[2]), engine=Engine(workers=1, seconds=4), model=HashModel())
    sys.exit(report.exit_code)
"""

STRUCK = """
import os
import threads.readers.html as html
_read = html.read
def read(document, thread_id):
    if b"POISON hang" in document.content:
        while True:
            pass
    if b"POISON kill" in document.content:
        os.kill(os.getpid(), 9)
    if b"POISON raise" in document.content:
        raise ValueError("a fault of ours")
    return _read(document, thread_id)
html.read = read
"""


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("hang", "Reading this page was given up: no end after 4 s of work."),
        ("kill", "Reading this page was given up: the worker process died (exit code -9)."),
        ("raise", "The reader failed on it (ValueError: a fault of ours); please report this."),
    ],
)
def test_poison_is_quarantined_and_the_run_goes_on(tmp_path: Path, harm: str, reason: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(STRUCK)
    (tmp_path / "struck.py").write_text(POISONED)
    pages, out = site(tmp_path / "site", 4), tmp_path / "out"
    (pages / "000" / "post-1.html").write_text(page(1).replace("council", f"POISON {harm}"))
    place = os.pathsep.join([str(tmp_path), *HERE])
    command = [sys.executable, str(tmp_path / "struck.py"), str(pages), str(out)]
    code = subprocess.run(command, env={**os.environ, "PYTHONPATH": place}, check=False).returncode
    assert code == 3
    (listed,) = [json.loads(line) for line in (out / "quarantine.jsonl").read_text().splitlines()]
    assert Path(listed["path"]).name == "post-1.html"
    assert listed["reason"].endswith(reason)
    assert len(ids(out)) == (4 if harm == "raise" else 3)
    assert (out / STATE).is_dir()
