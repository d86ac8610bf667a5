"""Twice Told: measure articles, compare the measurements, publish them as a book.

Four rooms, and imports go one way: `measure` (articles in, spans out), `compare` (arithmetic on
span tables), `publish` (charts, evidence, pages), `run` (the command and the checks).
"""
