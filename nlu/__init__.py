"""Understanding: Rasa graph components, in the order they run.

safety_gate -> classifier -> decision -> reader. config.yml names them.
"""
