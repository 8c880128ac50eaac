"""Spanish, as patients in the United States write it: mostly without accents."""

from __future__ import annotations

import re

from clinic.reading.spanish import MARKS, SPANISH_WORDS
from clinic.reading.tongues.phrasebook import Phrasebook
from clinic.reading.tongues.tongue import Tongue

_DAYS = {
    "lunes": "monday", "martes": "tuesday", "miercoles": "wednesday", "jueves": "thursday",
    "viernes": "friday", "sa[bv]ados?": "saturday", "domingos?": "sunday",
}  # fmt: skip
_MONTHS = {
    "enero": "january", "febrero": "february", "marzo": "march", "abril": "april", "mayo": "may",
    "junio": "june", "julio": "july", "agosto": "august", "se[pt]*tiembre": "september",
    "octubre": "october", "noviembre": "november", "diciembre": "december",
}  # fmt: skip
_NUMBERS = {
    "una": "one", "uno": "one", "dos": "two", "tres": "three", "cuatro": "four", "cinco": "five",
    "seis": "six", "siete": "seven", "ocho": "eight", "nueve": "nine", "diez": "ten",
    "once": "eleven", "doce": "twelve",
}  # fmt: skip
_PLACES = {
    "primer[oa]?": "first", "segund[oa]": "second", "tercer[oa]?": "third", "cuart[oa]": "fourth",
    "ultim[oa]": "last",
}  # fmt: skip
_RELATIONS = {
    "mama|madre|mami|jefita": "mother", "papa|padre|papi": "father", "papas|padres": "parents",
    "esposa|mujer|senora": "wife", "esposo|marido": "husband", "pareja|novi[oa]": "partner",
    "hijo|muchacho|nino": "son", "hija|muchacha|nina": "daughter", "herman[oi]to"
    "|hermano": "brother",
    "hermanita|hermana": "sister", "abuelita|abuela": "grandmother",
    "abuelito|abuelo": "grandfather", "tia": "aunt", "tio": "uncle", "prim[oa]": "cousin",
    "sobrina": "niece", "sobrino": "nephew", "suegra": "mother-in-law", "suegro": "father-in-law",
    "amig[oa]|compadre|comadre": "friend", "vecin[oa]": "neighbor", "jef[ea]": "boss",
    "companer[oa]": "coworker",
}  # fmt: skip
_BODY = {
    "rodillas?": "knee", "hombros?": "shoulder", "cuello": "neck", "tobillos?": "ankle",
    "munecas?": "wrist", "manos?": "hand", "codos?": "elbow", "talon(?:es)?": "heel",
    "caderas?": "hip", "cabeza": "head", "brazos?": "arm", "pies?": "foot", "pecho": "chest",
    "estomago|panza": "stomach", "piernas?": "leg", "espalda|cintura": "back",
    "nalgas?|pompis?": "buttock", "mandibula|quijada": "jaw", "dedos?": "finger",
    "costillas?": "ribs", "pantorrilla": "calf", "muslo": "thigh",
}  # fmt: skip
_SUBJECTS = {
    "puncion seca|agujas?|agujitas?": "dry needling", "calor": "heat", "frio": "cold",
    "hielo": "ice", "estiramientos?|estirar(?:me|se)?": "stretching",
    "fortalecimiento|fortalecer": "strengthening", "ejercicios?": "exercises",
    "electric[oa]s?|electricidad|corriente|toques": "electrical stimulation",
    "terapia manual|masajes?": "hands-on treatment", "postura": "posture", "nervio": "nerve",
    "causas?": "causes", "sintomas?": "symptoms", "tratamientos?": "treatment",
    "ciatic[oa]": "sciatica", "terapia fisica|fisioterapia": "physical therapy",
    "seguro|aseguranza": "insurance", "estacionamiento|parqueo|parqueadero": "parking",
    "costo|precio": "cost", "horarios?": "hours", "direccion": "address",
}  # fmt: skip
_DAY, _MONTH = "|".join(_DAYS), "|".join(_MONTHS)
_HOUR = rf"\d{{1,2}}(?:[:.h]\d\d)?|{'|'.join(_NUMBERS)}"
_WHO = "|".join(_RELATIONS)
_IN = "(?:por|en|de|a)"
# Nothing is said beside it, or what is said goes on after a pause.
_ALONE = r"(?=\W*$|\s*[,.!;])"
_POLITE = r"(?:por ?fa(?:vor|s)?|gracias|senor(?:ita|a)?)"


