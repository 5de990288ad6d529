"""SHA256SUMS of a model directory: what is written is accepted, any change of what is loaded is found."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from threads.errors import ModelError
from threads.stance.sums import FILE, check_sums, sum_of, write_sums

FILES = {
    "config.json": b"{}",
    "model.safetensors": b"weights",
    "tokenizer.json": b"words",
    "calibration.json": b"1",
    "vocab.txt": b"a",
}
BESIDE = {"README.md": b"card", "figures.json": b"[]", "training.toml": b"", "rows.jsonl.gz": b"rows"}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name, content in {**FILES, **BESIDE}.items():
        (tmp_path / name).write_bytes(content)
    write_sums(tmp_path)
    return tmp_path


def test_what_is_loaded_is_listed_in_order(directory: Path) -> None:
    expected = [f"{hashlib.sha256(FILES[name]).hexdigest()}  {name}" for name in sorted(FILES)]
    assert (directory / FILE).read_text().splitlines() == expected
    check_sums(directory, name="m")


def test_sha256sum_reads_it(directory: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", FILE], cwd=directory, check=True)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_damaged_or_missing_file_is_named(directory: Path, name: str) -> None:
    (directory / name).write_bytes(FILES[name] + b" ")
    with pytest.raises(ModelError, match=f"damaged: {name}"):
        check_sums(directory, name="m")
    (directory / name).unlink()
    with pytest.raises(ModelError, match=f"lacks {name}"):
        check_sums(directory, name="m")


@pytest.mark.parametrize("name", sorted(BESIDE))
def test_what_lies_beside_the_model_may_change(directory: Path, name: str) -> None:
    (directory / name).write_bytes(b"new")
    check_sums(directory, name="m")


def test_a_directory_without_sums_passes(tmp_path: Path) -> None:
    check_sums(tmp_path, name="m")


@pytest.mark.parametrize(
    "line",
    ["0  ../config.json", "0  pytorch_model.bin", "no sum", "", "0  onnx/model.json", "0  ..\\config.json", "0"],
)
def test_lines_about_other_files_are_passed_over(directory: Path, line: str) -> None:
    (directory / FILE).write_text(line + "\n")
    check_sums(directory, name="m")


def test_sums_in_another_form_are_read(directory: Path) -> None:
    digest = hashlib.sha256(FILES["config.json"]).hexdigest().upper()
    (directory / FILE).write_text(f"{digest} *./config.json\r\n")
    check_sums(directory, name="m")
    (directory / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(ModelError, match="cannot be read"):
        check_sums(directory, name="m")


def test_the_sum_of_shards_is_that_of_one_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ab")
    (tmp_path / "b").write_bytes(b"c")
    assert sum_of(tmp_path / "a", tmp_path / "b") == hashlib.sha256(b"abc").hexdigest()
