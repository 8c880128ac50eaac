"""Spanish, as patients in the United States write it: mostly without accents."""

from __future__ import annotations

import re

from clinic.reading.spanish import MARKS, SPANISH_WORDS
from clinic.reading.tongues.phrasebook import Phrasebook
from clinic.reading.tongues.spanish_acts import ACTS, PEOPLE
from clinic.reading.tongues.spanish_answers import ANSWERS, CHOICES, FEARS, GREETINGS
from clinic.reading.tongues.spanish_lists import (
    BODY,
    DAYS,
    ENGLISH,
    MONTHS,
    NAME,
    NUMBERS,
    SMALL_NAME,
    START,
    SUBJECTS,
    each,
)
from clinic.reading.tongues.spanish_numbers import with_digits
from clinic.reading.tongues.spanish_questions import QUESTIONS
from clinic.reading.tongues.spanish_sounds import NAMES, REGIONAL, SHORTHAND, sound
from clinic.reading.tongues.spanish_times import DATES, LIMITS, PARTS_OF_DAY
from clinic.reading.tongues.spelling import Spelling
from clinic.reading.tongues.tongue import Tongue

_SMALL = [
    (rf"{START}es(?! que)", "it is"),
    ("a que horas?(?= [\ue000-\uf8ff])", "what time"),
    (rf"{START}(?:y |pero )?(?:que|cual(?:es)?)", "what"),
    (r"por ?que(?=[^\w\ue000-\uf8ff]*(?:\?|$))|" + START + "(?:y |pero )?por que", "why"),
    (r"porque|por que", "because"),
    (r"para que", "what for"),
    (r"dia", "day"),
    (r"cuanto tiempo", "how long"),
    (r"cuant[oa]s?", "how much"),
    (rf"(?:{START}|(?<=[,.;?!] )|y )como", "how"),
    (rf"(?:{START}|(?<=[,.;?!] ))cuando", "when"),
    (r"donde", "where"),
    (r"quien(?:es)?", "who"),
    (r"cual(?:es)?", "which"),
    (r"puedo", "can i"),
    (r"puede[ns]?|podria[ns]?", "can you"),
    (r"tiene[ns]?", "do you have"),
    (r"hay", "is there"),
    (r"que", "that"),
    (r"porfa(?:vor|s)?|por fa(?:vor)?", "please"),
    (r"pero", "but"),
    (r"con", "with"),
    (r"necesito|ocupo", "i need"),
    (r"quiere[ns]?|desea[ns]?", "wants"),
    (r"necesita[ns]?|ocupa[ns]?", "needs"),
    (r"quiero|quisiera|me gustaria|deseo", "i want"),
    (r"tengo que", "i have to"),
    (r"tengo", "i have"),
    (r"es", "is"),
    (r"para mi(?=\W*$|,)", "for me"),
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
    (r"minutos?", "minutes"),
    (r"ya", "already"),
    (r"duele|dolor", "pain"),
    (r"sin", "without"),
    (r"he(?= \w+(?:[ai]do|cho|sto|rto)(?!\w))", "i have"),
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
    r"(?:(?:eso|ahi|alla|entonces) )?(?:(?:a|de|en|para|con) )?"
    r"(?:que|cual|cuant[oa]s?|como|cuando|donde|quien|por que|puedo|pueden?|tienen?|hay|hacen?"
    r"|quiero|quisiera|necesito|ocupo|es|esta|aceptan|cobran|dan|atienden|abren|hablan|debo|sirve"
    r"|cancele|cambie|agende|apunte|pongame|se puede"
    r"|si (?:hay|tienen?|aceptan|hablan|puedo|se puede|cobran|es|esta|dan)"
    r"|me (?:puede|pueden|gustaria|regalan?|dicen?|dan?|apunta|agenda|hace))"
)
# Written in English as well: "y tho", "yo", "sus", "my son", "la la la".
_ENGLISH_TOO = frozenset({"y", "ya", "yo", "son", "sus", "la", "pie", "sin"})

_PHRASEBOOK = Phrasebook(
    [
        *GREETINGS,
        *FEARS,
        *CHOICES,
        *ANSWERS,
        *QUESTIONS,
        *PARTS_OF_DAY,
        *DATES,
        *LIMITS,
        *PEOPLE,
        *ACTS,
        *each(DAYS),
        *each(MONTHS),
        *each(NUMBERS),
        ("diez", "10"),
        ("veinte", "20"),
        *each(BODY),
        *each(SUBJECTS),
        *_SMALL,
    ],
    as_typed=(NAME, SMALL_NAME, ENGLISH),
)


def _is_read(word: str) -> bool:
    """Whether the phrasebook knows a word by itself, or it is a name."""
    return word in NAMES or _PHRASEBOOK.apply(word) != word


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
    phrasebook=_PHRASEBOOK,
    ends=re.compile(
        rf"[.!?;\n]+(?!\Z)|,\s*(?=(?:y |pero )?[¿]?{_OPENS}\b)|\s(?:y|pero|tambien"
        rf"|también|e)\s(?=[¿]?(?:tambien )?{_OPENS}\b)"
        r"|,\s*(?=(?:mi (?:cel|tel|num|nombre)|me llamo|a nombre de)\w*\b)",
        re.IGNORECASE,
    ),
    joins=re.compile(
        r" ?, ?(?:y )?(?:(?:tambi[eé]n|adem[aá]s|de paso) )?"
        r"| (?:y|e|pero|tambi[eé]n|adem[aá]s|de paso) (?:(?:tambi[eé]n|adem[aá]s|de paso) )?",
        re.IGNORECASE,
    ),
    spelling=Spelling("es", sound, SHORTHAND | REGIONAL, _is_read),
    with_digits=with_digits,
)
