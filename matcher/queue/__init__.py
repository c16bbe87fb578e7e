"""Long work: asked for on a page, done by a worker process, followed and cancelled while it runs.

The table of jobs is the truth; what goes through huey only wakes a worker, so a message that is
lost loses nothing.
"""

from matcher.queue.asking import again, ask, cancel
from matcher.queue.doing import CancelledByAsker, Errand, Progress, Stopped, Work
from matcher.queue.following import JobRow, job_of, jobs, workers_alive

__all__ = [
    "CancelledByAsker",
    "Errand",
    "JobRow",
    "Progress",
    "Stopped",
    "Work",
    "again",
    "ask",
    "cancel",
    "job_of",
    "jobs",
    "workers_alive",
]
