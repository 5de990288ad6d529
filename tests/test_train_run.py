"""`threads train SETTINGS` from nothing but text: every step of a run on a small world, and what it leaves."""

import gzip
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from threads.cli import app
from threads.stance.load import load_model
from threads.stance.model import StanceInput
from threads.train import corpora, figures
from threads.train.vocabulary import save_tokenizer, train_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")

WORDS = {
    "en": ("good right yes", "question when who", "bad wrong no", "the ferry must come"),
    "de": ("gut richtig ja", "frage wann wer", "schlecht falsch nein", "die Fähre muss kommen"),
}
LABELS = "FAVOR", "NEUTRAL", "AGAINST"
SETTINGS = """
name = "small"
data = "data"
work = "work"
base = "{base}"
window = 48

[vocabulary]
size = 300
characters = {{ de = 4000, en = 4000 }}

[transfer]
rounds = 1
pairs = {{ de = 300 }}

[pairs]
characters = 8000
shares = {{ de = 1.0 }}

[distillation]
batch = 16

[fitting]
tokens = 512
rate = 4e-3
head_rate = 4e-3
dropout = 0.0
validations = 1

# what a model of two layers cannot learn: that a "not" in the thesis turns the answer
[augmentation]
negated = 0.0
denied = 0.0
foreign = 0.0

[[again]]
share = 0.5
rate = 1e-3
head_rate = 1e-3
seed = 4
dropout = 0.1
masked = 0.1
smoothing = 0.05
start = {{ passes = [1], shares = [1.0] }}

[average]
passes = [1, 2]
shares = [0.5, 0.5]

[[sources]]
path = "stance/wahlomat.jsonl.gz"
about = "theses and reasons"
licence = "own"
repeat = 40.0
[[sources]]
path = "reply/omp_pairs.jsonl.gz"
about = "pairs"
licence = "own"

[[hold_out]]
path = "stance/wahlomat.jsonl.gz"
share = 0.3

[[validation]]
path = "stance/wahlomat.jsonl.gz"
[[validation]]
path = "stance/written.jsonl.gz"
split = "valid"
[[validation]]
path = "reply/omp_pairs.jsonl.gz"
split = "valid"
"""


def _lines(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(lzma.compress(text) if path.suffix == ".xz" else gzip.compress(text, mtime=0))


def _stance_rows(name: str, splits: Iterable[str]) -> Iterator[str]:
    for split in splits:
        for number in range(60):
            language = ("de", "en")[number % 2]
            label = number % 3
            yield json.dumps({
                "id": f"{name}-{split}-{number}", "dataset": name, "split": split, "lang": language,
                "target": f"{WORDS[language][3]} {number % 12}.", "text": f"{WORDS[language][label]} {split} {number}",
                "label": LABELS[label], "group": str(number % 12), "test_set": "new_comments_defr",
            })  # fmt: skip


def _reply_rows(name: str, splits: Iterable[str]) -> Iterator[str]:
    for split in splits:
        for number in range(30):
            yield json.dumps({
                "id": f"{name}-{split}-{number}", "dataset": name, "split": split, "lang": "de",
                "parent": WORDS["de"][3], "reply": f"{WORDS['de'][number % 3]} {split} {number}",
                "label": ("AGREE", "NEITHER", "DISAGREE")[number % 3],
            })  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A folder with settings and a data folder that has a little of every file that a run reads."""
    import torch
    from transformers import BertConfig, BertModel

    data, base = tmp_path / "data", tmp_path / "base"
    for language in corpora.LANGUAGES[:1] + corpora.LANGUAGES[2:]:
        _lines(data / "parallel" / f"laser_tatoeba1k_en-{language}.tsv.xz", ["held\tgehalten"])
    pairs = [f"{en} {n}\t{de} {n}" for n in range(80) for en, de in zip(WORDS["en"], WORDS["de"], strict=True)]
    _lines(data / "parallel" / "talks_en-de.tsv.xz", pairs)
    _lines(data / "comments" / "posts.jsonl.gz", [json.dumps({"lang": "de", "text": "Die Fähre kommt nie."})] * 20)
    wanted = {one.path: one.split for one in figures.EVALUATED}
    read = {f"stance/{name}.jsonl.gz": "train" for names in corpora.STANCE_TEXTS.values() for name in names}
    for path in wanted | read:
        name = Path(path).name.split(".")[0]
        rows = _reply_rows if path.startswith("reply/") else _stance_rows
        _lines(data / path, rows(name, ("train", "valid", wanted.get(path, "test"))))
    questions = {"de": {"1": "Soll sie kommen?"}, "fr": {"1": "Doit-il venir ?"}}
    (data / "stance" / "xstance_questions.json").write_text(json.dumps(questions), encoding="utf-8")
    tokenizer = train_tokenizer([*WORDS["en"], "ferry 1234567890"] * 20, 200)
    save_tokenizer(tokenizer, base, longest=64)
    torch.manual_seed(1)
    shape = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64,
    )  # fmt: skip
    BertModel(shape, add_pooling_layer=False).save_pretrained(base)
    model = tmp_path / "models" / "small"
    model.mkdir(parents=True)
    (model / "training.toml").write_text(SETTINGS.format(base=base), encoding="utf-8")
    return model


def test_a_run_makes_a_model_with_its_card(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(run.parents[1])
    settings = str(run / "training.toml")
    done = CliRunner().invoke(app, ["train", settings])
    assert done.exit_code == 0, done.output
    answers = load_model(str(run)).predict([
        StanceInput("die Fähre muss kommen 3.", "gut richtig ja", None, "de"),
        StanceInput("die Fähre muss kommen 3.", "schlecht falsch nein", None, "de"),
    ])  # fmt: skip
    assert answers[0].stance is not None
    assert answers[1].stance is not None
    assert answers[0].stance.agree > answers[1].stance.agree + 0.2
    log = [json.loads(line) for line in (run / "training.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["pass"] for line in log] == [1, 2, 0], "two passes and their mean"
    card = (run / "README.md").read_text(encoding="utf-8")
    assert "{{" not in card
    assert "theses and reasons" in card
    assert [line.split(" | ")[0] for line in card.splitlines() if re.match(r"\| (\d|mean) ", line)] == [
        "| 1", "| 2", "| mean"
    ]  # fmt: skip
    left = {path.name: path.read_bytes() for path in run.iterdir()}
    assert {"SHA256SUMS", "calibration.json", "figures.json", "probes.json", "errors.json"} <= left.keys()

    fitted = run.parents[1] / "work" / "fitted"
    (fitted / "done").unlink()
    assert CliRunner().invoke(app, ["train", settings]).exit_code == 0
    assert (run / "model.safetensors").read_bytes() == left["model.safetensors"], "finished passes are not made again"
