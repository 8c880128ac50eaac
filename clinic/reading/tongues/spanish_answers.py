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
    START,
)

GREETINGS = [
    # Before days and hours are English: a name follows, which is kept as it is typed.
    ("(?:pon|ponga|pongan|anote|apunte|apunta)(?:me|la|lo|le)?(?= [\ue000-\uf8ff])", "it is under"),
    (
        r"(?:disculpe|perdone|que pena)(?: que l[oae])? (?:la molestia|molest\w+)"
        r"|que pena con usted",
        "",
    ),
    (r"(?:el )?(?:dia de )?accion de gracias", "thanksgiving"),
    (rf"{START}ay(?= )", "oh"),
    (rf"{START}(?:pues|entonces|mir[ae]|fijese(?: que)?)(?=[, ])", "well"),
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
    # "Ninguna, gracias a Dios"
    (r"(?:(?:muchas )?gracias a (?:mi |papa )?dios(?: y a la virgen)?|bendito sea dios)", ""),
    (rf"(?:(?:muchas|mil|muchisimas) )?gracias(?:,? {ADDRESS})?", "thanks"),
    (
        r"(?:muchas )?bendiciones"
        rf"|(?:que )?(?:mi )?(?:dios|diosito) (?:l[aeo]s?|te|me l[aeo]s?) \w+(?:,? {ADDRESS})?",
        "thanks",
    ),
    (r"(?:joven|senorita|mi (?:amor|vida|cielo|corazon))(?=,|\W*$)|(?<!para )(?<!de )mij[oa]", ""),
]
_VERY = (
    r"(?:mu(?:ch|x|sh)[oa]s? |muy |bien |tan(?:to)? |bastante |super |como "
    r"|(?:un poco|algo)(?: de)? )*"
)
# A fear that is told, denied or not: "no tengo miedo" tells of none.
FEARS = [
    (
        rf"(?<!no )(?:tengo|siento|traigo|me (?:esta )?da(?:ndo)?) {_VERY}"
        r"(?:mied?o|pavor|terror|panico|susto)",
        "i am scared",
    ),
    (
        rf"(?<!no )(?:estoy|ando|toy|me siento|vivo) {_VERY}"
        r"(?:asusta[do]?[oa]|aterra[do]?[oa]|espanta[do]?[oa]|aterrorizad[oa])",
        "i am scared",
    ),
    (
        rf"(?<!no )(?:estoy|ando|toy|me siento|vivo) {_VERY}"
        r"(?:preocupa[do]?[oa]|ner[vb]ios[oa]|angustia[do]?[oa]|ansios[oa])",
        "i am worried",
    ),
    (r"(?<!no )me (?:asusta|aterra|espanta|aterroriza)n?", "i am scared"),
]
ANSWERS = [
    (
        r"(?:la|el) (?:del? \w+|otr[oa]|anterior|primer[oa]) ya no(?: \w+)?,? (?:verdad|cierto)"
        r"(?=\W*$)",
        "is it booked",
    ),
    (
        r"(?:(?:si )?l[ao] (?:tengo|tenemos)|(?:si |no )?(?:me )?(?:qued[oa]|sigue|esta) (?:\w+ )?"
        r"(?:en pie|hech[ao]|apartad[ao]|agendad[ao]|anotad[ao]|apuntad[ao]|a (?:mi|su) nombre))"
        r"(?= verdad| no(?=\W*$)|\W*$|,)",
        "is it booked",
    ),
    (rf"{START}(?:no+ ?,? )*(?:(?:{POLITE}|{ADDRESS}),? )?nada(?: mas)?" + ALONE, "none of these"),
    (rf"^\W*no,? {POLITE}", "no thanks"),
    (r"^\W*(?:mejor no|prefiero que no|creo que no)" + ALONE, "i would rather not"),
    (r"^\W*(?:todavia no|aun no|por ahora no|por el momento no|ahorita no|ahora no)", "not now"),
    (r"^\W*(?:nel(?: pastel)?|nop|nombre(?:,? no)?)" + ALONE, "no"),
    (r"^\W*(?:para nada|de ninguna manera|claro que no)", "no way"),
    (r"(?:bueno,? |ok,? )?(?:entonces|pues|asi) si" + ALONE, "yes"),
    # "Sí, así déjelo" at the summary changes nothing.
    (r"^\W*si,? (?:asi )?dej[ea]l[ao](?: asi)?", "yes"),
    (rf"^\W*(?:s+i+p?|simon|aja|sip)(?: si)*,? {POLITE}", "yes please"),
    (
        r"^\W*(?:s+i+p?|simon|sipi),?(?= (?:claro|quiero|esta (?:bien|bueno)|correcto|confirm[ae]m?"
        r"|porfa|senor|es[ae]|esos?|es|asi|todo|adelante|hag|agend|reserv|apart|pong|ponl|cambi"
        r"|mueva|de acuerdo|perfecto|dale|sig[au]|continu|por supuesto|me (?:sirve|queda)"
        rf"|(?:el )?(?:{DAY})(?!s? (?:si )?(?:no|hay|tiene))))",
        "yes,",
    ),
    (r"^\W*(?:s+i+(?:p|pi)?|simon|aja|ea|aha|sisas|arre|jalo|hagale|eso)(?: pues)?" + ALONE, "yes"),
    (
        r"^\W*(?:(?:listo|ok|dale|va|sale|orale),? )?"
        r"(?:claro(?: que si)?|por supuesto|desde luego|dale(?: pues| si)?|de una|hagale|ahora si"
        r"|si quiero|seguro|cierto)" + ALONE,
        "yes",
    ),
    (
        r"^\W*(?:(?:sale|orale|andale|vale|va|vaya|ok|listo)(?: pues| va| y vale| que va)?"
        r"|bueno pues|okey|okis?"
        r"(?: doki)?)" + ALONE,
        "ok",
    ),
    (
        r"(?:asi |ya )?(?:(?:todo )?esta(?: todo)?|estaria|me parece|suena|todo) (?:muy )?"
        r"(?:bien|bueno|perfect[oa])"
        r"|me parece|asi (?:mismo )?nomas",
        "that is fine",
    ),
    (
        rf"(?:{START}|(?:me quedo con|agarro|tomo|d[ae]me|apart[ae]me) )es[ae](?: mism[ao])?"
        r"(?: por ?fa\w*)?(?=\s*(?:$|[.,;!]))",
        "that works",
    ),
    (
        r"ya (?:estuvo|estufas|quedo|esta|estamos|vas)(?=\W*$|[.,;])|(?:eso )?es todo",
        "that is all",
    ),
    (rf"bueno{ALONE}|bueno(?=,)", "well"),
    (
        rf"(?:ahora si|(?:asi|es[ae]|eso|la) mism[oa](?! (?:hora|dia|semana|tarde|{DAY}))"
        r"|(?:todo )?(?:esta )?en orden)",
        "that is right",
    ),
    (
        r"(?:mejor )?(?:ya )?no (?:(?:me )?(?:la |lo )?(?:hagas?|agende|aparte|reserve)n?"
        r"(?: (?:la|una|ninguna|mi) cita| nada)?|quiero (?:la |una |ninguna )?cita)" + ALONE,
        "never mind",
    ),
    (r"de acuerdo", "ok"),
    (r"(?:todo )?(?:es )?correcto|asi es|exacto|asi mero|eso es|esta correcto", "that is right"),
    (r"perfecto(?: asi)?|excelente", "perfect"),
    (
        r"(?<!mas )adelante|(?:dale )?(?:sigamos|seguimos|sig[au][ae]?|continue(?:mos)?)" + ALONE,
        "go ahead",
    ),
    (
        r"(?:haga|haz|reserv[ae]|agend[ae]|apart[ae]|program[ae]|confirm[ae]|pon(?:ga)?|apunt[ae])"
        r"(?:me)?l[ao](?! a nombre)"
        r"|(?:haga|reserve|agende) (?:la|mi) cita|si,? haga la cita",
        "book it",
    ),
    (
        r"(?:si,? )?(?:confirmad[oa]|(?:se )?lo confirmo|la confirmo|confirmo)|confirmar" + ALONE,
        "i confirm",
    ),
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
    (
        r"dej[ae](?:n?me| (?:le|lo|la))? (?:ver|reviso|checo|pregunto|busco|consulto"
        r"|(?:revisar|checar|preguntar|buscar|consultar)(?:le|lo)?)(?: (?:a |con )?mi \w+)?"
        r"|(?:ahora|al rato) (?:le|te|les) digo",
        "let me check",
    ),
    (
        r"(?:(?:l[ea]s?|te) )?(?:aviso"
        r"|(?:luego|despues|al rato) l[ea]s? (?:aviso|llamo|hablo|escribo|marco))"
        r"(?: (?:luego|despues|manana|al rato))?"
        r"|dej[ae](?:me)? (?:lo )?(?:platico|hablo)",
        "i will let you know",
    ),
    (
        r"(?:tengo|hay|voy) (?:que|a) (?:hablar|platicar|consultar|comentar|pensar)l[ao](?: con)?",
        "i have to talk it over with",
    ),
    (
        r"deje?(?:l[ao])? como esta(?:ba)?|que se quede (?:igual|como esta|asi)"
        r"|no (?:cancele|cambie|mueva|anule)|siempre si voy(?: a ir)?|no l[ao] cancel\w+,? si voy"
        r"|la quiero dejar igual",
        "keep it",
    ),
    (
        r"olvide(?:se|l[ao])?|olvidal[ao]|(?:ya no(?: quiero| gracias)?|deje asi(?: no mas)?)"
        + ALONE,
        "never mind",
    ),
    (
        r"(?:mejor )?l[ao] (?:dejo|dejamos) (?:asi|para (?:despues|luego|otro dia))"
        r"|(?:mejor )?(?:asi )?(?:dejemosl|dej[ea]l)[ao](?! sin)(?: asi)?"
        r"|olvidel[ao]|olvidal[ao]|cambie de (?:opinion|idea)|mejor ya no"
        r"|ya no (?:me interesa|la quiero|lo quiero|quiero (?:nada|la cita))|no importa" + ALONE,
        "never mind",
    ),
    (r"^\W*(?:cancele?(?:l[ao])?(?: todo)?|cancel[ao]|pare(?:le|n)?|ya pare)" + ALONE, "cancel it"),
    (r"(?:(?:es (?:usted|ud)|eres|que|muy)(?: (?:muy|bien|tan))?) amable", "thank you"),
    (
        r"(?:no,? )?(?:ningun[oa](?: de (?:es[oa]s|est[oa]s|ell[oa]s|las anteriores))?"
        r"|(?:de )?eso nada"
        r"|nada de (?:eso|esto|nada|lo (?:anterior|que \w+)))"
        r"|no (?:tengo|siento|me pasa) (?:nada|ningun[oa])(?: de (?:es[oa]s?|est[oa]s?))?",
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
    (rf"{_TAKE}(?:el|la) (?:de(?:l| en)? ?(?:el )?medio|de enmedio)", "the middle one"),
    (rf"{_TAKE}(?:el|la) de (?:hasta )?arriba", "the first one"),
    (rf"{_TAKE}(?:el|la) de (?:hasta )?abajo", "the last one"),
    # Among what is on offer any is as good as the first.
    (
        r"cualquiera(?: de (?:l[oa]s|ell[oa]s|es[oa]s|est[oa]s)(?: dos| tres)?)?"
        r"(?! (?:dia|hora|fecha))|(?:la|el) que (?:sea|(?:usted |ud )?(?:quiera|diga|guste)n?)",
        "the first one",
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
