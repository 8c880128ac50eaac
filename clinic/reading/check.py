"""Reads an answer to the check of signs that says more than yes or no: one that names some of them
and says that the rest is none, "ya the pee thing, otherwise none", or one that says "none" and goes
on, "none of these, and is it really free?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clinic.languages import ENGLISH
from clinic.reading.read import Stance
from clinic.reading.tongues.phrasebook import without_accents
from clinic.reading.words import spelt_out, straightened


@dataclass(frozen=True)
class _Answers:
    """How the check is answered in a language.

    Attributes:
        rest: the others of the list, of which nothing is told, with their clause.
        save: what is left out of a "none" for certain; `only`: or maybe: "only", "but".
        signs: what is on the list, or a place in it.
        usual: what sciatica does anyway; `both`: unless of both sides, or of any other place.
        limb: numb, of one limb.
        yes, no: how an answer opens.
        denied: a sign is named and is not there, or no longer.
        lately: it was there today or yesterday, and has to be looked at though it is gone.
        not_so: it was not there then either.
        parts: where another part of the answer begins.
        none: a "none" that a sentence begins with, and that says nothing else.
        over: a sign is long over, or was looked at.
        recent: or was there of late, or still is.
        trouble: what is on no list and may be as bad.
        known: what is left out was told before.
    """

    rest: re.Pattern[str]
    save: re.Pattern[str]
    only: re.Pattern[str]
    signs: re.Pattern[str]
    usual: re.Pattern[str]
    both: re.Pattern[str]
    limb: re.Pattern[str]
    yes: re.Pattern[str]
    no: re.Pattern[str]
    denied: re.Pattern[str]
    lately: re.Pattern[str]
    not_so: re.Pattern[str]
    parts: re.Pattern[str]
    none: re.Pattern[str]
    over: re.Pattern[str]
    recent: re.Pattern[str]
    trouble: re.Pattern[str]
    known: re.Pattern[str]


@dataclass(frozen=True)
class Beside:
    """A "none" to the check that goes on with something else.

    Attributes:
        stance: "no"; "undecided" or "yes" where what is said besides may be or is a sign.
        rest: what is said besides, as it was typed.
    """

    stance: Stance
    rest: str


_LIMB = r"(?:leg|foot|toes?|calf|thigh|knee|shin|hand)"
_ENGLISH = _Answers(
    rest=re.compile(
        r"[,;.\s]*\b(?:and |but )?(?:(?:none|no|not|nothing|not any) (?:of |to )?)?"
        r"(?:otherwise|(?:all )?the (?:rest|others?)|rest(?= (?:is|are|of|no|none|fine|good|ok))"
        r"|every ?thing else|(?:nothing|anything|none) else|no others?|that is (?:it|all))\b[^.,;]*"
    ),
    save=re.compile(
        r"\b(?:except(?:ing)?|besides?|other th[ae]n|apart from|aside from|outside of|save for"
        r"|excluding|minus|not counting|with the exception of|nothing but|none but|all but)\b"
    ),
    only=re.compile(r"\b(?:but|only|just|though)\b"),
    signs=re.compile(
        r"\b(?:pee\w*|piss\w*|urin\w*|wee\b|bladder|bathroom|toilet|potty|hold(?:ing)? it|leak\w*"
        r"|bowels?|poo+p?\w*|stools?|accidents?|incontinen\w*|numb(?!er)\w*|feeling|groin|crotch"
        r"|privates?|genital\w*|saddle|butt\w*|bottom|between (?:my|the|his|her) legs"
        r"|inner thighs?|both\b|weak\w*|fevers?|temp(?:erature)?|fell|fall|falls|crash|chest"
        r"|(?:the |number |no |# ?)(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th"
        r"|one|two|three|four|five|[1-5])(?: one)?(?!\s*\w)"
        r"|(?:first|second|third|fourth|fifth|last|[1-5](?:st|nd|rd|th)) (?:one|thing|sign|two)"
        r"|one of (?:them|those|these)|[1-5]$)"
    ),
    usual=re.compile(
        r"\b(?:leg|foot|feet|toes?|calf|thigh|knee|shin|hip|back|hands?|sciatica|pain|ache\w*|hurts?"
        r"|sore\w*|tired\w*|stiff\w*|nerve|tingl\w*|cramps?)\b"
    ),
    both=re.compile(r"\b(?:both|legs|weak\w*|chest|numb(?!er)\w*)\b"),
    limb=re.compile(
        rf"\bnumb(?!er)\w*(?: (?:in|of|down|on|my|the|his|her|one|a|left|right))*(?= {_LIMB}\b)"
        r"|(?:(?<=\bleg )|(?<=\bfoot )|(?<=\btoe )|(?<=\bcalf ))"
        r"(?:(?:is|still|goes|gets|feels|a|bit|little|so|kind|of) )*numb(?!er)\w*"
    ),
    yes=re.compile(
        r"^\W*(?:(?:oh|ok|okay|well|um+)\W+)?(?:yes+|yep|yup|yeah+|yea|ya|yas|si|sure|maybe|kinda"
        r"|kind of|sort of|a (?:little|bit))\b"
    ),
    no=re.compile(
        r"^\W*(?:(?:oh|ok|okay|well|um+)\W+)?(?:no+|nope|nah+|naw|none|nothing|not|neither)\b"
    ),
    denied=re.compile(
        r"\b(?:no|not|none|never|nope|nah|without|nothing|neither|gone|anymore|went away|fine"
        r"|normal|ok|okay|used to|ago|better)\b"
    ),
    lately=re.compile(
        r"\b(?:today|this (?:morning|afternoon|evening)|earlier|yesterday|last night|on and off"
        r"|comes and goes|(?:an|\d+|few|couple(?: of)?) (?:hours?|hrs?|minutes?|mins?) ago)\b"
    ),
    not_so=re.compile(
        r"\b(?:no|not|none|never|nope|without|nothing|neither|asleep|years?|months?|weeks?)\b"
    ),
    parts=re.compile(r"[,;.!?]|\b(?:but|though|just|only|except|although)\b|\s-+\s"),
    none=re.compile(
        r"^\W*(?:(?:oh|ok|okay|well|um+|again|no+|nope|nah|(?:like |as )?i said)\W+)*"
        r"(?:(?:(?:i|we|he|she|they)(?:'ve|'s)?|ive|have|has|had|got|there(?:'s| is)|it's) )*"
        r"(?:(?:(?:not|do not|don't|dont|does not|doesn't|doesnt|have not|haven't|havent)"
        r" (?:have |has |got )?(?:any|one)|no (?:to|on) (?:all|any|every\w*|each)|none"
        r"|nothing(?= (?:of|like) th))(?: (?:of|to|like|on))?(?: (?:all|any|each))?(?: of)?"
        r"(?: (?:these|those|them|that|this|em|it|the above|the list"
        r"|(?:the|those|these)(?: \w+){1,4} (?:stuff|things?|symptoms?|signs?|ones)))?"
        r"(?: (?:\w+ )?(?:symptoms?|signs?|things?|troubles?|problems?|issues|stuff)"
        r"| (?:apply|applies))*|(?P<bare>no+|nope|nah+|nothing))"
        r"(?:,? (?:at all|right now|now|here|today|for (?:me|her|him|us)|thanks?(?: you)?|thank god"
        r"|luckily|thankfully|sir|ma'?am|please|so far))*(?P<end>\W+|$)",
        re.IGNORECASE,
    ),
    over=re.compile(
        r"\b(?:(?:weeks?|wks?|months?|mos?|years?|yrs?|decades?) (?:ago|back)"
        r"|last (?:year|spring|summer|fall|autumn|winter)|(?:back )?in (?:19|20)\d\d"
        r"|as a (?:kid|child|teen\w*)|(?:doctor|doc|dr|er|hospital|surgeon|urgent care|they)"
        r" (?:\w+ ){0,2}(?:said|says|checked|cleared|looked|ruled|found|x ?rayed)"
        r"|(?:all )?(?:checked|cleared)(?: \w+){0,2} (?:out|by)|got (?:it )?(?:checked|cleared))\b"
    ),
    recent=re.compile(
        r"\b(?:today|tonight|yesterday|this (?:morning|week|afternoon|evening)|last (?:night|nite)"
        r"|(?:hours?|minutes?|days?) ago|earlier|just now|still|now|again|keeps?)\b"
    ),
    trouble=re.compile(
        r"\b(?:woozy|dizz\w*|faint\w*|pass(?:ed|ing) out|black(?:ed|ing) out|ringing|bleed\w*"
        r"|blood(?! (?:thin|press|sugar|work|test))|bloody|swell\w*|swollen|vomit\w*"
        r"|thr(?:ow\w*|ew) up"
        r"|breath\w*|chills?|sweat\w*|confus\w*|blurr\w*|vision|seizures?|stroke|heart|belly"
        r"|abdom\w*|slur\w*|overdos\w*|too many|cancer|tumou?r"
        r"|infect\w*|pus|weight|suicid\w*|kill|die|dying|hurt myself|paraly\w*|can ?not (?:walk"
        r"|move|feel|lift|stand)|can'?t (?:walk|move|feel|lift|stand)|gave out|give out|giving out"
        r"|foot drop|drag\w*|trip\w*)\b"
    ),
    known=re.compile(r"\b(?:already|i (?:said|told|mentioned)|as i said|like i said|before)\b"),
)
_SPANISH = _Answers(
    rest=re.compile(
        r"[,;.\s]*\b(?:y |pero )?(?:(?:nada|ningun[oa]|no)(?: tengo)? (?:de )?)?"
        r"(?:(?:de )?l[oa]s? demas|(?:de )?(?:el|lo) resto|del resto|(?:de )?l[oa]s otr[oa]s"
        r"|nada mas(?! que)|ningun[oa] otr[oa]|todo lo demas|es todo)\b[^.,;]*"
    ),
    save=re.compile(
        r"\b(?:salvo|excepto|menos|aparte de|quitando|fuera de|a excepcion de|nada mas que"
        r"|mas que|sino)\b"
    ),
    only=re.compile(r"\b(?:solo|solamente|nomas|unicamente|pero|nada mas)\b"),
    signs=re.compile(
        r"\b(?:orin\w*|pipi|pis|mear|hacer del (?:uno|dos)|vejiga|bano|intestin\w*|popo|caca"
        r"|defecar|evacu\w*|aguant\w*|escap\w*|goteo|gotea|dormid[oa]s?|duerme|adormec\w*|entumec\w*"
        r"|entrepierna|ingle|genital\w*|partes|nalgas?|entre las piernas|las dos|ambas|debil\w*"
        r"|(?:pierd\w*|perd\w*|sin) fuerza|fiebre|calentura|caida|cai|choque|pecho"
        r"|(?:el|la|lo|numero) (?:primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|ultim[oa]"
        r"|[1-5]|uno|dos|tres|cuatro|cinco)|un[oa] de (?:es[oa]s|est[oa]s|ell[oa]s))\b"
    ),
    usual=re.compile(
        r"\b(?:pierna|pie|dedos?|pantorrilla|muslo|rodilla|cadera|espalda|manos?|ciatica|dolor\w*"
        r"|duele|cansad[oa]|cansancio|ties[oa]|nervio|hormigueo|calambres?)\b"
    ),
    both=re.compile(
        r"\b(?:dos|ambas|piernas|debil\w*|fuerza|pecho|entrepierna|dormid[oa]s?|duerme|adormec\w*"
        r"|entumec\w*)\b"
    ),
    limb=re.compile(
        r"\b(?:dormid[oa]s?|duerme|adormec\w*|entumec\w*)(?: (?:en|de|del|el|la|un|una|mi))*"
        r"(?= (?:pierna|pie|dedos?|pantorrilla|muslo|rodilla|mano)\b)"
    ),
    yes=re.compile(
        r"^\W*(?:pues |bueno |ay )?(?:si+|simon|aja|un poco|poquito|algo|mas o menos)\b"
    ),
    no=re.compile(r"^\W*(?:pues |bueno |ay )?(?:no+|nop|nel|ningun[oa]?|nada|ni)\b"),
    denied=re.compile(
        r"\b(?:no|ni|nada|ningun[oa]?|nunca|sin|bien|normal|paso|quito|antes|hace)\b"
    ),
    lately=re.compile(
        r"\b(?:hoy|ayer|anoche|hace rato|al rato|mas temprano|esta (?:manana|tarde)|a ratos"
        r"|hace (?:unas?|\w+) (?:horas?|minutos?|rato))\b"
    ),
    not_so=re.compile(r"\b(?:no|ni|nada|ningun[oa]?|nunca|sin|anos?|mes(?:es)?|semanas?)\b"),
    parts=re.compile(r"[,;.!?]|\b(?:pero|aunque|solo|nomas|salvo|excepto)\b|\s-+\s"),
    none=re.compile(
        r"^\W*(?:(?:pues|bueno|ay|ok|no|nel|nop|ya (?:le )?dije)\W+)*"
        r"(?:(?:yo|el|ella|tengo|tiene|tenemos|siento|siente|es)\W+)*"
        r"(?:(?:ningun[oa]?|nada|no a)(?: de)?(?: (?:tod[oa]s?|es[oa]s?|est[oa]s?|ell[oa]s"
        r"|l[oa]s anteriores|lo anterior|la lista))?(?: (?:cosas?|sintomas?|problemas?|signos?))?"
        r"|(?P<bare>no))"
        r"(?:,? (?:gracias(?: a (?:mi )?dios)?|por (?:ahora|favor|el momento)|ahora|ahorita|senor"
        r"(?:ita|a)?|que yo sepa))*(?P<end>\W+|$)",
        re.IGNORECASE,
    ),
    over=re.compile(
        r"\b(?:hace (?:\w+ ){0,2}(?:semanas|mes(?:es)?|anos)|el (?:ano|mes) pasado"
        r"|en (?:19|20)\d\d|de (?:nin[oa]|chic[oa])"
        r"|(?:doctora?|medic[oa]|hospital|urgencias|cirujan[oa]) (?:\w+ ){0,3}(?:dij\w+|reviso"
        r"|checo|vio|reviz\w+)|(?:me|lo|la) (?:revisaron|checaron|revisó|checó|vieron))\b"
    ),
    recent=re.compile(
        r"\b(?:hoy|ayer|anoche|anteayer|esta (?:manana|semana|tarde|noche)"
        r"|hace (?:\w+ ){0,2}(?:horas?|minutos?|dias?|rato)|hace rato|todavia|aun|sigue|sigo"
        r"|ahor(?:it)?a|otra vez)\b"
    ),
    trouble=re.compile(
        r"\b(?:mare\w+|desmay\w*|zumb\w*|sangr\w*|hincha\w*|inflama\w*|vomit\w*|respir\w*"
        r"|escalofri\w*|sud\w+|confund\w*|borros\w*|vista|convuls\w*|corazon|barriga|panza"
        r"|estomago|vientre|cabeza|cara|cancer|tumor|infec\w*|pus|peso|morir\w*|mat\w+"
        r"|paraliz\w*|no (?:me |le |la |lo )?(?:puedo|puede|siento|siente|responde)|arrastr\w*"
        r"|tropiez\w*)\b"
    ),
    known=re.compile(r"\b(?:ya (?:le|les|te|se lo) (?:dije|conte|comente|mencione)|antes)\b"),
)
# A "no" is one to the whole check where its sentence ends.
_ENDS = re.compile(r"[.!;]")
_IN: dict[str, _Answers] = {ENGLISH: _ENGLISH, "es": _SPANISH}


def answer_to_the_check(text: str, language: str) -> Stance | None:
    """How a message that tells signs of the list apart answers the check: "yes" where one is there,
    "no" where only what sciatica does anyway is, "undecided" where something is left out of a
    "none" and nobody knows what. None where it tells none apart.

    Args:
        text: the patient's words, as they came.
        language: that they are in.
    """
    says = _IN.get(language)
    if says is None:
        return None
    words = without_accents(spelt_out(text))
    if any(_was_there_lately(part, says) for part in says.parts.split(words)):
        return "yes"
    if "?" in text:
        return None
    told = says.rest.sub(" ", words).strip(" ,;.")
    rest = told != words.strip(" ,;.")
    left_out = says.save.search(told) or says.only.search(told)
    if left_out:
        return _left_out(told[left_out.end() :], told, says, bool(says.save.search(told)))
    opens = bool(says.yes.match(told))
    named = says.signs.search(told) and not _is_usual(told, says)
    denied = says.denied.search(says.yes.sub(" ", told))
    return "yes" if (rest or opens) and named and not denied else None


def none_beside(text: str, language: str, alarmed: bool = False) -> Beside | None:
    """A "none" that a message to the check begins with, and what it goes on with: a remark, a
    question, something long past. None where it begins with none, says nothing besides, or
    may say besides that a sign is there after all.

    Args:
        text: the patient's words, as they came.
        language: that they are in.
        alarmed: an alarm is in force: what was told for it is told again.
    """
    says = _IN.get(language)
    typed = straightened(text)
    match = says.none.match(without_accents(typed)) if says else None
    if says is None or match is None:
        return None
    rest = typed[match.end() :].strip()
    if not rest or (match["bare"] and not _ENDS.search(match["end"])):
        return None  # "no I can't feel my foot" says no to nothing
    told = without_accents(spelt_out(rest))
    known = alarmed and says.known.search(told) and not says.signs.search(told)
    stance = "no" if known else _beside_none(told, says, asks="?" in rest)
    return Beside(stance, rest) if stance else None


def _beside_none(told: str, says: _Answers, asks: bool) -> Stance | None:
    """The answer of who says "none", by what is told besides."""
    if says.save.match(told):
        return None
    named = says.signs.search(told) and not _is_usual(told, says)
    if (named or says.trouble.search(told)) and says.over.search(told):
        return None if says.recent.search(told) else "no"
    if named:
        sure = says.recent.search(told) and not (asks or says.denied.search(told))
        return "yes" if sure else None if asks or says.denied.search(told) else "undecided"
    return "undecided" if says.trouble.search(told) and not says.denied.search(told) else "no"


def is_usual(what: str) -> bool:
    """Whether words, in any language, name what sciatica does anyway and no sign of the list."""
    return any(
        _is_usual(what, says) and not says.signs.search(says.limb.sub(" ", what))
        for says in _IN.values()
    )


def is_a_numb_limb(what: str) -> bool:
    """Whether they say just that one leg or foot is numb."""
    return is_usual(what) and any(says.limb.search(what) for says in _IN.values())


def _left_out(what: str, told: str, says: _Answers, surely: bool) -> Stance | None:
    """The answer, by what is left out of it."""
    none = bool(says.no.match(told))
    if _is_usual(what, says):
        return "no" if none else None
    if says.signs.search(what):
        what = re.sub(r"\W*\b(?:no|nothing)$", "", what)  # "besides the bladder one, no"
        return None if says.denied.search(what) else "yes"
    return "undecided" if surely and none else None


def _was_there_lately(part: str, says: _Answers) -> bool:
    """Whether a part of the answer tells a sign of today, also where it is gone by now: "none, the
    chest thing was earlier today"."""
    named = says.signs.search(part) and says.lately.search(part)
    return bool(named) and not says.not_so.search(part) and not _is_usual(part, says)


def _is_usual(what: str, says: _Answers) -> bool:
    """Whether what is named is what sciatica does anyway: "the pain in my leg"."""
    return bool(says.usual.search(what)) and not says.both.search(says.limb.sub(" ", what))
