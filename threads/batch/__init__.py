"""A scraped site, a million comments, a cluster: the analysis of many threads into one output directory."""

from threads.batch.engine import Engine
from threads.batch.estimate import dry_run
from threads.batch.outcome import BatchReport, Estimate, Progress
from threads.batch.overview import overview
from threads.batch.run import run_batch

__all__ = ["BatchReport", "Engine", "Estimate", "Progress", "dry_run", "overview", "run_batch"]
