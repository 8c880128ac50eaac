"""Understanding: Rasa graph components, in the order they run.

safety_gate -> spelling -> classifier -> entities -> decision. config.yml names them.
"""
