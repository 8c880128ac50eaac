"""Who is who in Spanish, what is wrong, and what shall be done about a visit, in English."""

from __future__ import annotations

from clinic.reading.tongues.spanish_lists import ALONE, MINE, RELATIONS, WHO, each

PEOPLE = [
    *each(MINE, r"mi {0},? (?:que )?se llama", "my {0} named"),
    *each(MINE, "mi {0}", "my {0}"),
    (rf"mi ((?:{WHO})),? (?:que )?se llama", r"my \1 named"),
    (rf"mi ((?:{WHO}))", r"my \1"),
    (rf"(?:soy|yo soy) (?:su|el|la) ((?:{WHO}))(?: de)?", r"i am her \1"),
    *each(RELATIONS),
    (
        r"(?:para |es para |de )?(?:otra persona|alguien mas|un familiar|un conocido)",
        "for someone else",
    ),
    (r"(?:yo )?me llamo|mi nombre(?: completo)? es|(?:mi )?nombre:", "my name is "),
    (r"(?:esta |es |va |ponla |pongala |pongalo )?a nombre de", "it is under"),
    (r"(?:pon|ponga|pongan|anote|apunte|apunta)(?:me|la|lo|le)(?= [\ue000-\uf8ff])", "it is under"),
    (
        r"(?:(?:el|la) paciente|ella|el|quien va) se llama|(?:el|su) nombre (?:de (?:ella"
        r"|el)|del paciente)?"
        r" ?es|se llama",
        "her name is",
    ),
    (r"(?:yo )?soy|habla|le escribe", "i am"),
    (
        r"mi (?:numero|telefono|cel(?:ular)?|cell?)(?: de (?:telefono|celular|cel))?(?: es)?",
        "my number is",
    ),
    (r"(?:el|su) (?:numero|telefono|cel(?:ular)?) (?:de (?:ella|el) )?es", "the number is"),
    (r"no tengo (?:telefono|numero|cel(?:ular)?)", "i have no phone"),
    (r"(?:pong?a?|anot[ae]|apunt[ae]|us[ae])(?:le)? (?:el|la) mi[oa]", "use mine"),
    (
        r"(?:prefiero no|no quiero|no le voy a|no voy a) (?:dar|decir)(?:le|selo|lo)?(?: mi)?",
        "i don't want to give my",
    ),
    (
        r"no me se|no (?:me acuerdo|recuerdo|tengo|encuentro|se) (?:de )?(?:mi|el|del|ese"
        r"|cual es el) (?:codigo"
        r"|numero de (?:cita|referencia)|referencia)|(?:perdi|se me (?:perdio|olvido"
        r"|borro)) (?:el|mi) (?:codigo|mensaje)",
        "i don't have the code",
    ),
    (
        r"(?:el|mi|ese) (?:nombre|apellido) (?:esta|estaba|quedo|es) (?:mal|equivocado|incorrecto)",
        "the name is wrong",
    ),
    (
        r"(?:el|mi|ese) (?:numero|telefono) (?:esta|estaba|quedo|es) (?:mal|equivocado|incorrecto)",
        "the number is wrong",
    ),
    (r"(?:el|la) (?:mi[oa]|nuestr[oa])", "mine"),
    (r"(?:aparece|aparezco|sale|figura|viene|esta|estoy)(?: escrito)? como", "it should be"),
    (r"(?:una )?correccion", "correction"),
    (r"numero equivocado", "wrong number"),
    (r"me equivoque(?: de| en| con)?(?: (?:el|la|mi))?", "my mistake"),
    (r"(?:(?:perdon|disculpe|ay no),?|no,) (?:es|era)(?= \S)", "sorry, it is"),
    (r"quise (?:decir|poner)|queria (?:decir|poner)", "i meant"),
    (r"en (?:vez|lugar) de", "instead of"),
    (r"(?:en )?(?:que|donde) (?:estabamos|ibamos|quedamos|nos quedamos)", "where were we"),
    (r"ya (?:volvi|regrese|estoy de vuelta)", "i am back"),
    (r"con (?:una )?([a-z])(?=\W*$)", r"with an \1"),
    (r"(?:mi )?(?:codigo|referencia|clave)(?: es)?", "code"),
    (r"telefono|cel(?:ular)?", "phone"),
    (r"numero", "number"),
    (r"apellido", "last name"),
    (r"nombre", "name"),
]
_ENDS = r"(?:[aeo]|[ae]n|[ae]s|[ae]r|emos|amos)(?:me|se|nos|te)?"
_CALL_OFF, _MOVE = "(?:cancel|anul|elimin|borr)", "(?:cambi|muev|mov|reagend|reprogram)"
# Said of much else, unless a visit is meant by its gender: "quitemela", "pasela".
_OFF_TOO, _MOVE_TOO = "quit", "(?:pas|recorr)"
_THE_VISIT = "(?: (?:la|mi|esa|una))? (?:cita|turno)"
ACTS = [
    (r"otra vez|de nuevo|nuevamente", "again"),
    (r"puedo (?:llamar|marcar)(?:l[ea]s?)?", "can i call you"),
    (r"(?:se los?|l[ea]s?) puedo (?:llamar|marcar)", "can i call you"),
    (r"no (?:me )?(?:llame|llamen|marque|marquen)(?:n?me)?", "do not call me"),
    (
        r"(?:que me )?(?:llam|marqu)(?:en?|ar)(?:me)?(?! bien)|(?:me|le) (?:pueden?|podrian?"
        r"|puedes) (?:llamar|marcar)"
        r"|llamenme|marquenme",
        "call me",
    ),
    (r"hablar con (?:una persona|un(?:a)? humano|alguien|una? \w+|la \w+)", "talk to a person"),
    (
        r"(?:hacer|agendar|sacar|programar|reservar|apartar|pedir|hacerme|agendarme|tomar"
        r"|conseguir|coordinar)(?:me|le)? (?:una?"
        r" |la |mi )?(?:nueva |otra )?(?:cita|turno|consulta|revision|evaluacion|espacio)",
        "book an appointment",
    ),
    (
        r"agendar(?:me|l[ao])?|programar(?:me|l[ao])?|apartar(?:me|l[ao])?"
        r"|reservar(?:l[ao])?|(?:d[ae]|ponga|pongan)me"
        r" (?:una )?cita",
        "book an appointment",
    ),
    (rf"(?:{_CALL_OFF}|{_OFF_TOO}){_ENDS}{_THE_VISIT}", "cancel my appointment"),
    (rf"(?:{_MOVE}|{_MOVE_TOO}){_ENDS}(?:l[ao])?{_THE_VISIT}", "move my appointment"),
    (rf"no l[ao]s? {_CALL_OFF}{_ENDS}", "do not cancel it"),
    (rf"no l[ao]s? {_MOVE}{_ENDS}", "do not change it"),
    (
        rf"{_CALL_OFF}{_ENDS}l[ao]s?|(?:{_CALL_OFF})(?:ar|e|en)|{_OFF_TOO}{_ENDS}la"
        r"(?: (?:completa|toda|ya))?",
        "cancel it",
    ),
    (
        rf"{_MOVE}{_ENDS}l[ao]s?|cambiar|mover|reagendar|reprogramar|{_MOVE_TOO}{_ENDS}las?",
        "change it",
    ),
    (r"(?:me|l[ao]s?|nos|le) (?:vea|revise|atienda|cheque|mire|examine|evalue)n?", "see me"),
    (
        r"(?:voy|llego|vengo|ando)(?: un poco| bien)? (?:tarde|atrasad[oa]|retrasad[oa])"
        r"|voy a llegar tarde|se me hizo"
        r" tarde|voy en camino|ya (?:mero )?llego",
        "running late",
    ),
    (
        r"(?:que|cuales?|cuantos?) (?:dias?|horas?|horarios?|citas?|turnos?|espacios?)"
        r" (?:hay|tienen?|tendran?|habra|estan? libres?|quedan?|manejan)"
        r"(?: (?:libres?|disponibles?))?",
        "what times do you have free",
    ),
    (
        r"(?:d[ae]me|quiero|hagame|me (?:da|hace|saca)) (?:una )?(?:nueva|otra)" + ALONE,
        "book a new appointment",
    ),
    (r"no l[ao] (?:haga|agende|aparte|reserve)n?", "do not book it"),
    (r"citas?|turno|consulta", "appointment"),
    (r"revision(?: gratis)?|chequeo(?: gratis)?", "screening"),
]
