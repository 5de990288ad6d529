"""The Ray engine on a real cluster of several nodes on this machine, one of them killed in mid-run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import made_batch
import pytest
import yaml
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
Made = TypeVar("Made")
SMALL = {"part_comments": 12, "unit_bytes": 8_000}
_NODE = {"object_store_memory": 80 << 20, "include_dashboard": False}
"""Little more than the least that Ray takes, so that a small /dev/shm holds the stores of three nodes."""

_PATIENCE = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_gcs_server_port_wait_time_s": "180",
    "RAY_gcs_server_request_timeout_seconds": "180",
    "RAY_worker_register_timeout_seconds": "300",
    "RAY_health_check_timeout_ms": "60000",  # a busy node is not a dead one
    "RAY_health_check_period_ms": "1000",  # and a dead one shall be missed soon
}
_TRIES = 4
"""Ray gives a node 30 s to start, which nothing can lengthen; on a busy machine it takes the second or third go."""


def patiently(start: Callable[[], Made]) -> Made:
    """What `start` makes, tried again where the machine was too busy for it to start in time."""
    for _ in range(_TRIES - 1):
        try:
            return start()
        except Exception as error:  # Ray raises a plain Exception for a slow node
            if "time" not in str(error).lower():
                raise
            time.sleep(5)
    return start()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site(tmp_path_factory.mktemp("ray") / "site", 12)


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    from ray import cloudpickle
    from ray.cluster_utils import Cluster

    cloudpickle.register_pickle_by_value(made_batch)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in _PATIENCE.items():
            patched.setenv(name, value)
        made = patiently(lambda: Cluster(initialize_head=True, head_node_args={"num_cpus": 1, **_NODE}))
        patiently(lambda: made.add_node(num_cpus=2, **_NODE))
        patiently(lambda: ray.init(address=made.address, logging_level="ERROR", log_to_driver=False))
        yield made
        ray.shutdown()
        made.shutdown()


def test_the_example_of_a_cluster_is_one_that_ray_takes() -> None:
    from ray.autoscaler._private.util import prepare_config, validate_config

    example = Path(__file__).parents[1] / "docs" / "ray-cluster.yaml"
    prepared = prepare_config(yaml.safe_load(example.read_text(encoding="utf-8")))
    validate_config(prepared)
    assert sorted(prepared["available_node_types"]) == ["head", "readers", "scorers"]


def test_a_killed_node_costs_no_thread_and_no_byte(cluster: object, pages: Path, tmp_path: Path) -> None:
    from ray.cluster_utils import Cluster

    assert isinstance(cluster, Cluster)
    node = patiently(lambda: cluster.add_node(num_cpus=2, **_NODE))
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
        engine=Engine("ray", workers=2, seconds=600.0),
        model=HashModel(),
        on_progress=kill,
        **SMALL,
    )
    assert killed
    assert report.quarantined == ()
    assert report.counts.threads == 12
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")
