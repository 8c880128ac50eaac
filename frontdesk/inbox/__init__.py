"""Conversations: lists of them, each with what was understood, answering and handing back."""
