"""Arithmetic on span tables: what two sources have in common, and what not."""
