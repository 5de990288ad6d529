import hashlib
import io
import json
import pickle
import shutil
from contextlib import nullcontext
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from made_models import ARCHITECTURES, JOINT, change_config, save_model
from rich.console import Console

from threads.errors import ModelError
from threads.stance import installed
from threads.stance.calibration import Scaling
from threads.stance.classifier import ClassifierModel, Template
from threads.stance.encoding import Window
from threads.stance.forward import WASTE, Forward, batches
from threads.stance.heads import Columns, Kind, head_of
from threads.stance.joint import JointModel
from threads.stance.label import Distribution, Stance
from threads.stance.load import load_model, model_record
from threads.stance.model import Cut, Prediction, StanceInput
from threads.stance.precision import chosen_precision
from threads.stance.sums import write_sums

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

THESIS = "Der Mindestlohn muss steigen."
TEXTS = [
    "Nein.",
    "No, this is wrong and dangerous!",
    "Le salaire minimum doit augmenter.",
    "Минимальная зарплата должна расти. " * 3,
    "das ist falsch " * 60,
]
INPUTS = [StanceInput(THESIS, text, "Die Mieten steigen." if i % 2 else None, "de") for i, text in enumerate(TEXTS)]


@pytest.fixture(scope="module")
def joint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "joint", JOINT, longest=300)


@pytest.fixture(scope="module")
def nli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "nli", ("entailment", "neutral", "contradiction"))


def loaded(path: Path, *, precision: str = "auto") -> JointModel | ClassifierModel:
    model = load_model(str(path), device="cpu", precision=precision)
    assert isinstance(model, JointModel | ClassifierModel)
    return model


def values(predictions: list[Prediction]) -> np.ndarray:
    heads = [head for one in predictions for head in (one.stance, one.reply) if head is not None]
    return np.array([(head.agree, head.neutral, head.disagree) for head in heads])


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize(
    ("labels", "winner", "stance", "kind"),
    [
        (("contradiction", "entailment", "neutral"), "entailment", Stance.AGREE, "nli"),
        (("AGAINST", "NONE", "FAVOR"), "AGAINST", Stance.DISAGREE, "stance"),
    ],
)
def test_architectures_load_batch_and_keep_their_label_order(
    tmp_path: Path, architecture: str, labels: tuple[str, ...], winner: str, stance: Stance, kind: str
) -> None:
    model = loaded(save_model(tmp_path / "m", labels, architecture=architecture, winner=winner))
    found = model.predict(INPUTS)
    assert model.record.kind == kind
    assert [one.stance.stance() for one in found if one.stance] == [stance] * len(INPUTS)
    assert all(one.stance and one.stance.confidence > 0.99 and one.reply is None for one in found)
    assert found[0].windows == 1
    assert found[-1].windows > 1


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_batching_changes_nothing(tmp_path: Path, architecture: str) -> None:
    labels = ("entailment", "neutral", "contradiction")
    model = loaded(save_model(tmp_path / "m", labels, architecture=architecture), precision="float32")
    together = values(list(model.predict(INPUTS)))
    assert together.std() > 0.01
    assert values([model.predict([one])[0] for one in INPUTS]) == pytest.approx(together, abs=1e-4)
    assert values(list(model.predict(INPUTS[::-1]))[::-1]) == pytest.approx(together, abs=1e-9)
    assert values(list(model.predict(INPUTS * 2))[5:]) == pytest.approx(together, abs=1e-4)


@pytest.mark.parametrize("winner", ["agree", "disagree", "reply:neither"])
@pytest.mark.parametrize("labels", [JOINT, JOINT[::-1]])
def test_both_heads_in_any_order(tmp_path: Path, labels: tuple[str, ...], winner: str) -> None:
    (found,) = loaded(save_model(tmp_path / "m", labels, winner=winner)).predict([INPUTS[1]])
    assert found.stance is not None
    assert found.reply is not None
    head, name = (found.reply, "neutral") if winner.startswith("reply") else (found.stance, winner)
    assert getattr(head, name) > 0.99


