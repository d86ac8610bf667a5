"""What may fail in making a book, apart from bad input."""


class BuildFailed(RuntimeError):
    """The book could not be built; what was there before is still there."""


class NotebookFailed(RuntimeError):
    """A notebook could not be run to its end; it is as it was."""
