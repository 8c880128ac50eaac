"""The closed classes of Spanish, as patterns without accents, and what they are in English."""

from __future__ import annotations

from clinic.reading.tongues.english import ENGLISH_WORDS

DAYS = {
    "lunes": "monday", "martes": "tuesday", "miercoles": "wednesday", "jueves": "thursday",
    "viernes": "friday", "sa[bv]ados?": "saturday", "domingos?": "sunday",
}  # fmt: skip
MONTHS = {
    "enero": "january", "febrero": "february", "marzo": "march", "abril": "april", "mayo": "may",
    "junio": "june", "julio": "july", "agosto": "august", "se[pt]*tiembre": "september",
    "octubre": "october", "noviembre": "november", "diciembre": "december",
}  # fmt: skip
NUMBERS = {
    "una": "one", "uno": "one", "dos": "two", "tres": "three", "cuatro": "four", "cinco": "five",
    "seis": "six", "siete": "seven", "ocho": "eight", "nueve": "nine", "diez": "ten",
    "once": "eleven", "doce": "twelve",
}  # fmt: skip
PLACES = {
    "primer(?:it)?[oa]?": "first", "segund(?:it)?[oa]": "second", "tercer[oa]?": "third",
    "cuart[oa]": "fourth", "ultim(?:it)?[oa]": "last",
}  # fmt: skip
RELATIONS = {
    "mama|madre|mami|mamita|jefita": "mother", "papa|padre|papi|papito": "father",
    "papas|padres": "parents",
    "esposa": "wife", "esposo|marido": "husband", "pareja|novi[oa]": "partner",
    "hij(?:it)?o|muchacho|nino": "son", "hij(?:it)?a|muchacha|nina": "daughter", "herman[oi]to"
    "|hermano": "brother", "niet(?:it)?o": "grandson", "niet(?:it)?a": "granddaughter",
    "hermanita|hermana": "sister", "abuelita|abuela": "grandmother",
    "abuelito|abuelo": "grandfather", "tia": "aunt", "tio": "uncle", "prim[oa]": "cousin",
    "sobrina": "niece", "sobrino": "nephew", "suegr(?:it)?a": "mother-in-law",
    "suegr(?:it)?o": "father-in-law",
    "amig[oa]|compadre|comadre": "friend", "vecin[oa]": "neighbor", "jef[ea]": "boss",
    "companer[oa]": "coworker",
}  # fmt: skip
# Said of one's own only: "mi vieja".
MINE = {
    "ama|mai": "mother", "apa|pai": "father", "vieja|mujer|senora": "wife", "viejo": "husband",
}  # fmt: skip
BODY = {
    "rodillas?": "knee", "hombros?": "shoulder", "cuello": "neck", "tobillos?": "ankle",
    "munecas?": "wrist", "manos?": "hand", "codos?": "elbow", "talon(?:es)?": "heel",
    "caderas?": "hip", "cabeza": "head", "brazos?": "arm", "pies?": "foot", "pecho": "chest",
    "estomago|panza": "stomach", "piernas?": "leg", "espalda|cintura": "back",
    "nalgas?|pompis?": "buttock", "mandibula|quijada": "jaw", "dedos?": "finger",
    "costillas?": "ribs", "pantorrilla": "calf", "muslo": "thigh",
}  # fmt: skip
SUBJECTS = {
    "puncion seca|agujas?|agujitas?": "dry needling", "calor": "heat", "frio": "cold",
    "hielo": "ice", "estiramientos?|estirar(?:me|se)?": "stretching",
    "fortalecimiento|fortalecer": "strengthening", "ejercicios?": "exercises",
    "electric[oa]s?|electricidad|corriente|toques": "electrical stimulation",
    "terapia manual|masajes?": "hands-on treatment", "postura": "posture", "nervio": "nerve",
    "causas?": "causes", "sintomas?": "symptoms", "tratamientos?": "treatment",
    "ciatic[oa]": "sciatica", "terapia fisica|fisioterapia": "physical therapy",
    "seguro|aseguranza": "insurance", "estacionamiento|parqueo|parqueadero": "parking",
    "costo|precio": "cost", "horarios?": "hours", "direccion": "address",
    "grat(?:is|uit[oa])": "free",
    "ropa": "clothes", "autobus|bus|camion": "bus", "correo(?: electronico)?": "email",
    "rampa": "ramp", "elevador|ascensor": "elevator", "silla de ruedas": "wheelchair",
    "espanol": "spanish", "video ?llamada": "video", "referido|remision": "referral",
    "radiografias?|resonancias?|placas": "scans", "sesion(?:es)?": "sessions",
    "privacidad|privado": "privacy", "pagar|pagos?|abonos": "pay",
}  # fmt: skip
DAY, MONTH = "|".join(DAYS), "|".join(MONTHS)
HOUR = rf"\d{{1,2}}(?:[:.h]\d\d)?|{'|'.join(NUMBERS)}"
WHO = "|".join(RELATIONS)
IN = "(?:por|en|de|a)"
# Where a message begins: nothing stands before it, not even what is put into English already.
START = "^[^\\w\ue000-\uf8ff]*"
# A name is said next: its words stay as they are, be they "Julio", "Cuello" or "Domingo".
NAME = (
    r"(?:soy|llam[oa]|nombre(?: \w+)? es|nombre:|a nombre de|habla|escribe|(?:aparece|sale"
    r"|figura|viene|esta|estoy) como|anot\w+|apunt\w+|pon(?:gan?)?(?:me|le|lo|la)?)\s+"
    r"((?-i:[A-ZÁÉÍÓÚÑ][\w'’-]+|Ma\.)(?:\s+(?:(?:y|del?|las?|los)\s+)*"
    r"(?-i:[A-ZÁÉÍÓÚÑ][\w'’-]+))*)"
)
# A name that is a day, a month or a part of the body, typed without its capital.
SMALL_NAME = (
    r"(?:soy|me llamo|se llama|nombre es|a nombre de)\s+(?:(?!el\b|este\b|los\b|de\b)\w+\s+)?"
    r"(julio|abril|agosto|marzo|domingo|cuello)(?!\w)"
)
# Words that are English already, with those beside them that Spanish has as well.
_CONTRACTED = r"[a-z]+['’](?:s|t|m|re|ll|ve|d)"
_EITHER = r"(?:he|son|once|me|no|has)"
_ENGLISH = rf"(?:{_CONTRACTED}|{'|'.join(sorted(ENGLISH_WORDS - {'he', 'me', 'no', 'has'}))})"
ENGLISH = rf"((?:{_EITHER}\s+)*{_ENGLISH}(?!\w)(?:\s+(?:{_ENGLISH}|{_EITHER})(?!\w))*)"
# Nothing is said beside it, or what is said goes on after a pause.
ALONE = r"(?=\W*$|\s*[,.!;])"
POLITE = r"(?:por ?fa(?:vor|s)?|gracias|senor(?:ita|a)?)"


# How somebody is addressed, who is nobody else's daughter for that.
ADDRESS = (
    r"(?:mi (?:amor|vida|cielo|corazon|hermano|hermana|reina|rey|hij[oa]|nin[oa]|linda)|mij[oa]"
    r"|joven|senorita|senor|senora|jovencit[oa]|amig[oa]|hermano|hermana|doctora?|jefe)"
)


def each(
    words: dict[str, str], pattern: str = "{0}", english: str = "{0}"
) -> list[tuple[str, str]]:
    return [(pattern.format(f"(?:{one})"), english.format(other)) for one, other in words.items()]