def test_heads_without_their_input_are_none(joint: Path) -> None:
    model = loaded(joint)
    without_thesis, without_parent = model.predict([StanceInput(None, "Ja.", "Nein."), StanceInput(THESIS, "Ja.")])
    assert (without_thesis.stance, without_thesis.stance_logits) == (None, None)
    assert without_thesis.reply is not None
    assert (without_parent.reply, without_parent.reply_logits) == (None, None)
    assert without_parent.stance is not None
    assert model.predict([]) == []


def test_logits_are_kept_and_the_temperature_of_the_language_is_used(joint: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(joint, tmp_path / "m"))
    heads = {"temperature": {"de": {"side": 2.0, "neutral": 3.0}}, "threshold": 0.4, "target_error": 0.2}
    (path / "calibration.json").write_text(json.dumps({"schema": 2, "stance": heads, "reply": heads}))
    model = loaded(path)
    german, other = model.predict([INPUTS[1], StanceInput(THESIS, TEXTS[1], INPUTS[1].parent, "pl")])
    assert (model.record.threshold, model.record.reply_threshold) == (0.4, 0.4)
    assert german.stance_logits == other.stance_logits
    for one, scaling in ((german, Scaling(2.0, 3.0)), (other, Scaling())):
        assert one.stance is not None
        expected = scaling.probabilities(np.array(one.stance_logits))
        assert (one.stance.agree, one.stance.neutral, one.stance.disagree) == pytest.approx(expected)


def test_every_comment_token_is_in_a_window(nli: Path) -> None:
    model = loaded(nli)
    assert isinstance(model, ClassifierModel)
    text = " ".join(f"Mieten {word}" for word in ("steigen", "muss", "falsch", "Nein") * 40)
    windows = model._encoded([StanceInput(THESIS, text)])[0].windows
    whole = model.tokenizer(text, add_special_tokens=False)["input_ids"]
    held = sum(window.comment_tokens for window in windows)
    assert len(windows) > 3
    assert held == len(whole)
    assert all(len(window.ids) <= 64 for window in windows)


def test_a_very_long_thesis_leaves_room_for_the_comment(nli: Path) -> None:
    whole, long = loaded(nli).predict([StanceInput(one, "Nein, das ist falsch.") for one in ("Ja.", THESIS * 50)])
    assert long.stance is not None
    assert (whole.cut, long.cut) == (Cut(), Cut(thesis=True))


def test_what_a_joint_model_cuts_is_said(joint: Path) -> None:
    long = THESIS * 50
    asked = [StanceInput(THESIS, "Nein.", "Ja."), StanceInput(long, "Nein."), StanceInput(THESIS, long, long)]
    assert [one.cut for one in loaded(joint).predict(asked)] == [Cut(), Cut(thesis=True), Cut(parent=True)]


@pytest.mark.parametrize(
    ("template", "segments"),
    [
        ("{thesis}", ("Nein.", "T")),
        ("It is true that {thesis}", ("Nein.", "It is true that T")),
        ("{thesis} [SEP] {comment}", ("T", "Nein.")),
        ("Comment: {comment} [SEP] Claim: {thesis}", ("Comment: Nein.", "Claim: T")),
    ],
)
def test_template(template: str, segments: tuple[str, str]) -> None:
    assert Template.of(template).filled(StanceInput("T", "Nein.")) == segments


@pytest.mark.parametrize(
    "template", ["", "This is so.", "{thesis} {comment}", "{comment} [SEP] x", "{thesis}[SEP]{thesis}"]
)
def test_a_template_that_lacks_a_part_is_said(nli: Path, template: str) -> None:
    with pytest.raises(ModelError, match="template"):
        Template.of(template)


def test_words_in_braces_are_text(nli: Path) -> None:
    assert Template.of("{thesis}").filled(StanceInput("{comment}", "{thesis}")) == ("{thesis}", "{comment}")


