"""What the assistant does: thin actions that read the turn, call `clinic/` and say the result.

One module a flow; rasa-sdk finds every `Action` in this package by itself.
"""
