from pathlib import Path

import pytest

from threads.errors import FormatError, SourceError
from threads.stance.theses import read_theses


@pytest.mark.parametrize(
    "text",
    [
        "thread,thesis\na.html,Taxes are too high.\nb,No.\n",
        '\ufeffthread,thesis\na.html,"Taxes are too high."\nb,No.\n',
        '{"thread": "a.html", "thesis": "Taxes are too high."}\n\n{"thread": "b", "thesis": " No. "}\n',
    ],
)
def test_csv_and_jsonl(tmp_path: Path, text: str) -> None:
    file = tmp_path / "theses"
    file.write_text(text, encoding="utf-8")
    assert read_theses(file) == {"a.html": "Taxes are too high.", "b": "No."}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("thread,thesis\na,\n", "line 2"),
        ("id,claim\na,b\n", "line 2"),
        ('{"thread": "a"}', "line 1"),
        ("{nope\n", "line 1"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "theses"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=line):
        read_theses(file)


def test_a_missing_file_is_a_source_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Cannot read the theses"):
        read_theses(tmp_path / "none.csv")
