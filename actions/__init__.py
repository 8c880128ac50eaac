"""What Rasa's action server runs: one action, which hands each turn to `clinic.dialogue`."""
