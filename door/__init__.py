"""The door: the public process. Takes in what patients send on every channel, stores it, and only
then acknowledges it; hands out the answers, the clinic's page, the widget and calendar files;
stands in for the brain.

It holds no engine and starts in a moment. When nobody answers for a while it answers itself
(`door.standing_in`), and when the database is away too, over the open request (`channels.intake`).
"""
