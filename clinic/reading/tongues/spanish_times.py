"""Days, hours and limits of a time in Spanish, phrase by phrase, in English."""

from __future__ import annotations

from clinic.reading.tongues.spanish_lists import DAY, HOUR, IN, MONTH, NUMBERS

PARTS_OF_DAY = [
    (rf"(?:{IN} )?(?:la )?media manana", "around 10 am"),
    (rf"(?:{IN} )?(?:la )?media tarde", "around 3 pm"),
    (r"pasado manana", "the day after tomorrow"),
    (rf"({HOUR}) y media", r"half past \1"),
    (rf"({HOUR}) y cuarto", r"quarter past \1"),
    (rf"({HOUR}) menos cuarto|(?:un )?cuarto para las? ({HOUR})", r"quarter to \1\2"),
    (rf"({HOUR}) y (diez|veinte)", r"\1:\2"),
    (rf"({HOUR}) (?:hrs|horas|h)(?: en punto)?", r"\1"),
    (rf"({HOUR}) en punto", r"\1"),
    (rf"({HOUR}) {IN} la manana", r"\1 am"),
    (rf"({HOUR}) {IN} la (?:tarde|noche)|({HOUR}) del (?:medio ?dia|dia)", r"\1\2 pm"),
    (r"(\d{1,2}(?:[:.]\d\d)?) ?([ap])\.? ?m\.?", r"\1 \2m"),
    (rf"manana (?:temprano |muy temprano )?{IN} la manana|manana temprano", "tomorrow morning"),
    (rf"manana (?:{IN} la )?tarde", "tomorrow afternoon"),
    (rf"hoy {IN} la tarde|esta tarde", "this afternoon"),
    (r"hoy en la noche|esta noche", "this evening"),
    (
        rf"(?:muy )?temprano {IN} la manana|a primera hora|en la mananita|tempranito",
        "early in the morning",
    ),
    (r"a ultima hora(?: de la tarde| del dia)?|ya tarde|al final del dia", "late in the afternoon"),
    (rf"(?:{IN} |toda )?las? (?:mananas?)", "in the morning"),
    (rf"(?:{IN} |toda )?las? tardes?|{IN} tarde", "in the afternoon"),
    (rf"(?:{IN} )?las? noches?", "in the evening"),
    (
        r"(?:despues|saliendo|cuando salg[ao]) del? (?:mi )?(?:trabajo|jale|chamba|trabajar)",
        "after work",
    ),
    (
        r"(?:despues|saliendo|cuando salg[ao]|al salir) de (?:las? )?(?:escuela|clases?|colegio)",
        "after school",
    ),
    (r"(?:salgo|sale|salimos|salen)(?: de(?:l)? \w+)? a las?", "gets off at"),
    (r"antes del? (?:mi )?(?:trabajo|entrar a trabajar|trabajar)", "before work"),
    (r"salgo (?:de(?:l)? )?(?:trabaj\w+ |jale )?a las?", "i get off at"),
    (
        r"(?:al |a |a la hora d)(?:el? )?(?:medio ?dia|lunch|almuerzo|comida)",
        "around noon",
    ),
    (r"medio ?dia", "noon"),
]
DATES = [
    (rf"({DAY})s?,? (?:el )?(?:dia )?(\d{{1,2}}) de (?:este |el )?({MONTH})", r"\1 \3 \2"),
    (rf"(?:el )?(?:dia )?(?:primero|1ro|1o) de ({MONTH})", r"\1 1"),
    (rf"(?:el )?(?:dia )?(\d{{1,2}}) de ({MONTH})", r"\2 \1"),
    (
        rf"({DAY}),? (?:el |dia )?(\d{{1,2}})(?! ?(?:[ap]m|[:.]\d|de la|en la|por la|o ))",
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
    (rf"(?:en|dentro de) (\d+|{'|'.join(NUMBERS)}) (dias|semanas?|mes(?:es)?)", r"in \1 \2"),
    (
        rf"hace (?:como )?(\d+|un|una|{'|'.join(NUMBERS)}) (dias?|semanas?|mes(?:es)?|anos?)",
        r"\1 \2 ago",
    ),
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
        r"(?:lo (?:antes|mas pronto)|lo mas (?:rapido|temprano)) (?:posible|que (?:se pueda"
        r"|pueda|tenga"
        r"|puedan))|cuanto antes|lo antes posible|lo mas pronto|(?:ya )?urgente(?:mente)?"
        r"|(?:la |el )?primer[oa]? (?:cita |hora |que (?:tenga|haya)|disponible|libre)+",
        "as soon as possible",
    ),
    (rf"entre las? ({HOUR}) y(?: las?)? ({HOUR})", r"between \1 and \2"),
    (rf"de(?:sde)?(?: las?)? ({HOUR}) (?:en adelante|para (?:arriba|adelante))", r"after \1"),
    (rf"de(?:sde)?(?: las?)? ({HOUR}) (?:a|hasta)(?: las?)? ({HOUR})", r"from \1 to \2"),
    (
        rf"(?:despues de|pasad(?:it)?as|mas tarde de|a partir de|desde|ya para)(?: las?) ({HOUR})",
        r"after \1",
    ),
    (rf"despues de ({HOUR})", r"after \1"),
    (rf"(?:antes de|no despues de|mas temprano de)(?: las?)? ({HOUR})", r"before \1"),
    (rf"hasta(?: las?) ({HOUR})", r"until \1"),
    (
        rf"(?:como a|a eso de|alrededor de|cerca de|por ahi de|tipo|mas o menos a"
        rf"|como)(?: las?) ({HOUR})",
        r"around \1",
    ),
    (rf"(?:la|el) de(?: las?)? ({HOUR})", r"the one at \1"),
    ("(?:la|el) de las?(?= [\ue000-\uf8ff])", "the one at"),
    (rf"(?:la|el) del? ({DAY})", r"the one on \1"),
    (rf"a las? ({HOUR})", r"at \1"),
    ("a las?(?= [\ue000-\uf8ff])", "at"),
    (rf"las ({HOUR})", r"at \1"),
    ("(?:mas o|al|por lo|cuando) menos(?= (?:el )?[\ue000-\uf8ff])", ""),
    (
        r"(?:que )?no (?:sea|puede ser|caiga)(?: el| en| por)?"
        rf"|(?:menos|excepto|salvo)(?= (?:[\ue000-\uf8ff]|{DAY}))"
        r"|pero no(?: el| en)?(?= [\ue000-\uf8ff])",
        "not",
    ),
    (r"(?:no|ni) (?:puedo|voy a poder)(?: ir| venir| asistir| llegar)?", "i can't"),
    (r"(?:solo|solamente|nada ?mas|nomas|unicamente) (?:puedo|podria)(?: ir)?", "i can only do"),
    (r"todos los dias|cada dia", "every day"),
    (
        r"no (?:me|nos|le) (?:queda|sirve|va(?! a\b)|conviene|funciona|acomoda|cuadra|late)(?:n)?"
        r"(?: bien)?|no (?:esta|es) (?:bien|bueno)",
        "doesn't work",
    ),
    (
        r"(?:me|nos|le) (?:queda|sirve|va(?! a\b)|conviene|funciona|acomoda|cuadra|late)(?:n"
        r"|ria)?(?: (?:muy )?(?:bien"
        r"|mejor|perfecto))?",
        "works",
    ),
    (r"(?:estoy|ando) (?:ocupad[oa]|trabajando)|trabajo", "i'm busy"),
    (
        r"(?:yo )?(?:prefiero|preferiria|de preferencia|mejor(?! no)(?=\W+\w))(?: que sea)?",
        "rather",
    ),
    (
        r"(?:que tal|como ve|y si|que le parece|puede ser|podria ser|seria)(?= on| at| the"
        r"| this| next| any"
        r"| tomorrow|[\ue000-\uf8ff]| )",
        "how about",
    ),
    (r"cualquier(?:a)? (?:dia|fecha)|el dia que (?:sea|pueda|tenga)", "any day"),
    (r"cualquier hora|a la hora que (?:sea|pueda)", "any time"),
    (
        r"cuando (?:sea|quiera|guste|pueda|haya|tenga)n?|(?:me )?da igual|como sea"
        r"|la que sea|cualquiera"
        r"|no importa (?:la hora|el dia|cual)|el que sea|estoy libre|tengo tiempo",
        "whenever",
    ),
    (r"(?:ningun )?otros? dias? no|ningun otro dia", "no other day"),
    (r"(?:para )?otr[oa]s? (?:dia|fecha)s?", "another day"),
    (r"otr[oa]s? (?:hora|horario|opcion|cita)(?:e?s)?", "another time"),
    (r"(?:a )?la misma hora", "the same time"),
    (r"(?:el )?mismo dia|ese dia", "that day"),
    (r"(?:algo |un poco |poquito )?mas tarde(?:cito)?", "a bit later"),
    (r"(?:algo |un poco |poquito )?(?:mas temprano|mas pronto|antes)(?=\W*$)", "a bit earlier"),
    (r"temprano", "early"),
    (r"en realidad|de hecho", "actually"),
]
