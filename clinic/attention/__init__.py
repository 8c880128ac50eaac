"""What wants the staff's attention: tasks to acknowledge, and questions nobody could answer.

Both are written in the unit of work of whoever notices, so nothing is noticed and then lost; a
key makes sure that the same thing is kept once.
"""

from clinic.attention.following import note_said
from clinic.attention.heard import (
    forget_heard,
    forget_heard_before,
    heard_in,
    note_heard,
    private,
)
from clinic.attention.people import (
    Person,
    forget_people_before,
    forget_person,
    known_person,
)
from clinic.attention.tasks import (
    TASK_KINDS,
    TIERS,
    Line,
    Task,
    TaskKind,
    acknowledge,
    forget_before,
    one_task,
    open_alerts,
    open_tasks,
    raise_task,
    seen_tasks,
    tasks_about,
)
from clinic.attention.unanswered import Unanswered, record_unanswered, unanswered_questions

__all__ = [
    "TASK_KINDS",
    "TIERS",
    "Line",
    "Person",
    "Task",
    "TaskKind",
    "Unanswered",
    "acknowledge",
    "forget_before",
    "forget_heard",
    "forget_heard_before",
    "forget_people_before",
    "forget_person",
    "heard_in",
    "known_person",
    "note_heard",
    "note_said",
    "one_task",
    "open_alerts",
    "open_tasks",
    "private",
    "raise_task",
    "record_unanswered",
    "seen_tasks",
    "tasks_about",
    "unanswered_questions",
]
