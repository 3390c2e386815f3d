"""One parallel map over processes, with a budget of time and memory for each item.

Commands say how many processes there are (`cli/arguments.py`).
"""

from pressgen.workers.pool import Pool, map_items
from pressgen.workers.process import Done, Failed, Outcome

__all__ = ["Done", "Failed", "Outcome", "Pool", "map_items"]
