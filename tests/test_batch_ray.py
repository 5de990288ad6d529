"""The Ray engine on a real cluster of several nodes on this machine, one of them killed in mid-run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import made_batch
import pytest
from made_batch import HashModel, contents, site

from threads.analysis import Options
from threads.batch import Engine, Progress, run_batch

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install '.[ray]'")

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

OPTIONS = Options(key="a key")
SMALL = {"part_comments": 12, "unit_bytes": 8_000}
_STORE = 100 << 20


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("ray") / "site", 12)


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    from ray import cloudpickle
    from ray.cluster_utils import Cluster

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    cloudpickle.register_pickle_by_value(made_batch)
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "object_store_memory": _STORE})
    made.add_node(num_cpus=2, object_store_memory=_STORE)
    ray.init(address=made.address, logging_level="ERROR", log_to_driver=False)
    yield made
    ray.shutdown()
    made.shutdown()


def test_a_killed_node_costs_no_thread_and_no_byte(cluster: object, pages: Path, tmp_path: Path) -> None:
    from ray.cluster_utils import Cluster

    assert isinstance(cluster, Cluster)
    node = cluster.add_node(num_cpus=2, object_store_memory=_STORE)
    killed: list[Progress] = []

    def kill(progress: Progress) -> None:
        if progress.parts >= 1 and not killed:
            killed.append(progress)
            cluster.remove_node(node, allow_graceful=False)

    run_batch([pages], tmp_path / "local", OPTIONS, engine=Engine(workers=1), model=HashModel(), **SMALL)
    report = run_batch(
        [pages],
        tmp_path / "ray",
        OPTIONS,
        engine=Engine("ray", workers=2),
        model=HashModel(),
        on_progress=kill,
        **SMALL,
    )
    assert killed
    assert report.counts.threads == 12
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")
