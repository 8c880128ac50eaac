"""Reading: everything that is done with a patient's words, once.

    read = reader.read(text, Context(now=now(), asked="phone", flow="book"))
    read.safety.decision, read.wishes, read.stance, read.names, read.time ...

Nothing outside this package looks at the words again: the dialogue is given the Read.
"""
