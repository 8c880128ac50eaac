"""Greetings, answers and choices in Spanish, phrase by phrase, in English."""

from __future__ import annotations

from clinic.reading.tongues.spanish_lists import (
    ADDRESS,
    ALONE,
    DAY,
    HOUR,
    MONTH,
    NUMBERS,
    PLACES,
    POLITE,
)

GREETINGS = [
    (r"buen(?:os)? dias?|buen dia", "good morning"),
    (r"buenas tardes", "good afternoon"),
    (r"buenas noches", "good evening"),
    (r"hola|que tal(?=\W*$)|buenas", "hello"),
    (
        r"hasta (?:luego|pronto|manana(?=\W*$)|la vista)|adios|nos vemos|chao|bye bye"
        r"|cuidese(?: mucho)?"
        r"|que (?:le vaya|tengan?|pasen?) (?:muy )?(?:buen|bonit|lind|feliz)\w*(?: \w+)?",
        "bye",
    ),
    (
        r"(?:con )?quien (?:(?:estoy )?habl\w+|me atiende|eres|es (?:usted|ud))"
        r"|como (?:te|se) llamas?(?: (?:tu|usted))?(?=\W*$)",
        "who are you",
    ),
    (rf"(?:(?:muchas|mil|muchisimas) )?gracias(?:,? {ADDRESS})?", "thanks"),
    (
        r"(?:muchas )?bendiciones"
        rf"|(?:que )?(?:mi )?(?:dios|diosito) (?:l[aeo]s?|te|me l[aeo]s?) \w+(?:,? {ADDRESS})?",
        "thanks",
    ),
    (r"(?:joven|senorita|mi (?:amor|vida|cielo|corazon))(?=,|\W*$)|(?<!para )(?<!de )mij[oa]", ""),
]
_WELL = "(?:bien|perfect[oa])"
ANSWERS = [
    (
        r"(?:(?:si )?l[ao] (?:tengo|tenemos)|(?:si |no )?(?:me )?(?:qued[oa]|sigue|esta) (?:\w+ )?"
        r"(?:en pie|hech[ao]|apartad[ao]|agendad[ao]|anotad[ao]|apuntad[ao]|a (?:mi|su) nombre))"
        r"(?= verdad| no(?=\W*$)|\W*$|,)",
        "is it booked",
    ),
    (rf"^\W*no,? {POLITE}", "no thanks"),
    (r"^\W*(?:mejor no|prefiero que no|creo que no)" + ALONE, "i would rather not"),
    (r"^\W*(?:todavia no|aun no|por ahora no|por el momento no|ahorita no|ahora no)", "not now"),
    (r"^\W*(?:nel|nop|nombre)" + ALONE, "no"),
    (r"^\W*(?:para nada|de ninguna manera|claro que no)", "no way"),
    (rf"^\W*(?:s+i+p?|simon|aja|sip)(?: si)*,? {POLITE}", "yes please"),
    (
        r"^\W*si,?(?= (?:claro|quiero|esta bien|correcto|confirm|porfa|senor|es[ae]|esos?|es|asi"
        r"|todo|adelante|hag|agend|reserv|pong|ponl|cambi|mueva|de acuerdo|perfecto))",
        "yes,",
    ),
    (r"^\W*(?:s+i+p?|simon|aja|ea|aha)" + ALONE, "yes"),
    (
        r"^\W*(?:claro(?: que si)?|por supuesto|desde luego|dale(?: pues)?"
        r"|si quiero|seguro|cierto)" + ALONE,
        "yes",
    ),
    (r"^\W*(?:sale(?: pues)?|orale|andale(?: pues)?|vale|va|bueno pues|okey|oki)" + ALONE, "ok"),
    # "The first one está perfecto"
    (
        rf"(?<=[\ue000-\uf8ff] )(?:esta|estaria|me (?:queda|sirve|va|parece)) (?:muy )?{_WELL}",
        "is perfect",
    ),
    (r"(?:esta|estaria|me parece|suena) (?:muy )?bien|me parece", "that is fine"),
    (
        r"ya (?:estuvo|estufas|quedo|esta|estamos|vas)(?=\W*$|[.,;])|(?:eso )?es todo|listo",
        "that is all",
    ),
    (rf"bueno{ALONE}|bueno(?=,)", "well"),
    (
        rf"(?:ahora si|(?:asi|es[ae]|eso|la) mism[oa](?! (?:hora|dia|semana|tarde|{DAY}))"
        r"|(?:todo )?(?:esta )?en orden)",
        "that is right",
    ),
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
    # "No se me duerme" is no "no sé".
    (
        r"no (?:lo )?se(?: todavia| aun| bien)?"
        r"(?=\W*$|\W*[,.;?!]|\W+(?:que|cual|si|cuando|como|donde|pero|y)\b)",
        "i do not know yet",
    ),
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
        r"(?:(?:l[ea]s?|te) )?(?:aviso"
        r"|(?:luego|despues|al rato) l[ea]s? (?:aviso|llamo|hablo|escribo|marco))"
        r"(?: (?:luego|despues|manana|al rato))?"
        r"|deje(?:me)? (?:lo )?(?:platico|consulto|hablo|pregunto)",
        "i will let you know",
    ),
    (
        r"(?:tengo|hay|voy) (?:que|a) (?:hablar|platicar|consultar|comentar|pensar)l[ao](?: con)?",
        "i have to talk it over with",
    ),
    (
        r"deje?(?:l[ao])? como esta(?:ba)?|que se quede (?:igual|como esta|asi)"
        r"|no (?:cancele|cambie|mueva|anule)|siempre si voy(?: a ir)?"
        r"|la quiero dejar igual",
        "keep it",
    ),
    (r"olvide(?:se|l[ao])?|olvidal[ao]|ya no(?: quiero| gracias)?" + ALONE, "never mind"),
    (
        r"(?:mejor )?l[ao] (?:dejo|dejamos) (?:asi|para (?:despues|luego|otro dia))"
        r"|dejemosl[ao](?: asi)?"
        r"|olvidel[ao]|olvidal[ao]|dej[ea]l[ao](?: asi)?|cambie de (?:opinion|idea)|mejor ya no"
        r"|ya no (?:me interesa|la quiero|lo quiero|quiero (?:nada|la cita))|no importa" + ALONE,
        "never mind",
    ),
    (r"^\W*(?:cancele?(?:l[ao])?|cancel[ao]|pare(?:le|n)?|ya pare)" + ALONE, "cancel it"),
    (r"(?:es (?:usted|ud)|que|muy) amable", "thank you"),
    (
        r"ningun[oa](?: de (?:es[oa]s|est[oa]s|ell[oa]s|las anteriores))?|nada de (?:eso|esto)"
        r"|no tengo (?:nada|ningun[oa])(?: de (?:es[oa]s?|est[oa]s?))?",
        "none of these",
    ),
]
_TAKE = (
    r"(?:(?:quiero|d[ae]me|me d[ae]|me quedo con|escojo|tomo|agarro|pon(?:game|me)|apunta?me"
    r"|aparteme|seria|entonces) )?"
)
_OF_THEM = (
    r"(?: (?:opcion|hora|cita|que (?:me )?(?:puso|dijo|haya|hay|tengan?|sea|salga|me dio)"
    r"|de (?:la lista|ellas|esas|todas)))*"
    r"(?:,? (?:esta|estaria|me queda|me sirve|me va) (?:muy )?(?:bien|perfect[oa]))?"
)
CHOICES = [
    *[
        (
            rf"{_TAKE}(?:el|la|lo|es[ae]|est[ae]) {place}(?! (?:de (?:{MONTH})|semana))"
            rf"{_OF_THEM}",
            f"the {english} one",
        )
        for place, english in PLACES.items()
    ],
    (
        rf"{_TAKE}(?:el|la)(?: que (?:sea|este|haya|tengan?))?(?: de)? mas tarde"
        rf"(?: que (?:haya|hay|tengan?|sea))?{_OF_THEM}",
        "the latest one",
    ),
    (
        rf"{_TAKE}(?:el|la)(?: que (?:sea|este|haya|tengan?))?(?: de)?"
        rf" mas (?:temprano|temprana|pronto){_OF_THEM}",
        "the earliest one",
    ),
    (r"(?:el|la) de(?: (?:por|en|a))? la manana", "the morning one"),
    (r"(?:el|la) de(?: (?:por|en|a))? la (?:tarde|noche)", "the afternoon one"),
    (
        rf"(?:el|la) que (?:este|quede|sea|caiga) mas cerca de(?: las?)? ({HOUR})",
        r"whichever is closest to \1",
    ),
    (rf"(?:la )?(?:opcion|numero) (\d|{'|'.join(NUMBERS)})(?!\d)", r"option \1"),
    (r"(?<!\ba )(?:el|la) (\d)(?=\W*$)", r"number \1"),
]
