"""The second form of charts that draw one mark for each thing, for when there are too many: how they are distributed.

Each chart decides by the rows it is given, so that a notebook calls the same function for two articles and for
thousands.
"""

# So many things, at most, a chart draws one by one.
MOST = 300
