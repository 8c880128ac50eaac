"""What the product tells of itself to whoever runs it: figures, and lines of a log.

Something that happens is told once, where the row that says so is written (`events.happened`). A
line of the log and a counter are made of it. Neither holds a patient's words, name, number or
conversation: a message is named by its id, which a line has and a counter does not.
"""
