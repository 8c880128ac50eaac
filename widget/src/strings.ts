// Every word the widget says by itself. A second language is a second object like this one.

export const strings = {
  language: "en",
  open: "Ask about sciatica",
  notLoaded: "The chat did not load. Try again",
  title: "Sciatica helper",
  log: "Conversation",
  hello: "Hi! Ask me about sciatica, or book a free screening.",
  starters: ["What is sciatica?", "How do you treat it?", "Book a free screening"],
  field: "Your message",
  placeholder: "Type your message",
  send: "Send",
  close: "Close the chat",
  clear: "Clear chat",
  clearSure: "Delete this conversation here and on our server?",
  clearYes: "Delete it",
  clearNo: "Keep it",
  cleared: "The conversation was deleted.",
  notCleared: "The conversation could not be deleted. Try again in a moment.",
  ended: "Your last chat has ended. You can start a new one here.",
  call: "Call",
  person: "Talk to a person",
  personSays: "I want to talk to a person",
  typing: "Typing",
  sending: "Sending",
  failed: "Not sent yet.",
  retry: "Try again",
  offline: "You are offline. Your message is sent when you are back.",
  unreachable: "The chat can't be reached right now. Trying again.",
  patient: "You",
  assistant: "Helper",
  staff: "Clinic staff",
  system: "Clinic",
  calendar: "Add to calendar",
  when: "When",
  where: "Where",
  reference: "Reference",
  bring: "Bring",
} as const;

export function time(iso: string): string {
  return new Date(iso).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}