def test_a_joint_model_takes_no_template(joint: Path) -> None:
    with pytest.raises(ModelError, match="takes no template"):
        load_model(str(joint), template="{thesis}")


@pytest.mark.parametrize(
    ("labels", "head"),
    [
        (("favor", "against", "none"), Columns((0,), (2,), (1,))),
        (("In-Favor", "Against"), Columns((0,), (), (1,))),
        (("support", "deny", "query", "comment"), Columns((0,), (2, 3), (1,))),
        (("CONTRADICTION", "NEUTRAL", "ENTAILMENT"), Columns((2,), (1,), (0,))),
        (("SUPPORTS", "REFUTES", "NOT ENOUGH INFO"), Columns((0,), (2,), (1,))),
        (("pro", "con"), Columns((0,), (), (1,))),
    ],
)
def test_labels(labels: tuple[str, ...], head: Columns) -> None:
    assert head_of(labels, model="m").stance == head


def test_kinds() -> None:
    assert head_of(("contradiction", "neutral", "entailment"), model="m").kind is Kind.NLI
    assert head_of(("agree", "neutral", "disagree"), model="m").kind is Kind.STANCE
    assert head_of(JOINT, model="m").kind is Kind.JOINT


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (("LABEL_0", "LABEL_1", "LABEL_2"), "id2label"),
        (("0", "1"), "id2label"),
        (("entailment", "not_entailment"), "three-way"),
        (("positive", "negative"), "sentiment is not stance"),
        (("sport", "politics"), "no stance"),
        (("agree", "neutral"), "no stance"),
        ((), "id2label"),
    ],
)
def test_labels_that_mean_no_stance(labels: tuple[str, ...], said: str) -> None:
    with pytest.raises(ModelError, match=said) as error:
        head_of(labels, model="m")
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    "labels",
    [
        ("entailment", "neutral", "contradiction"),
        ("FAVOR", "NONE", "AGAINST"),
        ("Argument_for", "NoArgument", "Argument_against"),
        ("pro", "other", "contra"),
    ],
)
def test_labels_in_any_order(labels: tuple[str, ...]) -> None:
    for order in permutations(range(3)):
        columns = head_of([labels[i] for i in order], model="m").stance
        assert (columns.agree, columns.neutral, columns.disagree) == tuple((order.index(i),) for i in range(3))


def test_labels_that_mean_the_same_are_added() -> None:
    raw = np.log(np.array([0.2, 0.1, 0.3, 0.4]))
    assert np.exp(Columns((0,), (2, 3), (1,)).logits(raw)) == pytest.approx([0.2, 0.7, 0.1])
    assert Columns((0,), (), (1,)).logits(raw)[1] == -1e4


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["config.json"], "no config.json"),
        (["model.safetensors"], "no model.safetensors"),
        (["tokenizer.json"], "no tokenizer"),
    ],
)
def test_a_directory_that_lacks_a_file(joint: Path, tmp_path: Path, missing: list[str], said: str) -> None:
    path = Path(shutil.copytree(joint, tmp_path / "m"))
    for name in missing:
        (path / name).unlink()
    with pytest.raises(ModelError, match=said):
        load_model(str(path))


def test_weights_that_can_run_code_are_not_read(joint: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(joint, tmp_path / "m"))
    (path / "model.safetensors").rename(path / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"only pytorch_model\.bin, a format that can run code"):
        load_model(str(path))


@pytest.mark.parametrize("kind", ["bert", "not-in-the-library"])
def test_code_in_a_model_directory_is_never_run(joint: Path, tmp_path: Path, kind: str) -> None:
    path, ran = Path(shutil.copytree(joint, tmp_path / "m")), tmp_path / "ran"
    (path / "theirs.py").write_text(f"open({str(ran)!r}, 'w').close()\nclass Theirs: ...\n", encoding="utf-8")
    names = {"AutoConfig": "theirs.Theirs", "AutoModelForSequenceClassification": "theirs.Theirs"}
    change_config(path, auto_map=names, model_type=kind)
    settings = path / "tokenizer_config.json"
    written = json.loads(settings.read_text(encoding="utf-8"))
    settings.write_text(json.dumps({**written, "auto_map": {"AutoTokenizer": ["theirs.Theirs", None]}}))
    with nullcontext() if kind == "bert" else pytest.raises(ModelError):
        load_model(str(path))
    assert not ran.exists()


