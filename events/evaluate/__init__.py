"""How well claims were read: predicted claims against a gold set, with every error listed.

The gold set's rows, their fields and the rules they were labelled by are described in
``tests/quality/GUIDE.md``. Pure: rows in, report out.
"""

from events.evaluate.rows import Row, read_gold, read_predicted
from events.evaluate.score import Fault, Report, Share, score

__all__ = ["Fault", "Report", "Row", "Share", "read_gold", "read_predicted", "score"]
