"""From frames to pages: charts, tables, sentences, evidence, and how the book shows them."""
