"""The command line as a user meets it: real processes on the seeds, and what bad input gives."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from threads.cli import app

SEEDS = Path(__file__).parents[1] / "seeds"
FILES = ["comments.parquet", "flips.csv", "manifest.json", "measures.csv", "report.html", "threads.jsonl"]

NO_NETWORK = """
import socket, sys
def refuse(*args, **kwargs):
    raise OSError("the network was used")
socket.socket.connect = socket.getaddrinfo = refuse
from threads.cli import main
main()
"""


def run(
    *arguments: str | Path, stdin: bytes | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """`threads …` in a process of its own that fails if it reaches for the network."""
    environment = {**os.environ, "COLUMNS": "100", "PYTHONPATH": str(SEEDS.parent)}
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, *map(str, arguments)],
        input=stdin, capture_output=True, cwd=cwd, env=environment, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("run") / "out"
    return out, run("analyse", SEEDS, "-o", out)


def test_the_main_job_runs_without_a_network(analysed: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    out, done = analysed
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == FILES
    for words in (
        "Wer die Proteste in Kasachstan",
        "4 announced by the page",
        "3 lost, place known",
        "Finn Marquardsen",
    ):
        assert words in done.stdout
    assert len((out / "threads.jsonl").read_text(encoding="utf-8").splitlines()) == 5


def test_authors_are_pseudonyms_everywhere(analysed: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    out, done = analysed
    written = done.stdout + "".join(path.read_bytes().decode("utf-8", "replace") for path in out.iterdir())
    for name in ("Torben Schwurbel", "Rüdiger Rauls", "A.Holberg"):
        assert name not in written


def test_names_are_kept_when_asked_for(tmp_path: Path) -> None:
    done = run("analyse", SEEDS / "000_424ec702230bf636.txt", "-o", tmp_path / "out", "--names")
    assert "Torben Schwurbel" in done.stdout
    assert "Torben Schwurbel" in (tmp_path / "out" / "threads.jsonl").read_text(encoding="utf-8")


def test_the_same_command_twice_gives_the_same_bytes(
    analysed: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    out, done = analysed
    again = run("analyse", SEEDS, "-o", tmp_path / "out")
    assert again.stdout == done.stdout
    for name in FILES:
        assert (tmp_path / "out" / name).read_bytes() == (out / name).read_bytes(), name


def test_a_given_thesis_is_measured_against(tmp_path: Path) -> None:
    done = run(
        "analyse", SEEDS / "001_4a71c00d018d265b.txt", "-o", tmp_path / "out", "--thesis", "Der Putsch war echt."
    )
    assert "Der Putsch war echt." in done.stdout
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["options"]["thesis"] == "Der Putsch war echt."


def test_theses_come_from_a_file(tmp_path: Path) -> None:
    theses = tmp_path / "theses.csv"
    theses.write_text("thread,thesis\n001_4a71c00d018d265b,Der Putsch war echt.\n", encoding="utf-8")
    done = run("analyse", SEEDS, "-o", tmp_path / "out", "--thesis-file", theses, "--json")
    read = [json.loads(line) for line in done.stdout.splitlines()]
    given = {one["thread"]["id"][:3]: one["stance"]["thesis"]["given"] for one in read}
    assert given == {"000": False, "001": True, "002": False, "003": False, "004": False}


IMPORTED = """
import sys
from threads.cli import main
try:
    main()
except SystemExit:
    pass