def _each(
    words: dict[str, str], pattern: str = "{0}", english: str = "{0}"
) -> list[tuple[str, str]]:
    return [(pattern.format(f"(?:{one})"), english.format(other)) for one, other in words.items()]


_GREETINGS = [
    (r"buen(?:os)? dias?|buen dia", "good morning"),
    (r"buenas tardes", "good afternoon"),
    (r"buenas noches", "good evening"),
    (r"hola|que tal(?=\W*$)|buenas", "hello"),
    (r"muchas gracias|mil gracias|gracias", "thanks"),
]
_ANSWERS = [
    (rf"^\W*no,? {_POLITE}", "no thanks"),
    (r"^\W*(?:mejor no|prefiero que no|creo que no)" + _ALONE, "i would rather not"),
    (r"^\W*(?:todavia no|aun no|por ahora no|por el momento no|ahorita no|ahora no)", "not now"),
    (r"^\W*(?:nel|nop|nombre)" + _ALONE, "no"),
    (r"^\W*(?:para nada|de ninguna manera|claro que no)", "no way"),
    (rf"^\W*(?:s+i+p?|simon|aja|sip)(?: si)*,? {_POLITE}", "yes please"),
    (
        r"^\W*si,? (?=claro|quiero|esta bien|correcto|confirm|porfa|senor|es[ae]|esos?|es|asi|todo"
        r"|adelante|hag|agend|reserv|de acuerdo|perfecto)",
        "yes, ",
    ),
    (r"^\W*(?:s+i+p?|simon|aja|ea|aha)" + _ALONE, "yes"),
    (
        r"(?:^\W*|(?<=yes, ))(?:claro(?: que si)?|por supuesto|desde luego|dale(?: pues)?"
        r"|sale(?: pues)?"
        r"|orale|andale(?: pues)?|vale|va|si quiero|seguro|cierto|bueno pues|okey|oki)" + _ALONE,
        "yes",
    ),
    (r"(?:esta|estaria|me parece|suena) (?:muy )?bien|me parece", "that is fine"),
    (r"de acuerdo", "ok"),
    (r"(?:todo )?(?:es )?correcto|asi es|exacto|asi mero|eso es|esta correcto", "that is right"),
    (r"perfecto|excelente", "perfect"),
    (r"adelante", "go ahead"),
    (
        r"(?:haga|reserve|agende|aparte|programe|confirme|ponga|dej|apunte)(?:me)?l[ao]"
        r"|(?:haga|reserve|agende) (?:la|mi) cita|si,? haga la cita",
        "book it",
    ),
    (r"confirmad[oa]|(?:se )?lo confirmo|la confirmo|confirmo", "i confirm"),
    (r"no (?:lo )?se(?: todavia| aun| bien)?", "i do not know yet"),
    (r"no estoy segur[oa]", "not sure"),
    (r"tal ?vez|quizas?|a lo mejor|puede que|lo mas seguro", "maybe"),
    (
        r"(?:lo voy a|dejeme|tengo que|dejame|voy a) pensar(?:lo)?(?: bien)?",
        "let me think about it",
    ),
    (r"creo que si", "i think so"),
    (r"depende", "it depends"),
    (
        r"(?:espere|espera|aguante|aguarde|permita|aguanta)(?:me|n|nme)?(?: (?:un (?:momento"
        r"|momentito"
        r"|segundo|rato|ratito|minuto)|tantito|poquito))?|(?:d[ae]me |solo )?un (?:momento"
        r"|momentito"
        r"|segundo|segundito|minuto|minutito)|un rato|(?:de|da)me chance|(?:de|da)me tantito",
        "hold on",
    ),
    (r"deje(?:n)?me (?:ver|revisar|checar|preguntar|buscar)(?: mi \w+)?", "let me check"),
    (
        r"deje?(?:l[ao])? como esta(?:ba)?|que se quede (?:igual|como esta|asi)|no (?:la"
        r"|lo) (?:cancele"
        r"|cambie|mueva|anule)|no (?:cancele|cambie|mueva|anule)|siempre si voy(?: a ir)?"
        r"|la quiero dejar igual",
        "keep it",
    ),
    (r"olvide(?:se|l[ao])?|olvidal[ao]|ya no(?: quiero| gracias)?" + _ALONE, "never mind"),
    (
        r"olvidel[ao]|olvidal[ao]|dej[ea]l[ao](?: asi)?|cambie de (?:opinion|idea)|mejor ya no"
        r"|ya no (?:me interesa|la quiero|lo quiero|quiero (?:nada|la cita))|no importa" + _ALONE,
        "never mind",
    ),
    (r"^\W*(?:cancele?(?:l[ao])?|cancel[ao]|pare(?:le|n)?|ya pare)" + _ALONE, "cancel it"),
    (
        r"ningun[oa](?: de (?:es[oa]s|est[oa]s|ell[oa]s|las anteriores))?|nada de (?:eso|esto)"
        r"|no tengo (?:nada|ningun[oa])(?: de (?:es[oa]s?|est[oa]s?))?",
        "none of these",
    ),
]
_PARTS_OF_DAY = [
    (r"pasado manana", "the day after tomorrow"),
    (rf"({_HOUR}) y media", r"half past \1"),
    (rf"({_HOUR}) y cuarto", r"quarter past \1"),
    (rf"({_HOUR}) menos cuarto|(?:un )?cuarto para las? ({_HOUR})", r"quarter to \1\2"),
    (rf"({_HOUR}) y (diez|veinte)", r"\1:\2"),
    (rf"({_HOUR}) (?:hrs|horas|h)(?: en punto)?", r"\1"),
    (rf"({_HOUR}) en punto", r"\1"),
    (rf"({_HOUR}) {_IN} la manana", r"\1 am"),
    (rf"({_HOUR}) {_IN} la (?:tarde|noche)|({_HOUR}) del (?:medio ?dia|dia)", r"\1\2 pm"),
    (r"(\d{1,2}(?:[:.]\d\d)?) ?([ap])\.? ?m\.?", r"\1 \2m"),
    (rf"manana (?:temprano |muy temprano )?{_IN} la manana|manana temprano", "tomorrow morning"),
    (rf"manana (?:{_IN} la )?tarde", "tomorrow afternoon"),
    (rf"hoy {_IN} la tarde|esta tarde", "this afternoon"),
    (r"hoy en la noche|esta noche", "this evening"),
    (
        rf"(?:muy )?temprano {_IN} la manana|a primera hora|en la mananita|tempranito",
        "early in the morning",
    ),
    (r"a ultima hora(?: de la tarde| del dia)?|ya tarde|al final del dia", "late in the afternoon"),
    (rf"(?:{_IN} |toda )?las? (?:mananas?)", "in the morning"),
    (rf"(?:{_IN} |toda )?las? tardes?|{_IN} tarde", "in the afternoon"),
    (rf"(?:{_IN} )?las? noches?", "in the evening"),
    (
        r"(?:despues|saliendo|cuando salg[ao]) del? (?:mi )?(?:trabajo|jale|chamba|trabajar)",
        "after work",
    ),
    (r"antes del? (?:mi )?(?:trabajo|entrar a trabajar|trabajar)", "before work"),
    (r"salgo (?:de(?:l)? )?(?:trabaj\w+ |jale )?a las?", "i get off at"),
    (
        r"(?:al |a |a la hora d)(?:el? )?(?:medio ?dia|lunch|almuerzo|comida)",
        "around noon",
    ),
    (r"medio ?dia", "noon"),
]
_DATES = [
    (rf"({_DAY})s?,? (?:el )?(?:dia )?(\d{{1,2}}) de (?:este |el )?({_MONTH})", r"\1 \3 \2"),
    (rf"(?:el )?(?:dia )?(?:primero|1ro|1o) de ({_MONTH})", r"\1 1"),
    (rf"(?:el )?(?:dia )?(\d{{1,2}}) de ({_MONTH})", r"\2 \1"),
    (
        rf"({_DAY}),? (?:el |dia )?(\d{{1,2}})(?! ?(?:[ap]m|[:.]\d|de la|en la|por la|o ))",
        r"\1 the \2th",
    ),
    (r"(?:el )?dia (\d{1,2})(?! ?(?:[ap]m|:))", r"the \1th"),
    (r"el (1[3-9]|2\d|3[01])(?! ?(?:[ap]m|:|de))", r"the \1th"),
    (rf"(?:entre|del?)(?: el)? ({_DAY}) (?:y|al?)(?: el)? ({_DAY})", r"\1 to \2"),
    (
        rf"(?:el |para el )?({_DAY}) (?:de la (?:proxima|otra|siguiente) semana|de la semana (?:que"
        r" (?:viene|entra)|proxima|entrante))",
        r"next \1",
    ),
    (
        rf"(?:la (?:proxima|otra|siguiente) semana|la semana que (?:viene"
        rf"|entra)),? (?:el )?({_DAY})",
        r"next \1",
    ),
    (
        rf"(?:el |para el |este )?({_DAY}) (?:que (?:viene|entra)|proximo|siguiente|entrante)",
        r"this coming \1",
    ),
    (rf"(?:el |para el )?(?:proximo|este|siguiente) ({_DAY})", r"this coming \1"),
    (rf"(?:cualquier|todos los|algun) ({_DAY})", r"any \1"),
    (rf"(?:despues|pasando) del? (?:el )?({_DAY})", r"after \1"),
    (rf"antes del? (?:el )?({_DAY})", r"before \1"),
    (
        rf"(?:a partir del?|desde el|del?) ({_DAY}) en adelante|(?:a partir del?"
        rf"|desde el) ({_DAY})",
        r"from \1\2 on",
    ),
    (rf"(?:para )?los ({_DAY})s?", r"\1s"),
    (rf"(?:el|para el|del|al|en) ({_DAY})", r"on \1"),
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
    (rf"(?:en|dentro de) (\d+|{'|'.join(_NUMBERS)}) (dias|semanas?|mes(?:es)?)", r"in \1 \2"),
    (
        rf"hace (?:como )?(\d+|un|una|{'|'.join(_NUMBERS)}) (dias?|semanas?|mes(?:es)?|anos?)",
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
_LIMITS = [
    (
        r"(?:lo (?:antes|mas pronto)|lo mas (?:rapido|temprano)) (?:posible|que (?:se pueda"
        r"|pueda|tenga"
        r"|puedan))|cuanto antes|lo antes posible|lo mas pronto|(?:ya )?urgente(?:mente)?"
        r"|(?:la |el )?primer[oa]? (?:cita |hora |que (?:tenga|haya)|disponible|libre)+",
        "as soon as possible",
    ),
    (rf"entre las? ({_HOUR}) y(?: las?)? ({_HOUR})", r"between \1 and \2"),
    (rf"de(?:sde)?(?: las?)? ({_HOUR}) (?:en adelante|para (?:arriba|adelante))", r"after \1"),
    (rf"de(?:sde)?(?: las?)? ({_HOUR}) (?:a|hasta)(?: las?)? ({_HOUR})", r"from \1 to \2"),
    (
        rf"(?:despues de|pasad(?:it)?as|mas tarde de|a partir de|desde|ya para)(?: las?) ({_HOUR})",
        r"after \1",
    ),
    (rf"despues de ({_HOUR})", r"after \1"),
    (rf"(?:antes de|no despues de|mas temprano de)(?: las?)? ({_HOUR})", r"before \1"),
    (rf"hasta(?: las?) ({_HOUR})", r"until \1"),
    (
        rf"(?:como a|a eso de|alrededor de|cerca de|por ahi de|tipo|mas o menos a"
        rf"|como)(?: las?) ({_HOUR})",
        r"around \1",
    ),
    (rf"(?:la|el) de(?: las?)? ({_HOUR})", r"the one at \1"),
    (rf"(?:la|el) del? ({_DAY})", r"the one on \1"),
    (rf"a las? ({_HOUR})", r"at \1"),
    ("a las?(?= [\ue000-\uf8ff])", "at"),
    (rf"las ({_HOUR})", r"at \1"),
    (
        r"(?:que )?no (?:sea|puede ser|caiga)(?: el| en| por)?|menos(?= on| any)|excepto"
        r"|pero no(?: el| en)?",
        "not",
    ),
    (r"(?:no|ni) (?:puedo|voy a poder)(?: ir| venir| asistir| llegar)?", "i can't"),
    (
        r"no (?:me|nos|le) (?:queda|sirve|va|conviene|funciona|acomoda|cuadra|late)(?:n)?(?: bien)?"
        r"|no (?:esta|es) (?:bien|bueno)",
        "doesn't work",
    ),
    (
        r"(?:me|nos|le) (?:queda|sirve|va|conviene|funciona|acomoda|cuadra|late)(?:n"
        r"|ria)?(?: (?:muy )?(?:bien"
        r"|mejor|perfecto))?",
        "works",
    ),
    (r"(?:estoy|ando) (?:ocupad[oa]|trabajando)|trabajo", "i'm busy"),
    (r"(?:yo )?(?:prefiero|preferiria|de preferencia|mejor(?! no))(?: que sea)?", "rather"),
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
    (r"(?:para )?otr[oa]s? (?:dia|fecha)s?", "another day"),
    (r"otr[oa]s? (?:hora|horario|opcion|cita)(?:e?s)?", "another time"),
    (r"(?:a )?la misma hora", "the same time"),
    (r"(?:el )?mismo dia|ese dia", "that day"),
    (r"(?:algo |un poco |poquito )?mas tarde(?:cito)?", "a bit later"),
    (r"(?:algo |un poco |poquito )?(?:mas temprano|mas pronto|antes)(?=\W*$)", "a bit earlier"),
    (r"temprano", "early"),
]
_CHOICES = [
    *[
        (
            rf"(?:(?:quiero|deme|me quedo con|escojo|tomo|agarro) )?(?:el|la"
            rf"|lo) {place}(?: (?:opcion|hora|cita|"
            r"que (?:puso|dijo)|de (?:la lista|ellas|esas)))*",
            f"the {english} one",
        )
        for place, english in _PLACES.items()
    ],
    (rf"(?:la )?(?:opcion|numero) (\d|{'|'.join(_NUMBERS)})(?!\d)", r"option \1"),
    (r"(?<!\ba )(?:el|la) (\d)(?=\W*$)", r"number \1"),
]
_PEOPLE = [
    (rf"mi ((?:{_WHO})),? (?:que )?se llama", r"my \1 named"),
    (rf"mi ((?:{_WHO}))", r"my \1"),
    (rf"(?:soy|yo soy) (?:su|el|la) ((?:{_WHO}))(?: de)?", r"i am her \1"),
    *_each(_RELATIONS),
    (
        r"(?:para |es para |de )?(?:otra persona|alguien mas|un familiar|un conocido)",
        "for someone else",
    ),
    (r"(?:yo )?me llamo|mi nombre(?: completo)? es|(?:mi )?nombre:", "my name is "),
    (r"(?:esta |es |va |ponla |pongala |pongalo )?a nombre de", "it is under"),
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
    (r"numero equivocado", "wrong number"),
    (r"me equivoque(?: de| en| con)?(?: (?:el|la|mi))?", "my mistake"),
    (r"(?:(?:perdon|disculpe|ay no),?|no,) (?:es|era)(?= \S)", "sorry, it is"),
    (r"quise (?:decir|poner)|queria (?:decir|poner)", "i meant"),
    (r"en (?:vez|lugar) de", "instead of"),
    (r"con (?:una )?([a-z])(?=\W*$)", r"with an \1"),
    (r"(?:mi )?(?:codigo|referencia|clave)(?: es)?", "code"),
    (r"telefono|cel(?:ular)?", "phone"),
    (r"numero", "number"),
    (r"apellido", "last name"),
    (r"nombre", "name"),
]
_ACTS = [
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
        r"|conseguir)(?:me)? (?:una?"
        r" |la |mi )?(?:nueva |otra )?(?:cita|turno|consulta|revision|espacio)",
        "book an appointment",
    ),
    (
        r"agendar(?:me|l[ao])?|programar(?:me|l[ao])?|apartar(?:me|l[ao])?"
        r"|reservar(?:l[ao])?|(?:d[ae]|ponga|pongan)me"
        r" (?:una )?cita",
        "book an appointment",
    ),
    (
        r"(?:cancel[ae]r?|anul[ae]r?|quit[ae]r?)(?:me|n|nme)?(?: (?:la|mi|esa|una))? (?:cita"
        r"|turno)",
        "cancel my appointment",
    ),
    (
        r"(?:cambi|muev|mov|reagend|reprogram|pas|recorr)(?:e|a|ar|er|en)(?:me|n"
        r"|l[ao])?(?: (?:la|mi|esa|una))? (?:cita|turno)"
        r"|reagendar|reprogramar",
        "move my appointment",
    ),
    (r"cancelar(?:l[ao])?|anular(?:l[ao])?|cancele(?:l[ao])?", "cancel it"),
    (r"cambiar(?:l[ao])?|mover(?:l[ao])?|muevala|cambiela|paselas?", "change it"),
    (
        r"(?:voy|llego|vengo|ando)(?: un poco| bien)? (?:tarde|atrasad[oa]|retrasad[oa])"
        r"|voy a llegar tarde|se me hizo"
        r" tarde|voy en camino|ya (?:mero )?llego",
        "running late",
    ),
    (r"citas?|turno|consulta", "appointment"),
    (r"revision(?: gratis)?|chequeo(?: gratis)?", "screening"),
]
_SMALL = [
    (r"^\W*(?:y |pero )?(?:que|cual(?:es)?)", "what"),
    (r"por ?que(?=\W*\?|\W*$)|^\W*por que", "why"),
    (r"porque|por que", "because"),
    (r"para que", "what for"),
    (r"cuanto tiempo", "how long"),
    (r"cuant[oa]s?", "how much"),
    (r"(?:^\W*|(?<=[,.;?!] )|y )como", "how"),
    (r"(?:^\W*|(?<=[,.;?!] ))cuando", "when"),
    (r"donde", "where"),
    (r"quien(?:es)?", "who"),
    (r"cual(?:es)?", "which"),
    (r"puedo", "can i"),
    (r"pueden?|podrian?", "can you"),
    (r"tienen?", "do you have"),
    (r"hay", "is there"),
    (r"que", "that"),
    (r"porfa(?:vor|s)?|por fa(?:vor)?", "please"),
    (r"pero", "but"),
    (r"con", "with"),
    (r"necesito|ocupo", "i need"),
    (r"quiero|quisiera|me gustaria|deseo", "i want"),
    (r"tengo", "i have"),
    (r"es", "is"),
    (r"para", "for"),
    (r"por", "for"),
    (r"mi", "my"),
    (r"su", "your"),
    (r"no", "no"),
    (r"o", "or"),
    (r"si", "if"),
    (r"lo", "it"),
    (r"esto|esta|este", "this"),
    (r"eso|esa|ese", "that"),
    (r"persona", "person"),
    (r"ya", "already"),
    (r"duele|dolor", "pain"),
    (r"sin", "without"),
    (r"he", "i have"),
    (r"me", "me"),
    (r"una?", "a"),
    (r"muy", "very"),
    (r"mas", "more"),
    (r"sobre", "about"),
    (r"son", "are"),
    (r"disculpe|perdon|oiga|oye", "sorry"),
    ("y(?= [\ue000-\uf8ff])", "and"),
]
_OPENS = (
    r"(?:que|cual|cuant[oa]s?|como|cuando|donde|quien|por que|puedo|pueden?|tienen?|hay"
    r"|hacen?|quiero|quisiera"
    r"|necesito|me (?:puede|pueden|gustaria)|ocupo|es|esta|aceptan|cobran|dan|atienden|debo"
    r"|sirve|cancele|cambie|agende)"
)
# Written in English as well: "y tho", "yo", "sus", "my son", "la la la".
_ENGLISH_TOO = frozenset({"y", "ya", "yo", "son", "sus", "la", "pie", "sin"})

SPANISH = Tongue(
    code="es",
    words=SPANISH_WORDS - _ENGLISH_TOO
    | frozenset(
        """
        ciatica ciatico nervio causas sintomas tratamiento clinica seguro aseguranza gratis horario
        direccion terapia ejercicios estiramientos medicina pastillas lunes martes miercoles jueves
        viernes sabado sabados domingo domingos enero febrero abril mayo junio julio agosto
        septiembre octubre noviembre diciembre manana tarde temprano semana proximo proxima llamo
        nombre telefono numero codigo cancelar cambiar agendar citas otra otro hora despues antes
        favor
        porfavor porfa claro bueno buenos buenas dias tardes nel simon orale ninguna ninguno
        primera primero segunda segundo tercera ultima olvidelo dejelo espere momento ahorita
        cuestan cobran tienen tengan hacen puedo pueden quisiera ocupo mejor peor entonces pues
        cuantos estacionamiento hablan ese esos esa esas perdon disculpe oiga voy vamos estan
        """.split()  # noqa: SIM905 - a list of words reads better as words
    ),
    marks=MARKS,
    phrasebook=Phrasebook(
        [
            *_GREETINGS,
            *_ANSWERS,
            *_CHOICES,
            *_PARTS_OF_DAY,
            *_DATES,
            *_LIMITS,
            *_PEOPLE,
            *_ACTS,
            *_each(_DAYS),
            *_each(_MONTHS),
            *_each(_NUMBERS),
            ("diez", "10"),
            ("veinte", "20"),
            *_each(_BODY),
            *_each(_SUBJECTS),
            *_SMALL,
        ]
    ),
    ends=re.compile(
        rf"[.!?;\n]+(?=\s*\S)|,\s*(?=(?:y |pero )?[¿]?{_OPENS}\b)|\s(?:y|pero|tambien"
        rf"|también|e)\s(?=[¿]?(?:tambien )?{_OPENS}\b)",
        re.IGNORECASE,
    ),
)
