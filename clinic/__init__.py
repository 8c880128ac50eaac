"""The clinic's domain: what it says, how it stays safe, how it books. No Rasa, no web framework."""