print(*sorted(set(sys.argv[-1].split(",")) & set(sys.modules)), file=sys.stderr)
"""


def imported(*arguments: str | Path, among: str) -> str:
    """Which of the modules `among` (commas between) a command imports."""
    code = IMPORTED.replace("sys.argv[-1]", repr(among))
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=SEEDS.parent, check=True)
    return done.stderr.splitlines()[-1]


def test_parse_imports_no_torch() -> None:
    assert imported("parse", SEEDS, among="torch,transformers,sklearn") == ""


def test_help_imports_nothing_heavy() -> None:
    assert imported("--help", among="torch,transformers,numpy,lxml,pydantic,scipy,pyarrow") == ""


def test_parse_says_what_it_wrote(tmp_path: Path) -> None:
    done = run("parse", SEEDS, "-o", tmp_path / "t.jsonl")
    assert "Wrote 5 threads, 3 of them without comments, 10 comments, 3 placeholders of lost ones to " in done.stderr


def test_parse_writes_a_thread_a_line() -> None:
    threads = [json.loads(line) for line in run("parse", SEEDS).stdout.splitlines()]
    assert [len(thread["comments"]) for thread in threads] == [4, 9, 0, 0, 0]
    assert all(next(iter(thread)) == "schema" for thread in threads)


def test_python_dash_m_works() -> None:
    command = [sys.executable, "-m", "threads", "seeds"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=SEEDS.parent, check=True)
    assert Path(done.stdout.strip()) == SEEDS


def test_standard_input_and_an_output_file(tmp_path: Path) -> None:
    text = (SEEDS / "000_424ec702230bf636.txt").read_bytes()
    done = run("parse", "-", "-o", tmp_path / "t.jsonl", stdin=text)
    assert done.returncode == 0, done.stderr
    assert len(json.loads((tmp_path / "t.jsonl").read_text(encoding="utf-8"))["comments"]) == 4


def test_explain_says_why() -> None:
    done = run("parse", SEEDS / "000_424ec702230bf636.txt", "--explain")
    assert "[4] depth 1, under 3" in done.stdout
    assert "indent of 4 columns, 2 a level" in done.stdout


def test_models_lists_the_shipped_one() -> None:
    done = run("models", "--json")
    (model,) = json.loads(done.stdout)["models"]
    assert model["name"] == "stance-mini"
    assert model["licence"]
    assert model["figures"]


def test_evaluate_gives_figures(tmp_path: Path) -> None:
    said = [("Ja, das stimmt genau.", "FAVOR"), ("Nein, das ist falsch.", "AGAINST")] * 3
    fixed = {"dataset": "made", "split": "test", "lang": "de", "target": "Atomkraft ist sicher."}
    rows = [{"id": str(n), **fixed, "text": text, "label": label} for n, (text, label) in enumerate(said)]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = run("evaluate", file, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["groups"][0]["rows"] == 6


BAD = {
    "empty.txt": b"",
    "binary.bin": bytes(range(256)) * 40,
    "nulls.txt": b"\0" * 3000,
}


@pytest.mark.parametrize("name", [*BAD, "a directory", "nowhere.txt"])
@pytest.mark.parametrize("command", ["parse", "analyse"])
def test_bad_input_is_one_sentence_and_exit_code_1(tmp_path: Path, command: str, name: str) -> None:
    path = tmp_path / name
    if name in BAD:
        path.write_bytes(BAD[name])
    elif name == "a directory":
        path.mkdir()
    done = run(command, path, "-o", tmp_path / "out")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("error: ")
    assert not (tmp_path / "out").exists()


def test_one_bad_file_among_good_ones_is_a_notice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((SEEDS / "000_424ec702230bf636.txt").read_bytes())
    (tmp_path / "b.bin").write_bytes(BAD["binary.bin"])
    done = run("parse", tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert "b.bin" in done.stderr


def test_a_very_long_line_is_read(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"word " * 10_000_000)
    done = run("parse", tmp_path / "long.txt", "-o", tmp_path / "t.jsonl")
    assert done.returncode == 0, done.stderr


def test_a_wrong_encoding_is_no_traceback(tmp_path: Path) -> None:
    text = (SEEDS / "000_424ec702230bf636.txt").read_text(encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(text.encode("cp1252", "replace"))
    done = run("parse", tmp_path / "latin.txt")
    assert done.returncode == 0
    thread = json.loads(done.stdout)
    assert thread["comments"][2]["author"] == "Rüdiger Rauls"


@pytest.mark.parametrize("model", ["no-such-model", "/no/such/directory"])
def test_a_missing_model_is_one_sentence(tmp_path: Path, model: str) -> None:
    done = run("analyse", SEEDS, "-o", tmp_path / "out", "--model", model)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert model in done.stderr.splitlines()[-1]


def test_an_output_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    done = run("analyse", SEEDS / "002_29b48f15e3c7f1b9.txt", "-o", tmp_path / "file" / "out")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: ")


def test_wrong_use_is_exit_code_2() -> None:
    assert run("analyse").returncode == 2
    assert run("parse", SEEDS, "--columns", "nonsense").returncode == 2


def test_every_command_and_option_says_what_it_does() -> None:
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        assert command.help, name
        for parameter in command.params:
            if parameter.name != "help":
                assert getattr(parameter, "help", None), f"{name}: {parameter.name}"
