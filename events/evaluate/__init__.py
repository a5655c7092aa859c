"""How well claims were read: predicted claims against a gold set, with every error listed.

The gold set's rows, their fields and the rules they were labelled by are described in
``tests/quality/GUIDE.md``. Pure: rows in, report out.
"""

from events.evaluate.faults import Fault, worst
from events.evaluate.reliability import Bin, Reliability, reliability
from events.evaluate.rows import Row, read_gold, read_predicted
from events.evaluate.score import Judged, Report, Share, score

__all__ = [
    "Bin",
    "Fault",
    "Judged",
    "Reliability",
    "Report",
    "Row",
    "Share",
    "read_gold",
    "read_predicted",
    "reliability",
    "score",
    "worst",
]
