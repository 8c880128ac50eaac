"""Whether a message is in Spanish, by the small words that no sentence does without."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-zñ']+")
# Small words of each language that the other does not have ("no", "me", "a" are left out).
SPANISH_WORDS = frozenset(
    """
    que de el la los las un una unos unas mi mis su sus es en con por para y le les lo se te del al
    estoy esta este esto esa ese eso tengo tiene tenia puedo puede quiero quiere duele duelen desde
    cuando donde como pero muy mas tambien hay soy son ser fue fui hola gracias porque si ya nada
    ahora hoy ayer anoche noche dia dias pierna piernas espalda cita dolor siento cuanto cuesta
    necesito hablar espanol usted ustedes ella nosotros mucho mucha bien mal aqui ayuda ayudenme
    quien cual cuantas esposo esposa hijo hija mama papa sin sobre hasta entre cada todo toda nunca
    siempre yo emergencia auxilio socorro morir fiebre pie pecho cintura orinar
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
ENGLISH_WORDS = frozenset(
    """
    the and to of is it i my you your for in on at with have has had was were are am do does did
    can could would will when where what how why who this that these those there not but from if
    so just like get got about an as be or we he she they him her his their feel hurts pain leg
    back please thanks hi hello need want appointment i'm can't don't it's
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Words that no name consists of, in any language; shorter ones and "Nada" may be one.
NOT_NAMES = frozenset(
    """
    ahora ahorita algo alguien anda ando apuntame apunteme apúntame apúnteme aqui aquí bien
    buenas buenos clinica clínica codigo como correo cual cualquier cualquiera cuando cuanto
    cuesta cuál cuándo cuánto código cómo debo deme desde despues después digame doctor doctora
    dolor donde duele dígame dónde ella ellos entonces entro esa ese eso espera espere espérame
    espérate espéreme esta estaba este esto estoy está están favor gracias gratis hola hora
    horas igual listo llamar llamo llegar lléveme luego mande mejor misma mismo momentito
    momento necesita necesito ninguna ninguno nombre numero número ocupo para pero pierna ponga
    pongame porque prefiero puede puedo puse póngame quede quedo quien quiere quiero quisiera
    quién ratito rato seguimos segura seguro señor señora señorita siga sigamos sirve tambien
    también telefono teléfono tengo tiene todavia todavía todo todos trabajo usted ustedes vamos
    vez voy vuelvo
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Letters and marks that English has no use for.
MARKS = re.compile(r"[ñ¿¡]")
OF_A_MARK = 2


def is_spanish(text: str) -> bool:
    """Whether more of a message's small words are Spanish than English."""
    spanish, english = _counted(text)
    return spanish > english


def is_all_spanish(text: str) -> bool:
    """Whether a message is in Spanish, and nothing of it in English."""
    spanish, english = _counted(text)
    return spanish > 0 == english


def has_spanish(text: str) -> bool:
    """Whether there is Spanish in it at all, as where two languages are mixed."""
    return _counted(text)[0] > 1


def _counted(text: str) -> tuple[int, int]:
    lower = text.lower()
    marks = OF_A_MARK * bool(MARKS.search(lower))
    plain = unicodedata.normalize("NFKD", lower.replace("ñ", "n"))
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    spanish = sum(word in SPANISH_WORDS for word in words) + marks
    return spanish, sum(word in ENGLISH_WORDS for word in words)
