"""What wants the staff's attention: tasks to acknowledge, and questions nobody could answer.

Both are written in the unit of work of whoever notices, so nothing is noticed and then lost; a
key makes sure that the same thing is kept once.
"""

from clinic.attention.following import note_on_calls, note_said
from clinic.attention.heard import (
    Heard,
    forget_heard,
    forget_heard_before,
    heard_in,
    heard_in_each,
    note_heard,
    private,
    private_of,
)
from clinic.attention.people import (
    Person,
    forget_people_before,
    forget_person,
    known_person,
)
from clinic.attention.raised import Alarm, alarm_of, alarms_in
from clinic.attention.seeing import acknowledge, note_call, take_back
from clinic.attention.tasks import (
    FOR_OWNERS,
    TASK_KINDS,
    TIERS,
    Line,
    Occasion,
    Task,
    TaskKind,
    count_open,
    forget_before,
    is_open,
    one_task,
    open_alerts,
    open_tasks,
    raise_task,
    seen_tasks,
    tasks_about,
)
from clinic.attention.unanswered import Unanswered, record_unanswered, unanswered_questions

__all__ = [
    "FOR_OWNERS",
    "TASK_KINDS",
    "TIERS",
    "Alarm",
    "Heard",
    "Line",
    "Occasion",
    "Person",
    "Task",
    "TaskKind",
    "Unanswered",
    "acknowledge",
    "alarm_of",
    "alarms_in",
    "count_open",
    "forget_before",
    "forget_heard",
    "forget_heard_before",
    "forget_people_before",
    "forget_person",
    "heard_in",
    "heard_in_each",
    "is_open",
    "known_person",
    "note_call",
    "note_heard",
    "note_on_calls",
    "note_said",
    "one_task",
    "open_alerts",
    "open_tasks",
    "private",
    "private_of",
    "raise_task",
    "record_unanswered",
    "seen_tasks",
    "take_back",
    "tasks_about",
    "unanswered_questions",
]
