"""How the assistant itself is doing: what the staff and whoever watches the machine should know."""

from clinic.health.contents import content_mistakes, load_all_content

__all__ = ["content_mistakes", "load_all_content"]