def test_weights_without_a_classifier(tmp_path: Path, joint: Path) -> None:
    from transformers import BertConfig, BertModel

    path = Path(shutil.copytree(joint, tmp_path / "m"))
    config = BertConfig.from_pretrained(path)
    BertModel(config).save_pretrained(path)
    change_config(path, architectures=["BertForSequenceClassification"])
    with pytest.raises(ModelError, match="not a trained sequence classifier"):
        load_model(str(path))


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"])
def test_weights_that_are_none(tmp_path: Path, joint: Path, content: bytes) -> None:
    path = Path(shutil.copytree(joint, tmp_path / "m"))
    (path / "model.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_model(str(path))


def test_a_tokenizer_that_knows_no_word(tmp_path: Path, joint: Path) -> None:
    from tokenizers import Tokenizer, models

    path = Path(shutil.copytree(joint, tmp_path / "m"))
    empty = Tokenizer(models.WordPiece({"[UNK]": 0, "[PAD]": 1, "[CLS]": 2, "[SEP]": 3}, unk_token="[UNK]"))
    empty.save(str(path / "tokenizer.json"))
    with pytest.raises(ModelError, match="knows no word"):
        load_model(str(path))


@pytest.mark.parametrize(
    ("fields", "said"), [({"id2label": {"0": "agree", "2": "disagree"}}, "gaps"), ({"id2label": None}, "LABEL|label")]
)
def test_a_config_without_usable_labels(tmp_path: Path, nli: Path, fields: dict[str, object], said: str) -> None:
    path = Path(shutil.copytree(nli, tmp_path / "m"))
    change_config(path, **fields)
    with pytest.raises(ModelError, match=said):
        load_model(str(path))


def test_the_checksum_is_recorded_and_compared(joint: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(joint, tmp_path / "m"))
    digest = hashlib.sha256((path / "model.safetensors").read_bytes()).hexdigest()
    (path / "SHA256SUMS").write_text(f"{digest}  model.safetensors\n")
    (path / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n# Model\n")
    record = load_model(str(path)).record
    assert (record.sha256, record.name, record.licence) == (digest, "m", "cc-by-nc-4.0")
    write_sums(path)
    assert load_model(str(path)).record == record
    words = path / "tokenizer.json"
    words.write_text(words.read_text(encoding="utf-8").replace("Miete", "Rente"), encoding="utf-8")
    with pytest.raises(ModelError, match=r"damaged: tokenizer\.json"):
        load_model(str(path))


@pytest.mark.parametrize("name", ["no-such-model", "/no/such/directory", "tests/no-such-model", "../x/y"])
def test_a_missing_model_is_one_sentence(name: str) -> None:
    with pytest.raises(ModelError, match=f"There is no model '{name}'") as error:
        load_model(name)
    assert "\n" not in str(error.value)


def test_a_hub_model_without_a_network_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="could not be fetched") as error:
        load_model("nobody/no-such-model")
    assert "\n" not in str(error.value)


def test_no_shipped_model_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threads.stance.load.shipped_directories", lambda: ())
    with pytest.raises(ModelError, match="none is installed"):
        load_model()


def test_the_shipped_model_is_the_default(joint: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = Path(shutil.copytree(joint, tmp_path / installed.DEFAULT_MODEL))
    monkeypatch.setattr("threads.stance.load.shipped_directories", lambda: (path,))
    assert load_model().record.name == installed.DEFAULT_MODEL


def test_installed_models_say_what_they_are(joint: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = Path(shutil.copytree(joint, tmp_path / "mini"))
    figure = {"dataset": "xstance", "partition": "new_topics", "language": "de", "n": 5, "macro_f1": 0.6}
    (path / "figures.json").write_text(json.dumps({"schema": 1, "figures": [{**figure, "interval": [0.5, 0.7]}]}))
    monkeypatch.setattr(installed, "shipped_directories", lambda: (path,))
    (found,) = installed.installed_models()
    assert found.figures == (installed.ModelFigure("stance", "xstance", "new_topics", "de", 5, 0.6, 0.5, 0.7),)
    assert found.size > 1000
    form = installed.models_json([found])
    assert next(iter(form)) == "schema"
    assert form["models"][0]["sha256"] == found.record.sha256
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(installed.models_table([found]))
    assert "60.0 (50–70)" in console.export_text()
    (path / "figures.json").write_text("{}")
    with pytest.raises(ModelError, match=r"figures\.json"):
        installed.installed_models()


def test_no_installed_models_is_an_empty_table() -> None:
    console = Console(width=120, record=True, file=io.StringIO())
    console.print(installed.models_table([]))
    assert "Installed" in console.export_text()


def test_a_device_that_is_not_there(joint: Path) -> None:
    with pytest.raises(ModelError, match="There is no device"):
        load_model(str(joint), device="cuda:77")


@pytest.mark.parametrize("tokens", [50, 300, 4096])
def test_batches_waste_less_than_a_tenth(tokens: int) -> None:
    lengths = sorted(np.random.default_rng(0).lognormal(3.5, 0.8, 500).astype(int).clip(4, 256).tolist())
    cut = list(batches(lengths, tokens=tokens))
    assert [start for start, _ in cut[1:]] == [stop for _, stop in cut[:-1]]
    assert (cut[0][0], cut[-1][1]) == (0, 500)
    for start, stop in cut:
        padded = (stop - start) * lengths[stop - 1]
        assert padded <= tokens or stop - start == 1
        assert sum(lengths[start:stop]) >= (1 - WASTE) * padded


def test_equal_inputs_are_run_once(joint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = loaded(joint)
    seen: list[int] = []
    run = Forward._batch

    def counted(self: Forward, windows: list[object]) -> object:
        seen.append(len(windows))
        return run(self, windows)  # type: ignore[arg-type]

    monkeypatch.setattr(Forward, "_batch", counted)
    done: list[int] = []
    found = model.predict([INPUTS[0]] * 7 + [INPUTS[4]], progress=done.append)
    assert sum(seen) == 1 + found[-1].windows
    assert sum(done) == 8
    assert len({one.stance for one in found[:7]}) == 1


def test_distributions_are_distributions(joint: Path) -> None:
    assert values(list(loaded(joint).predict(INPUTS))).sum(axis=1) == pytest.approx(1.0)
    assert isinstance(loaded(joint).predict(INPUTS)[0].stance, Distribution)


@pytest.mark.parametrize(
    ("chip", "limit", "precision", "of_others"),
    [
        ({"amx_tile", "avx512_bf16", "avx2"}, "", "bfloat16", "bfloat16"),
        ({"amx_tile", "avx512_bf16", "avx2"}, "all", "bfloat16", "bfloat16"),
        ({"amx_tile", "avx512_bf16", "avx2"}, "AVX512_CORE_AMX", "bfloat16", "bfloat16"),
        ({"amx_tile", "avx512_bf16", "avx2"}, "AVX512_CORE_BF16", "int8", "bfloat16"),
        ({"amx_tile", "avx512_bf16", "avx2"}, "AVX2", "int8", "float32"),
        ({"avx512_bf16", "avx2"}, "", "int8", "bfloat16"),
        ({"avx2"}, "", "int8", "float32"),
        (set(), "", "float32", "float32"),
    ],
)
def test_bfloat16_on_matrix_units_else_int8_where_the_model_can(
    joint: Path, monkeypatch: pytest.MonkeyPatch, chip: set[str], limit: str, precision: str, of_others: str
) -> None:
    import torch

    for name in ("amx_tile", "avx512_bf16", "avx2"):
        monkeypatch.setattr(torch.cpu, f"_is_{name}_supported", lambda name=name: name in chip, raising=False)
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", limit)
    model = loaded(joint)
    assert model.record.precision == model.forward.precision == precision
    assert model_record(str(joint), device="cpu") == model.record
    assert chosen_precision("auto", device="cpu", int8=False) == of_others


def test_precision_of_other_architectures(tmp_path: Path) -> None:
    import torch

    model = loaded(save_model(tmp_path / "m", JOINT[:3], architecture="deberta-v2"), precision="bfloat16")
    weights = dict(model.forward.model.named_parameters())  # type: ignore[union-attr]
    assert weights["deberta.encoder.layer.0.output.dense.weight"].dtype == torch.bfloat16
    assert weights["classifier.weight"].dtype == torch.float32
    assert loaded(tmp_path / "m", precision="int8").record.precision == "float32"


def test_a_precision_that_there_is_not(joint: Path) -> None:
    with pytest.raises(ModelError, match="There is no precision 'int4'; use one of auto, float32, bfloat16, int8"):
        load_model(str(joint), precision="int4")


def test_a_batch_keeps_the_predictions_of_each_precision_apart(joint: Path) -> None:
    from threads.analysis import Options
    from threads.batch.engine import Engine, Weights, weights_of

    def weights(precision: str) -> Weights:
        return weights_of(Options(model=str(joint), device="cpu", precision=precision), Engine(), None)

    several = {one: weights(one) for one in ("float32", "bfloat16", "int8")}
    assert all(found.record.precision == one for one, found in several.items())
    assert len({found.scope for found in several.values()}) == 3
    assert weights("auto").scope in {found.scope for found in several.values()}


def reference(path: Path, windows: list[Window]) -> np.ndarray:
    """Logits of transformers, window by window, in float32."""
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained(path, dtype=torch.float32).eval()
    with torch.inference_mode():
        rows = [model(input_ids=torch.tensor([w.ids]), token_type_ids=torch.tensor([w.types])).logits for w in windows]
    return np.concatenate([row.numpy() for row in rows]).astype(np.float64)


@pytest.mark.parametrize(("precision", "near"), [("float32", 1e-5), ("bfloat16", 0.05), ("int8", 0.1)])
def test_our_bert_computes_what_transformers_does(joint: Path, precision: str, near: float) -> None:
    model = loaded(joint, precision=precision)
    assert isinstance(model, JointModel)
    assert model.record.precision == precision
    windows = [window for one in model.encoder.encoded(INPUTS) for window in one.windows]
    wanted = reference(joint, windows)
    found = model.forward._batch(windows)
    assert wanted.std() > 0.1
    assert found == pytest.approx(wanted, abs=near * np.abs(wanted).max())


def test_laid_out_weights_go_to_another_machine_as_they_were() -> None:
    import torch

    from threads.stance.bert import LaidOut

    draw = torch.Generator().manual_seed(0)
    weight, bias, given = (torch.randn(shape, generator=draw).bfloat16() for shape in ((48, 32), (48,), (5, 32)))
    made = LaidOut(weight, bias)
    again = pickle.loads(pickle.dumps(made))
    assert again(given).equal(made(given))
    assert made(given).float() == pytest.approx(torch.nn.functional.linear(given, weight, bias).float(), abs=0.2)


def test_in_int8_the_company_of_a_window_changes_nothing(joint: Path) -> None:
    model = loaded(joint, precision="int8")
    assert isinstance(model, JointModel)
    windows = [window for one in model.encoder.encoded(INPUTS) for window in one.windows]
    together = model.forward._batch(windows)
    for window, row in zip(windows, together, strict=True):
        assert model.forward._batch([window])[0] == pytest.approx(row, abs=1e-6)
    assert model.forward._batch(windows, 400) == pytest.approx(together, abs=1e-6)
