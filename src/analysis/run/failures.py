"""What may fail in making a book, apart from bad input."""


class BuildFailed(RuntimeError):
    """The book could not be built; what was there before is still there."""


class AnnotationFailed(RuntimeError):
    """Articles could not be measured to the end; what was done stays, and the same call goes on from there."""


class NotebookFailed(RuntimeError):
    """A notebook could not be run to its end; it is as it was."""
