"""What Rasa itself needs from us: where it keeps conversations, how it takes turns, how it starts.

`tracker_store` applies the adjustments. endpoints.yml names it, so every Rasa command that holds
conversations imports it; commands that only train or check are Rasa's own.
"""
