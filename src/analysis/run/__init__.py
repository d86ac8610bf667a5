"""From a checkout to a book: the command, the notebooks' runs, the build."""
