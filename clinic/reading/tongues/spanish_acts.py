"""Who is who in Spanish, what is wrong, and what shall be done about a visit, in English."""

from __future__ import annotations

from clinic.reading.tongues.spanish_lists import ALONE, MINE, RELATIONS, WHO, each

_PHONE = r"(?:numero|telefono|cel(?:ular)?|cell)"
_CHANGE = r"(?:cambi|corrij|correg)(?:e|a|ar|ir|eme|ame|arme|irme)"
_PUT = r"(?:puse|di|escribi|anote|mande|pusiste|anotaste)"
PEOPLE = [
    (rf"(?:el|la) paciente (?:es|sera) mi ((?:{WHO}))", r"my \1 is the patient"),
    (
        r"(?:llamo|escribo|hablo|estoy (?:escribiendo|llamando)) (?:de parte de|por|para)(?= mi )",
        "on behalf of",
    ),
    *each(MINE, r"mi {0},? (?:que )?se llama", "my {0} named"),
    *each(MINE, "mi {0}", "my {0}"),
    (rf"mi ((?:{WHO})),? (?:que )?se llama", r"my \1 named"),
    (rf"mi ((?:{WHO}))", r"my \1"),
    (rf"(?:yo )?soy (?:el|la) ((?:{WHO})) de(?= (?-i:[A-Z]))", r"i am her \1, her name is"),
    (rf"(?:yo )?soy (?:su|el|la) ((?:{WHO}))(?: de)?", r"i am her \1"),
    (r"no es para mi(?=\W*$|,| (?:es|sino|pero)\b)", "it is not for me"),
    *each(RELATIONS),
    (
        r"(?:para |es para |de )?(?:otra persona|alguien mas|un familiar|un conocido)",
        "for someone else",
    ),
    (r"(?:yo )?me llamo|mi nombre(?: completo)? es|(?:mi )?nombre:", "my name is "),
    (r"(?:el )?nombre completo(?: es|:)", "my full name is "),
    (r"(?:(?:todos?|todo el mundo|la gente) )?me dicen", "call me"),
    (r",? ?(?:para servirle|a sus ordenes|su servidora?)(?=\W*$)", ""),
    (r"(?:esta |es |va |ponla |pongala |pongalo )?a nombre de", "it is under"),
    (r"(?<=[,.;] )es(?= (?-i:[A-Z]))", "it is"),
    (r"el nombre es", "the name is"),
    (
        r"(?:(?:el|la) paciente|ella|el|quien va) se llama|(?:el|su) nombre (?:de (?:ella"
        r"|el)|del paciente)?"
        r" ?es|se llama",
        "her name is",
    ),
    ("(?:yo )?soy|(?:le )?(?:habla|escribe)(?= [\ue000-\uf8ff])", "i am"),
    (
        rf"(?:(?:{_PUT} mal|esta mal(?: escrit[oa])?|me equivoque (?:en|con)) (?:el|mi)"
        rf"|me equivoque de) {_PHONE}",
        "the number is wrong",
    ),
    (
        rf"(?:(?:{_PUT} mal|esta mal(?: escrit[oa])?|me equivoque (?:en|con)) (?:el|mi)"
        r"|me equivoque de) (?:nombre|apellido)",
        "the name is wrong",
    ),
    (r"me equivoque (?:de|en|con) (?:el |la )?(?:dia|fecha)", "the day is wrong"),
    (r"me equivoque (?:de|en|con) (?:el |la )?hora", "the time is wrong"),
    (rf"es[ea](?: numero)? no es (?:el |mi )?(?:mi[oa]|{_PHONE})", "that is not my number"),
    (rf"{_CHANGE} (?:el|mi) {_PHONE}", "change my number"),
    (rf"{_CHANGE} (?:el|mi) (?:nombre|apellido)", "change my name"),
    (
        rf"mi {_PHONE}(?: de (?:telefono|celular|cel))?(?: es|(?=\W*\d))",
        "my number is",
    ),
    (rf"mi {_PHONE}", "my number"),
    (r"(?:el|su) (?:numero|telefono|cel(?:ular)?) (?:de (?:ella|el) )?es", "the number is"),
    (r"no tengo (?:telefono|numero|cel(?:ular)?)", "i have no phone"),
    (r"(?:pong?a?|anot[ae]|apunt[ae]|us[ae])(?:le)? (?:el|la) mi[oa]", "use mine"),
    (
        r"(?:mejor )?(?:(?:prefiero no|no (?:l[ea]s? |se l[oa] |te )?(?:quiero|voy a|puedo)) (?:dar"
        r"|decir)(?:le|selo|lo|te)?|no (?:l[ea]s? |te )?doy)(?: mi)?",
        "i don't want to give my",
    ),
    (
        r"no tengo (?:ningun )?codigo|no me se"
        r"|no (?:me acuerdo|recuerdo|tengo|encuentro|se) (?:de )?(?:mi|el|del|ese"
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
    (
        r"me (?:equivoque|exprese mal|explique mal)(?: de| en| con)?(?: (?:el|la|mi))?"
        r"|(?:lo )?(?:dije|escribi|puse) mal",
        "my mistake",
    ),
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
# "No la puedo mover" is a leg.
_MODAL = (
    r"(?<!no )(?:me )?l[ao] (?:puede[ns]?|podemos|puedo|podria[ns]?|podriamos|voy a|quiero"
    r"|tengo que)"
)
ACTS = [
    (
        r"(?:si,? )?(?:(?:ahi|alli|alla) (?:estare|estoy|estamos|voy a estar|nos vemos)"
        r"|(?<!no )voy a ir)" + ALONE,
        "i will be there",
    ),
    (r"otra vez|de nuevo|nuevamente", "again"),
    (r"puedo (?:llamar|marcar)(?:l[ea]s?)?", "can i call you"),
    (r"(?:se los?|l[ea]s?) puedo (?:llamar|marcar)", "can i call you"),
    (r"no (?:me )?(?:llame|llamen|marque|marquen)(?:n?me)?", "do not call me"),
    (
        r"(?:que )?me (?:hable alguien|hablen?)(?! en)(?: por telefono)?"
        r"|me puede[ns]? hablar(?! en)(?: por telefono)?|paseme(?: con)?(?: (?:alguien"
        r"|una? (?:persona|humano)))",
        "call me",
    ),
    (
        r"(?:que me )?(?:llam|marqu)(?:en?|ar)(?:me)?(?! bien)|(?:me|le) (?:pueden?|podrian?"
        r"|puedes) (?:llamar|marcar)"
        r"|llamenme|marquenme",
        "call me",
    ),
    (r"hablar con (?:una persona|un(?:a)? humano|alguien|una? \w+|la \w+)", "talk to a person"),
    (
        r"(?:hacer|agendar|sacar|coger|programar|reservar|apartar|pedir|hacerme|agendarme|tomar"
        r"|conseguir|coordinar)(?:me|le)? (?:una?"
        r" |la |mi )?(?:nueva |otra )?(?:cita|turno|consulta|revision|evaluacion|espacio)",
        "book an appointment",
    ),
    (
        r"agendar(?:me|l[ao])?|programar(?:me|l[ao])?|apartar(?:me|l[ao])?"
        r"|reservar(?:l[ao])?",
        "book an appointment",
    ),
    (
        r"(?:d[ae]|pon(?:gan?)?|haga|haz|agend[ae]|apart[ae]|apunt[ae]|reserv[ae]|sa(?:ca|que))me"
        r" (?:una |la )?(?:cita|turno)",
        "book me an appointment",
    ),
    (rf"(?:{_CALL_OFF}|{_OFF_TOO}){_ENDS}{_THE_VISIT}", "cancel my appointment"),
    (rf"(?:{_MOVE}|{_MOVE_TOO}){_ENDS}(?:l[ao])?{_THE_VISIT}", "move my appointment"),
    (
        r"(?:ya |siempre )?no (?:voy a|puedo) ir" + ALONE + "|siempre no(?: voy)?" + ALONE,
        "i am not coming",
    ),
    (rf"no l[ao]s? {_CALL_OFF}{_ENDS}", "do not cancel it"),
    (rf"no l[ao]s? {_MOVE}{_ENDS}", "do not change it"),
    (rf"(?:me l[ao]|{_MODAL}) {_CALL_OFF}(?:[ae][ns]?|ar)", "cancel it"),
    (rf"{_CALL_OFF}[ae](?:me)? (?:eso|todo)|dej[ea]l[ao] sin efecto", "cancel it"),
    (rf"(?:me l[ao]|{_MODAL}) {_MOVE}(?:[ae][ns]?|[ae]r)", "change it"),
    (rf"{_MODAL} {_MOVE_TOO}(?:er|ar)", "change it"),
    (
        rf"{_CALL_OFF}{_ENDS}l[ao]s?|(?:{_CALL_OFF})(?:ar|e|en)|{_OFF_TOO}{_ENDS}la"
        r"(?: (?:completa|toda|ya))?",
        "cancel it",
    ),
    (
        rf"{_MOVE}{_ENDS}l[ao]s?|cambiar|mover|reagendar|reprogramar|{_MOVE_TOO}{_ENDS}las?",
        "change it",
    ),
    (
        r"(?:me|l[ao]s?|nos|le) (?:puede[ns]?|podria[ns]?) (?:atender|ver|revisar|checar|examinar)"
        r"(?! (?:alguien|una? (?:persona|humano)))",
        "can you see me",
    ),
    (r"(?:me|l[ao]s?|nos|le) (?:vea|revise|atienda|cheque|mire|examine|evalue)n?", "see me"),
    (
        r"(?:voy|llego|vengo|ando)(?: (?:un )?(?:poc|poquit|rat|ratit|tantit)o| bien)?"
        r" (?:tarde|atrasad[oa]|retrasad[oa])"
        r"|voy a llegar tarde|se me hizo tarde|voy en camino|ya (?:mero |casi )?llego"
        r"|llego (?:como )?(?:en )?\d+ min\w*(?: tarde)?|me agarro el trafico",
        "running late",
    ),
    (
        r"(?:que|cuales?|cuantos?) (?:dias?|horas?|horarios?|citas?|turnos?|espacios?)"
        r" (?:hay|tiene[ns]?|tendran?|habra|estan? libres?|quedan?|manejan)"
        r"(?: (?:libres?|disponibles?))?",
        "what times do you have free",
    ),
    (
        r"(?:d[ae]me|quiero|hagame|me (?:da|hace|saca)) (?:un[ao]? )?(?:nuev[oa]|otr[oa])"
        r"(?=\W*$|\s*[,.;]| (?:para|el|[\ue000-\uf8ff]))",
        "book a new appointment",
    ),
    (r"no l[ao] (?:haga|agende|aparte|reserve)n?", "do not book it"),
    (r"(?:apunt[ae]|agend[ae]|anot[ae]|registr[ae])me(?! \w)", "book me"),
    (
        r"(?:a |para )?(?:que (?:hora|dia)|cuando) (?:me toca|qued[eo]|era)(?: mi cita)?",
        "when is my appointment",
    ),
    (r"citas?|turno|consulta", "appointment"),
    (r"revision(?: gratis)?|chequeo(?: gratis)?", "screening"),
]
