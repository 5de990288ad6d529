"""Analyses → the files people take away and the screens they read."""

from threads.report.page import page
from threads.report.run import read_run, write_run
from threads.report.terminal import render_terminal, show

__all__ = ["page", "read_run", "render_terminal", "show", "write_run"]
