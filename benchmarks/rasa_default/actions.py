"""The baseline's one custom action: says a text and remembers a slot, as ours do."""

from rasa_sdk import Action
from rasa_sdk.events import SlotSet


class Answer(Action):
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        intent = tracker.latest_message["intent"]["name"]
        dispatcher.utter_message(text=f"An answer about {intent}.")
        return [SlotSet("last_topic", intent)]
