"""What is asked on about what was just said, and what becomes of an alarm, in English."""

from __future__ import annotations

from clinic.reading.tongues.spanish_lists import START

_TAKEN = r"(?:l[ao]s?|me|nos) (?:llev(?:o|a|an|amos|e)|va a llevar|voy a llevar|vamos a llevar)"
_TO_HOSPITAL = r"(?=[^.?!]{0,20}\b(?:hospital|emergencias?|urgencias?))"
QUESTIONS = [
    (
        r"cuanto (?:tiempo )?(?:se )?(?:dura|tarda|demora|toma|lleva)n?"
        r"(?: (?:todo|eso|la (?:cita|revision|evaluacion)|una sesion))?",
        "how long does it take",
    ),
    (r"(?:como )?cuant[oa]s (minutos|horas)", r"how many \1"),
    (
        rf"{START}(?:y )?(?:eso |es[ao]s? )?duelen?(?=\W*\?)|{START}y (?:eso )?duelen?(?=\W*$)",
        "does it hurt",
    ),
    (
        r"cuanto (?:me |nos )?(?:cuesta|vale|sale|cobra|costaria|saldria|va a (?:costar|salir)"
        r"|van? a cobrar)n?",
        "how much does it cost",
    ),
    (
        r"me (?:llaman|marcan|van a (?:llamar|marcar)|llamarian|hablan por telefono)",
        "will you call me",
    ),
    (
        r"quien (?:me )?(?:puede|podria|sabe)(?: (?:decir|ayudar|contestar|explicar)(?:me)?)?",
        "who can tell",
    ),
    # What follows an alarm
    (rf"{_TAKEN}{_TO_HOSPITAL}", "taking"),
    (
        rf"(?:ya )?(?:voy|vamos|va) (?:ya )?(?:para|al?|rumbo a|camino a)\b{_TO_HOSPITAL}",
        "going to",
    ),
    (r"(?:la )?(?:sala de )?(?:emergencias|urgencias)", "emergency"),
    (r"(?:a )?donde (?:voy|vamos|l[ao] llevo|tengo que ir)", "where do i go"),
    (r"(?:que|y que) (?:hago|hacemos|debo hacer|puedo hacer)", "what do i do"),
    (r"es (?:muy )?(?:grave|peligroso|urgente|serio)(?=\W*\?)", "is it serious"),
    (r"no es (?:para|pa) tanto|exagera(?:ndo|s|n)?", "overreacting"),
    (r"(?:esta|estas) segur[oa](?=\W*\?)", "are you sure"),
]
