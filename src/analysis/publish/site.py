"""What the book adds to Jupyter Book: a directive for charts on prose pages, colours, page descriptions."""


def setup(app):
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
