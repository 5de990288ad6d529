"""Analyses → the files people take away and the screens they read."""

from threads.report.page import page
from threads.report.run import read_run, write_run

__all__ = ["page", "read_run", "write_run"]
