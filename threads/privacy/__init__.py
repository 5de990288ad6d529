"""Threads → threads without their commenters' names."""

from threads.privacy.pseudonyms import Pseudonyms, key_for, proquint, stands_for_anybody

__all__ = ["Pseudonyms", "key_for", "proquint", "stands_for_anybody"]
