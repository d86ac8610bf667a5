"""Names across articles: which mean the same, what kind they are of, which of them no actor covers."""

from .grouping import group

__all__ = ["group"]
