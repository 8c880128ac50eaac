"""Understanding: Rasa graph components, in the order they run.

classifier (trains what is learned) -> reader (reads each message with it). config.yml names them.
"""
