"""The joint fit on a random encoder of two layers: batches, weights, and that it learns and goes on learning."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from threads.errors import ModelError, SourceError
from threads.stance.calibration import HeadCalibration, read_calibration
from threads.stance.encoding import Limits, PairEncoder, Window
from threads.stance.model import StanceInput
from threads.train.config import read_config
from threads.train.examples import Example
from threads.train.vocabulary import save_tokenizer, train_tokenizer

pytestmark = pytest.mark.usefixtures("one_thread")

WORDS = {0: "gut richtig ja", 1: "frage wann wer", 2: "schlecht falsch nein"}
EXAMPLES = [
    Example("Wir sollen handeln.", f"{WORDS[label]} {number}", None, "de", label, None, "t", str(number))
    for number in range(40)
    for label in (0, 1, 2)
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from transformers import BertConfig, BertModel

    place = tmp_path_factory.mktemp("encoder")
    texts = [one.comment for one in EXAMPLES] + ["Wir sollen handeln."] * 9
    tokenizer = train_tokenizer(texts, 200, rare=2)
    save_tokenizer(tokenizer, place, longest=64)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    torch.manual_seed(1)
    BertModel(config, add_pooling_layer=False).save_pretrained(place)
    return place


def test_batches_hold_every_window_once_and_keep_the_size() -> None:
    from threads.train.fit import batches

    windows = [Window((1,) * length, (0,) * length, length) for length in [5, 90, 17, 33, 3, 60] * 30]
    made = batches(windows, 256, seed=2)
    assert sorted(number for one in made for number in one) == list(range(len(windows)))
    assert all(len(one) * max(len(windows[n].ids) for n in one) <= 256 for one in made)
    assert made == batches(windows, 256, seed=2)
    assert made != batches(windows, 256, seed=3)


def test_class_weights() -> None:
    from threads.train.fit import class_weights

    labels = np.array([0] * 8 + [1] * 2 + [2] * 2 + [-1] * 5)
    flat, full = class_weights(labels, 0.0), class_weights(labels, 1.0)
    assert flat.tolist() == [1.0, 1.0, 1.0]
    assert full[1] == pytest.approx(4 * full[0].item())
    assert (full[0] * 8 + full[1] * 2 + full[2] * 2).item() == pytest.approx(12)
    assert class_weights(np.array([0, 0, 2]), 1.0).tolist() == [1.0, 1.0, 1.0]


def test_fit_learns_and_is_deterministic(encoder: Path) -> None:
    from transformers import AutoTokenizer

    from threads.train.fit import Fitting, encoded, fit, logits, new_model

    found = []
    for _ in range(2):
        reader = PairEncoder(AutoTokenizer.from_pretrained(encoder), Limits(window=32))
        model = new_model(encoder, seed=5)
        values: list[float] = []
        fit(
            model,
            reader,
            encoded(reader, EXAMPLES * 20),
            Fitting(tokens=256, rate=1e-2, validations=2),
            validate=lambda step, values=values: values.append(step) or 1.0,  # type: ignore[misc]
        )
        assert len(values) == 2
        inputs = [StanceInput(one.thesis, one.comment) for one in EXAMPLES]
        found.append(logits(model, reader, inputs))
    answers = found[0][:, :3].argmax(axis=1)
    assert (answers == [one.stance for one in EXAMPLES]).mean() > 0.9
    assert np.array_equal(found[0], found[1])


def test_a_stopped_pass_goes_on_where_it_was(encoder: Path, tmp_path: Path) -> None:
    import torch
    from transformers import AutoTokenizer

    from threads.train.fit import Fitting, encoded, fit, new_model, state

    reader = PairEncoder(AutoTokenizer.from_pretrained(encoder), Limits(window=32))
    rows = encoded(reader, EXAMPLES * 4)
    settings = Fitting(tokens=256, checkpoint=5, masked=0.1, smoothing=0.05)

    def stop(done: int, total: int, text: str) -> None:
        if done == 8:
            raise KeyboardInterrupt

    whole, parted = new_model(encoder), new_model(encoder)
    fit(whole, reader, rows, settings)
    with pytest.raises(KeyboardInterrupt):
        fit(parted, reader, rows, settings, place=tmp_path, progress=stop)
    assert state(tmp_path).is_file()
    parted, steps = new_model(encoder), []
    fit(parted, reader, rows, settings, place=tmp_path, progress=lambda done, total, text: steps.append(done))
    assert steps[0] == 6
    assert all(map(torch.equal, whole.parameters(), parted.parameters()))


def _told(place: Path) -> None:
    from threads.train import team

    (place / str(team.rank())).write_text(f"{team.agreed(team.rank())} {team.agreed(7)}", encoding="utf-8")


def test_processes_that_stopped_at_different_steps_know_it(tmp_path: Path) -> None:
    from threads.train.team import together

    together(2, partial(_told, tmp_path))
    assert [(tmp_path / rank).read_text(encoding="utf-8") for rank in "01"] == ["False True"] * 2


def test_settings_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "training.toml"
    path.write_text('name = "x"\ndata = "d"\nwork = "w"\nwindow = "many"\n', encoding="utf-8")
    with pytest.raises(SourceError, match="window"):
        read_config(path)
    with pytest.raises(SourceError, match="Cannot read"):
        read_config(tmp_path / "missing.toml")
    path.write_text("name = ", encoding="utf-8")
    with pytest.raises(SourceError, match="no TOML"):
        read_config(path)


def test_shipped_settings_can_be_read() -> None:
    shipped = Path(__file__).parents[1] / "models" / "stance-mini" / "training.toml"
    config = read_config(shipped)
    assert config.name == "stance-mini"
    assert not any("test" in source.splits for source in config.sources)
    assert not any("dev" in source.splits for source in config.sources if not source.path.startswith("nli/"))
    assert not any("blog_threads" in source.path for source in config.sources)


def _settings(tmp_path: Path) -> Path:
    path = tmp_path / "training.toml"
    lines = 'name = "tiny"', 'data = "."', f'work = "{tmp_path / "work"}"', "window = 48"
    more = "[further]", "rate = 5e-4", "head_rate = 1e-3", "validations = 2", "tokens = 256"
    path.write_text("\n".join([*lines, *more]) + "\n", encoding="utf-8")
    return path


def test_a_model_goes_on_learning_from_own_rows(encoder: Path, tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    from threads.train.fit import Fitting, encoded, fit, new_model
    from threads.train.run import train

    start = tmp_path / "start"
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    reader, model = PairEncoder(tokenizer, Limits(window=32)), new_model(encoder)
    fit(model, reader, encoded(reader, EXAMPLES * 20), Fitting(tokens=256, rate=1e-2))
    model.save_pretrained(start)
    tokenizer.save_pretrained(start)
    rows = tmp_path / "mine.jsonl"
    names = {0: "FAVOR", 1: "NEUTRAL", 2: "AGAINST"}
    form = [
        {
            "target": one.thesis,
            "text": f"{one.comment} {copy}",
            "label": names[one.stance or 0],
            "lang": "de",
            "split": "labelled",
        }
        for one in EXAMPLES
        for copy in range(8)
    ]
    rows.write_text("".join(json.dumps(row) + "\n" for row in form), encoding="utf-8")
    out = train(_settings(tmp_path), start=start, rows=rows, out=tmp_path / "out")
    assert {"config.json", "model.safetensors", "tokenizer.json", "training.jsonl"} <= {p.name for p in out.iterdir()}
    lines = [json.loads(line) for line in (out / "training.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines[-1]["selection"] > 0.9
    assert (out / "model.safetensors").read_bytes() != (start / "model.safetensors").read_bytes()
    found = read_calibration(out / "calibration.json")
    assert found.stance.scaling != HeadCalibration().scaling, "fitted on the rows held out"
    assert found.reply == HeadCalibration(), "no reply was labelled"


def test_going_on_needs_a_model_and_enough_rows(tmp_path: Path) -> None:
    from threads.train.run import train

    rows = tmp_path / "mine.jsonl"
    rows.write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="start"):
        train(_settings(tmp_path), rows=rows, out=tmp_path / "out")
    with pytest.raises(ModelError, match="no model directory"):
        train(_settings(tmp_path), rows=rows, start=tmp_path, out=tmp_path / "out")


def test_a_pass_may_hide_tokens_and_drop_states(encoder: Path) -> None:
    import torch
    from transformers import AutoTokenizer

    from threads.train.fit import Fitting, encoded, fit, new_model

    reader = PairEncoder(AutoTokenizer.from_pretrained(encoder), Limits(window=32))
    rows = encoded(reader, EXAMPLES)
    seen = []

    def look(module: torch.nn.Module, arguments: object, keywords: dict[str, torch.Tensor]) -> None:
        seen.append(keywords["input_ids"])

    model = new_model(encoder, dropout=0.0, seed=5)
    model.bert.register_forward_pre_hook(look, with_kwargs=True)
    fit(model, reader, rows, Fitting(tokens=256, masked=0.3, dropout=0.2))
    assert model.dropout.p == 0.2
    ids = torch.cat([one.flatten() for one in seen])
    special = torch.isin(ids, torch.tensor([0, 1, 2, 3]))
    hidden = ids == reader.tokenizer.mask_token_id
    assert 0.2 < (hidden.sum() / (~special).sum()).item() < 0.4
    ends = sum(int((one == reader.tokenizer.sep_token_id).sum()) for one in seen)
    assert ends == 3 * len(rows.windows), "marks of the layout are never hidden"


def test_hidden_tokens_of_texts_without_a_label_are_learned(encoder: Path) -> None:
    """Words that always stand together are guessed from each other; the heads, which see no label, stay."""
    import torch
    from transformers import AutoTokenizer

    from threads.stance.encoding import Limits, PairEncoder
    from threads.train.examples import Example
    from threads.train.fit import Fitting, encoded, fit, new_model

    reader = PairEncoder(AutoTokenizer.from_pretrained(encoder), Limits(window=32))
    texts = [Example(None, text, None, "de", None, None, "raw", "") for text in [*WORDS.values()] * 200]
    rows = encoded(reader, texts)
    model = new_model(encoder, dropout=0.0, seed=5)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    losses = []
    settings = Fitting(tokens=128, rate=5e-3, head_rate=5e-3, dropout=0.0, masked=0.3, guessing=1.0)

    def note(done: int, total: int, text: str) -> None:
        losses.append(float(text.removeprefix("loss ")))

    fit(model, reader, rows, settings, progress=note)
    assert losses[-1] < 0.7 * losses[0]
    after = model.state_dict()
    assert after.keys() == before.keys(), "the guessing head is not part of the model"
    assert torch.equal(after["classifier.bias"], before["classifier.bias"])
    assert not torch.equal(
        after["bert.encoder.layer.0.output.dense.weight"], before["bert.encoder.layer.0.output.dense.weight"]
    )


def test_a_further_pass_has_its_own_weight_of_replies_or_the_first_one_s(tmp_path: Path) -> None:
    from threads.train.config import Again, Config
    from threads.train.fit import Fitting
    from threads.train.run import passes

    again = Again(0.5, 1e-4, 2e-4, 3), Again(0.5, 1e-4, 2e-4, 4, reply_weight=2.0)
    config = Config("x", tmp_path, tmp_path, fitting=Fitting(reply_weight=0.3), again=again)
    assert [settings.reply_weight for _, settings in passes(config)] == [0.3, 0.3, 2.0]


def test_the_mean_of_passes(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    from threads.train.config import Average
    from threads.train.run import _mean

    for number, value in ((1, 4.0), (3, 8.0)):
        (tmp_path / f"pass-{number}").mkdir()
        save_file({"a": torch.full((2,), value)}, tmp_path / f"pass-{number}" / "model.safetensors")
    assert _mean(tmp_path, Average((1, 3), (0.25, 0.75)))["a"].tolist() == [7.0, 7.0]
