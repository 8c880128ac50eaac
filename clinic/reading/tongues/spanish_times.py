"""Days, hours and limits of a time in Spanish, phrase by phrase, in English."""

from __future__ import annotations

from clinic.reading.tongues.spanish_lists import DAY, HOUR, IN, MONTH, NUMBERS, START

# What is put into English already.
_ENGLISH = "[\ue000-\uf8ff]"
# The meal in the middle of the day.
_MEAL = r"(?:lunch|lonche|almuerzo|comida)"
_TO_EAT = rf"(?:{_MEAL}|comer|almorzar|lonchar)"
# An hour: as it is typed, or put into English already ("half past two").
_AT = rf"(?:(?: las?)? ({HOUR})(?!\w)|(?: las?)?(?= {_ENGLISH}))"
# Of days and hours that are no good: "los lunes no", "en la mañana nunca".
_NEVER = r",? (?:no|nunca|jamas|tampoco)(?=\s*(?:$|[.,;!])| (?:y|pero|mejor|porque|eh)\b)"
_NEXT_ONE = r"(?:otr[oa]|proxim[oa]|siguiente|que (?:sigue|viene|entra))"
_OR_RATHER = r",? (?:si ?no |pero |mejor )?(?:en |para |a)?"
_THERE_IS = r"que (?:se )?(?:pued[ae]|teng[ao]|tiene|haya|hay)[ns]?"
_OPTS = r"(?:queda|sirve|va(?! a\b)|conviene|funciona|acomoda|cuadra|late)"
PARTS_OF_DAY = [
    (
        r"(?:salgo|saliendo|sale|salimos|salen)(?: del?(?: mi)? \w+)?(?: como| tipo)? a las?",
        "so gets off at",
    ),
    (r"entr(?:o|a|amos|an)(?: al?(?: mi)? \w+)?(?: como)? a las?", "so before"),
    (rf"(?:despues|saliendo) del? (?:la |el |mi )?{_TO_EAT}", "after lunch"),
    (rf"antes del? (?:la |el |mi )?{_TO_EAT}", "before lunch"),
    (rf"(?:a|en) (?:la|mi) hora del? {_TO_EAT}", "around noon"),
    (rf"((?:{IN} )?las? (?:manana|tarde|noche)s?){_NEVER}", r"\1 i can't"),
    (rf"(?:no )?(?:a )?las? ({HOUR}){_NEVER}", r"at \1 doesn't work"),
    (rf"({HOUR}) y (?:pico|tantito|algo)", r"around \1"),
    (rf"(?:{IN} )?(?:la )?media manana", "around 10 am"),
    (rf"(?:{IN} )?(?:la )?media tarde", "around 3 pm"),
    (r"cualquier manana", "any morning"),
    (r"cualquier tarde", "any afternoon"),
    (r"pasado manana", "the day after tomorrow"),
    (rf"({HOUR}) y media", r"half past \1"),
    (rf"({HOUR}) y cuarto", r"quarter past \1"),
    (rf"({HOUR}) menos cuarto|(?:un )?cuarto para las? ({HOUR})", r"quarter to \1\2"),
    (rf"({HOUR}) y (diez|veinte)", r"\1:\2"),
    (rf"({HOUR}) (?:hrs|horas|h)(?: en punto)?", r"\1"),
    (rf"({HOUR}) en punto", r"\1"),
    (rf"({HOUR}) {IN} la (?:manana|mananita)", r"\1 am"),
    (rf"({HOUR}) {IN} la (?:tarde|noche)|({HOUR}) del (?:medio ?dia|dia)", r"\1\2 pm"),
    (r"(\d{1,2}(?:[:.]\d\d)?) ?([ap])\.? ?m\.?", r"\1 \2m"),
    (rf"manana (?:temprano |muy temprano )?{IN} la manana|manana temprano", "tomorrow morning"),
    (rf"manana (?:{IN} la )?tarde", "tomorrow afternoon"),
    (rf"hoy {IN} la tarde|esta tarde", "this afternoon"),
    (r"hoy en la noche|esta noche", "this evening"),
    (
        rf"(?:muy )?temprano {IN} la manana|a primera hora|{IN} la mananita"
        r"|(?<!mas )tempranito",
        "early in the morning",
    ),
    (r"a ultima hora(?: de la tarde| del dia)?|ya tarde|al final del dia", "late in the afternoon"),
    (rf"(?:{IN} |toda )?las? (?:mananas?)", "in the morning"),
    (rf"(?:{IN} |toda )?las? tarde(?:cita)?s?|{IN} tarde", "in the afternoon"),
    (rf"(?:{IN} )?las? noches?", "in the evening"),
    (
        r"(?:despues|saliendo|cuando salg[ao]) del? (?:mi )?(?:trabajo|jale|chamba|trabajar)",
        "after work",
    ),
    (
        r"(?:despues|saliendo|cuando salg[ao]|al salir) de (?:las? )?(?:escuela|clases?|colegio)",
        "after school",
    ),
    (r"antes del? (?:mi )?(?:trabajo|entrar a trabajar|trabajar)", "before work"),
    (rf"(?:al |a |a la hora d)(?:el? )?(?:medio ?dia|{_MEAL})", "around noon"),
    (r"medio ?dia", "noon"),
]
DATES = [
    # "Este martes no, el otro"
    (
        rf"(?:no )?(?:el|este) ({DAY}) no{_OR_RATHER}(?:el|l) {_NEXT_ONE}"
        rf"|no (?:el|este) ({DAY}){_OR_RATHER}(?:el|l) {_NEXT_ONE}",
        r"not this \1\2 but the next one",
    ),
    (
        rf"(?:no )?esta semana(?: no)?(?: eh)?{_OR_RATHER} ?la {_NEXT_ONE}(?: semana)?",
        "not this week but next week",
    ),
    (
        rf"((?:(?:el|los|este) )?{DAY}s?|(?:esta|la (?:otra|proxima|siguiente)) semana"
        rf"|la semana que (?:viene|entra)){_NEVER}",
        r"\1 i can't",
    ),
    (r"no (?:en )?esta semana", "not this week"),
    (rf"{START}(?:mejor )?que sea(?= )", "make it"),
    (r"navidad", "christmas"),
    (r"nochebuena", "christmas eve"),
    (r"(?:el )?ano nuevo", "new year"),
    (rf"(?:la|el) del? ({DAY})", r"the one on \1"),
    *[
        (rf"(?:el )?(?:dia )?{word} de (?:este |el )?({MONTH})", rf"\1 {number}")
        for number, word in enumerate(NUMBERS)
        if number > 1
    ],
    (rf"({DAY})s?,? (?:el )?(?:dia )?(\d{{1,2}}) de (?:este |el )?({MONTH})", r"\1 \3 \2"),
    (rf"(?:el )?(?:dia )?(?:primero|1ro|1o) de ({MONTH})", r"\1 1"),
    (rf"(?:el )?(?:dia )?(\d{{1,2}}) de ({MONTH})", r"\2 \1"),
    (
        rf"({DAY}),? (?:el |dia )?(\d{{1,2}})"
        rf"(?!\d| ?(?:[ap]m|[:.]\d|de la|en la|por la|o |y |{_ENGLISH}))",
        r"\1 the \2th",
    ),
    (r"(?:el )?dia (\d{1,2})(?! ?(?:[ap]m|:))", r"the \1th"),
    (r"el (1[3-9]|2\d|3[01])(?! ?(?:[ap]m|:|de))", r"the \1th"),
    (rf"(?:entre|del?)(?: el)? ({DAY}) (?:y|al?)(?: el)? ({DAY})", r"\1 to \2"),
    (
        rf"(?:el |para el )?({DAY}) (?:de la (?:proxima|otra|siguiente) semana|de la semana (?:que"
        r" (?:viene|entra)|proxima|entrante))",
        r"next \1",
    ),
    (
        rf"(?:la (?:proxima|otra|siguiente) semana|la semana que (?:viene"
        rf"|entra)),? (?:el )?({DAY})",
        r"next \1",
    ),
    (
        rf"(?:el |para el |este )?({DAY}) (?:que (?:viene|entra)|proximo|siguiente|entrante)",
        r"this coming \1",
    ),
    (rf"(?:el |para el )?(?:proximo|este|siguiente) ({DAY})", r"this coming \1"),
    (rf"(?:el |al )otro ({DAY})", r"next \1"),
    (rf"(?:cualquier|todos los|algun) ({DAY})", r"any \1"),
    (rf"(?:despues|pasando) del? (?:el )?({DAY})", r"after \1"),
    (rf"antes del? (?:el )?({DAY})", r"before \1"),
    (
        rf"(?:a partir del?|desde el|del?) ({DAY}) en adelante|(?:a partir del?"
        rf"|desde el) ({DAY})",
        r"from \1\2 on",
    ),
    (rf"(?:para )?los ({DAY})s?", r"\1s"),
    (rf"(?:el|para el|del|al|en) ({DAY})", r"on \1"),
    (
        r"(?:en |para |de )?(?:la )?(?:proxima semana|otra semana|siguiente semana"
        r"|semana (?:que (?:viene"
        r"|entra)|proxima|siguiente|entrante))",
        "next week",
    ),
    (r"(?:en |de |para )?esta(?: misma)? semana", "this week"),
    (r"(?:en |para )?(?:el )?(?:proximo mes|mes que (?:viene|entra)|otro mes)", "next month"),
    (r"(?:en |de )?este mes", "this month"),
    (r"(?:en |el |los |este |para el )*fin(?:es)?(?: de semana)?", "on the weekend"),
    (r"entre semana|de lunes a viernes", "on weekdays"),
    (r"(?:de )?hoy en (?:8|ocho)(?: dias)?", "in 7 days"),
    (rf"(?:en|dentro de) (\d+|{'|'.join(NUMBERS)}) (dias|semanas?|mes(?:es)?)", r"in \1 \2"),
    (
        rf"hace (?:como )?(\d+|un|una|{'|'.join(NUMBERS)}) (dias?|semanas?|mes(?:es)?|anos?)",
        r"\1 \2 ago",
    ),
    (r"(?:los |cualquier )?(?:demas|otros?) dias?,?(?: si)? (?:puedo|esta bien)", "any day"),
    (r"esos dias", "those days"),
    (r"dias", "days"),
    (r"semanas", "weeks"),
    (r"semana", "week"),
    (r"mes(?:es)", "months"),
    (r"hoy(?: mismo)?", "today"),
    (r"ayer", "yesterday"),
    (r"anoche", "last night"),
    (r"para manana|manana(?: mismo)?", "tomorrow"),
]
LIMITS = [
    (
        rf"lo (?:antes|mas (?:pronto|rapido|temprano|tempranito)) (?:posible|{_THERE_IS})"
        r"|cuanto antes|lo antes posible|lo mas pronto|(?:ya )?urgente(?:mente)?"
        r"|(?:la |el )?primer[oa]? (?:cita |hora |que (?:tenga|haya)|disponible|libre)+",
        "as soon as possible",
    ),
    (rf"lo mas tarde(?:cito)?(?: (?:posible|{_THERE_IS}))?", "the latest one"),
    *[
        (rf"{hour} hora (?:{way})(?! d)", f"{english} {later}")
        for hour, english in (("una", "an hour"), ("media", "half an hour"))
        for way, later in (("mas tarde|despues", "later"), ("mas temprano|antes", "earlier"))
    ],
    (rf"entre(?: las?)? ({HOUR}) y(?: las?)? ({HOUR})(?!\w)", r"between \1 and \2"),
    (rf"de(?:sde)?(?: las?)? ({HOUR}) (?:en adelante|para (?:arriba|adelante))", r"after \1"),
    (rf"de(?:sde)?(?: las?)? ({HOUR}) (?:a|hasta)(?: las?)? ({HOUR})", r"from \1 to \2"),
    (rf"no (?:sea )?(?:antes|mas temprano) de{_AT}", r"not before \1"),
    (rf"no (?:sea )?(?:despues|mas tarde) de{_AT}", r"not after \1"),
    (
        rf"(?:despues de|pasad(?:it)?as|mas tarde de|a partir de|desde|ya para)(?: las?) ({HOUR})",
        r"after \1",
    ),
    (rf"(?:despues|a partir) de{_AT}", r"after \1"),
    (rf"(?:antes|mas temprano) de{_AT}", r"before \1"),
    (rf"hasta(?: las?) ({HOUR})|hasta las?(?= {_ENGLISH})", r"until \1"),
    (
        rf"(?:como a|a eso de|alrededor de|cerca de|por ahi de|mas o menos a|como)"
        rf"(?: las?)(?: ({HOUR})|(?= {_ENGLISH}))|tipo{_AT}",
        r"around \1\2",
    ),
    (rf"(?:la|el|es[ae]) de(?: las?)? ({HOUR})", r"the one at \1"),
    (rf"(?:la|el|es[ae]) de las?(?= {_ENGLISH})", "the one at"),
    (rf"a las? ({HOUR})", r"at \1"),
    (rf"a las?(?= {_ENGLISH})", "at"),
    (rf"(?<!de )las ({HOUR}) (?:primeras|anteriores)", r"the first \1"),
    (rf"(?<!de )las ({HOUR})", r"at \1"),
    (rf"(?:mas o|al|por lo|cuando) menos(?= (?:el )?{_ENGLISH})", ""),
    (
        r"(?:que )?no (?:sea|puede ser|caiga)(?: ni)?(?: el| en| por)?"
        rf"|no (?:es|era|quiero)(?: el| en)?(?= (?:{_ENGLISH}|{DAY}))"
        rf"|(?:menos|excepto|salvo|ni)(?= (?:{_ENGLISH}|{DAY}))"
        rf"|pero no(?: el| en)?(?= {_ENGLISH})",
        "not",
    ),
    (rf"y si(?! (?:mejor|el|la|{_ENGLISH}|{DAY}))(?= )", "what if"),
    (
        r"me toca (?:trabajar|doblar|turno|en (?:el|la) \w+"
        r"|(?:ir|llevar|cuidar|recoger) [^,.;!?]*)",
        "i work",
    ),
    (
        r"(?:no|ni) (?:(?:puedo|podria|podre|voy a poder)(?: (?:ir|venir|asistir|llegar))?"
        r"|(?:(?:me|nos|l[aoe]) )?(?:puede|va a poder) (?:ir|venir|llegar|llevar|traer|acompanar))",
        "i can't",
    ),
    (r"(?:solo|solamente|nada ?mas|nomas|unicamente) (?:puedo|podria)(?: ir)?", "i can only do"),
    (
        r"(?:solo |solamente )?(?:(?:estoy|ando|tengo|quedo) libre|descanso)"
        rf"(?= (?:{_ENGLISH}|{DAY}))",
        "i'm free",
    ),
    (r"todos los dias|cada dia", "every day"),
    (rf"no (?:me|nos|le) {_OPTS}n?(?: bien)?|no (?:esta|es) (?:bien|bueno)", "doesn't work"),
    (
        rf"(?:si )?(?:me|nos|le) {_OPTS}(?:n|ria)?(?: (?:muy )?(?:bien|mejor|perfecto))?",
        "works",
    ),
    (r"(?:estoy|ando) (?:ocupad[oa]|trabajando|en (?:el|mi) trabajo)|trabajo", "i'm busy"),
    (
        r"(?:yo )?(?:prefiero(?! no)|preferiria(?! no)|de preferencia|mejor(?! no)(?= \S))"
        r"(?: que sea)?",
        "rather",
    ),
    (
        r"(?:que tal|como ve|que le parece|puede ser|podria ser|seria)(?= )(?! para (?:mi|un|otr))"
        rf"|y si(?= (?:mejor|el|la|{_ENGLISH}|{DAY}))",
        "how about",
    ),
    (r"cualquier(?:a)? (?:dia|fecha)|el dia que (?:sea|pueda|tenga)", "any day"),
    (r"cualquier hora|a la hora que (?:sea|pueda)", "any time"),
    (
        r"cuando (?:sea|quiera|guste|pueda|haya|tenga)n?|(?:me |nos )?da (?:igual|lo mismo)"
        r"|como (?:sea|(?:usted |ud )?(?:guste|quiera|diga))"
        r"|no importa (?:la hora|el dia|cual)|estoy libre|tengo tiempo",
        "whenever",
    ),
    (r"(?:ningun )?otros? dias? no|ningun otro dia", "no other day"),
    (r"(?:para )?otr[oa]s? (?:dia|fecha)s?", "another day"),
    (r"otr[oa]s? (?:hora|horario|opcion|cita)(?:e?s)?", "another time"),
    (r"(?:a )?la misma hora", "the same time"),
    (r"(?:el )?mismo dia|ese dia", "that day"),
    (r"a es[ae] hora|es[ae] hora", "that time"),
    (rf"({_ENGLISH}|{DAY}) no (?:puede[ns]?|podemos|va a poder)(?! \w)", r"\1 i can't"),
    (r"(?:algo |un poco |poquito )?mas tarde(?:cito)?", "a bit later"),
    (
        r"(?:algo |un poco |poquito )?(?:mas tempran(?:o|ito)|mas pronto|antes)(?=\W*$)",
        "a bit earlier",
    ),
    (r"temprano", "early"),
    # "El jueves temprano sí"
    (rf"({DAY}|{HOUR}|{_ENGLISH}) si(?: puedo)?(?=\s*(?:$|[,.;]))", r"\1 works"),
    (r"en realidad|de hecho", "actually"),
    (rf"(?:digo|mas bien|mejor dicho),?(?= {_ENGLISH})", "i mean"),
]
