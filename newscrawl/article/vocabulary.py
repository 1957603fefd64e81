"""Words that furniture is made of, as pages write it.

Every pattern is matched against folded text (`newscrawl.text.fold`: no case, accents or typographic variants).  A word
here never decides alone: `newscrawl.article.furniture` weighs it against links and place.  Where a shape tells as much
as a list (`[a-z]+ez`, a verb before `commentaires`), it stands for it; what a word is worth says
`python -m benchmarks.ablation`.
"""

from __future__ import annotations

import re

from newscrawl.dates.reading import is_date_text


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


_VERB = r"(?:\(?re\)?)?(?:lire|lisez|voir|ecoute[rz]|regarde[rz]|decouvr(?:ir|ez))"
_STRONG_LABELS = (
    (
        rf"(?:a |et )?(?:{_VERB}|read|see|watch) (?:aussi|egalement|encore|also|more|sur (?:le (?:meme )?|ce )sujet)"
        r"(?: sur [\w' .-]{2,30}(?=\s?:|\s?$)| sur [\w' .-]{2,25}?)?"
    ),
    rf"(?:aussi|egalement) a {_VERB}",
    rf"(?:a )?{_VERB} (?:(?:notre|nos) \w+|l'article)(?: completes?)?",
    r"(?:a lire )?(?:sur|dans) le meme (?:sujet|dossier)",
    r"(?:nos |les |autres? )?(?:articles?|contenus?|sujets?) (?:lie[es]*|similaires?|connexes?|recommandes?)",
    (
        r"(?:(?:vous|cela|ceci) )?(?:\w+ez|peut|pourrait) (?:aussi |egalement )?"
        r"(?:vous interesser|aimer|etre interessee?s?)(?: par)?"
    ),
    r"(?:a ne pas|ne) (?:manque|rate)[rz](?: pas)?",
    "you (?:may|might) also like",
)
_WEAK_LABELS = (
    rf"(?:a )?{_VERB}",
    "notre dossier",
    "(?:pour )?aller plus loin",
    "(?:pour )?en savoir plus",
    "related",
    "recommended",
)
RELATED_LABEL = re.compile(
    rf"\W{{0,4}}(?:(?P<strong>{'|'.join(_STRONG_LABELS)})|(?P<weak>{'|'.join(_WEAK_LABELS)}))(?![^\W_])"
)
"""How a link to another article is announced.  A weak label opens ordinary sentences and subheadings too."""

SEPARATOR = re.compile(r"\s*(?:[]:>|!)→*]|-++(?=\s)|\.{3})++\s*")
"""What stands between a label and the headline."""

_NETWORK = _any(
    "whatsapp", "facebook", "twitter", "x", "linkedin", "telegram", "instagram", "tiktok", "youtube",
    r"google(?: \w+)?", "e-?mail", "reseaux sociaux",
)  # fmt: skip
_PROMPT = "(?:(?:re)?partage[rz]?|share|tweete?[rz]?|envoye[rz]|imprime[rz]|copier|suiv(?:ez|re)|retrouvez)"
_FILLER = _any(
    "-?nous", "l'", "l[ea]s?", "nos", "us", "sur", "via", "par", "on", "e[tn]", "des?", "ici", "cet(?:te)?",
    "notre", "avec", "this", "article", "page", "chaine", "groupe", "lien", r"act\w+",
    r"[\w.]+\.(?:com|fr|net|org)", _NETWORK,
)  # fmt: skip
_CALL = "(?:suivez|retrouvez|rejoignez|abonnez)"
_CHANNEL = rf"(?:{_NETWORK}|notre (?:appli\w*|chaine|page|compte))"
SHARE = re.compile(
    rf"{_PROMPT}(?:\s*[,:!.]?\s*{_FILLER}\b){{0,12}}\W*|(?:{_NETWORK}\W*)+|"
    rf"{_CALL}\b[^«»\"]{{0,90}}\b{_CHANNEL}\b.{{0,40}}"
)
FOLLOW = re.compile(
    rf"[^«»\"]{{0,120}}\W{_CALL}-(?:nous|le|la)\b[^«»\"]{{0,90}}\b{_CHANNEL}\b.{{0,60}}|"
    rf"[^«»\"]{{0,80}}\b{_CHANNEL}\b[^«»\"]{{0,90}}\W(?:{_CALL}-(?:nous|le|la)|ne [a-z]{{4,}}ez)\b.{{0,120}}"
)
"""A call to follow a channel, with what leads up to it: `Pour ne rien manquer, suivez-nous sur WhatsApp`."""
DETOUR = re.compile(r"(?:ignorer|passer|skip) .{1,60} (?:continuer la lecture|continue reading)")
"""What lets screen readers skip a box in the text, …"""
DETOUR_END = re.compile(r"(?:fin (?:de |d'|du |des )|end of ).{1,60}")
"""… and what closes it."""
EMBED = re.compile(
    _any(
        r"voir (?:ce|cette|la) (?:publication|photo|video|post|tweet) sur .{2,20}",
        r"(?:une |la )?(?:publication|photo|video|post|tweet) partagee?s? par .{2,100}",
        r"(?:view this|a) (?:publication|photo|video|post|tweet) (?:on|shared by) .{2,100}",
        r"- .{2,60} \(@\w{1,20}\).{0,40}",
        r"votre navigateur n.{2,100}",
        r"(?:ce contenu|cette video) .{0,60}(?:bloque|cookies|disponible).{0,120}",
        r"ecoute[rz] (?:l'|le |cet )(?:article|podcast).{0,30}",
        r"(?:cet |l')article .{2,12} lu .{2,60}",
    )
)
NEWSLETTER = re.compile(
    _any(
        r"(?:s'abonner|abonnez|je m'abonne|deja abonne)\b.{0,180}",
        r"(?:[sm]'inscrire|sign up)\b.{0,180}",
        r"recevez .{0,120}\b(?:lettre|mail|alerte|notification|boite)\b.{0,80}",
        r".{0,40}\breservee?s? (?:aux|a nos) abonnee?s?\b.{0,60}",
        r"(?:(?:ou si )?vous avez deja un|cree[rz] (?:un|votre)) compte\b.{0,80}",
        r"(?:profitez|beneficiez) .{2,12}(?:offre|abonnement|acces illimite).{0,120}",
        r"[a-z]{4,}ez (?:votre (?:e-?mail|adresse|inscription)|(?:notre |l')appli)\w*\b.{0,120}",
        r"(?:soutenez|soutenir (?:la redaction|l'independance|le journal|notre|nos|ce (?:media|site))|"
        r"fai(?:tes|re) un don|pour (?:lire|acceder a) (?:la suite|tou\w+|cet article|l'integralite|nos))\b.{0,100}",
    )
)
MENTION = re.compile(r".{0,60}\bnewsletters?\b.{0,180}")
"""A line with the word, which asks for an address unless it is a sentence that speaks to nobody."""
ADVERTISING = re.compile(
    r"\W*(?:publicites?|pub|ads?|advertisements?|annonces?|anzeigen?|(?:(?:article|contenu) )?sponsorise|"
    r".{4,40} (?:apres|sous) (?:cette |la )?(?:publicite|pub|annonce)|"
    r"(?:story|article) continues (?:after|below).{0,25})\W*"
)
_CHANGED = r"(?:article )?(?:publiee?|postee?|mise? (?:a jour|en ligne)|modifiee?|published|updated|posted)\b\s*:?\s*"
_TIMES = re.compile(rf"\s(?:[-–—|•·>]|et|par .{{3,40}}?)\s|,? (?={_CHANGED})|^(?={_CHANGED})")
_READING = re.compile(
    r"temps de lecture\W.{0,30}|lecture\W{1,3}\d+ min\w*\W*|\d+ min(?:utes?)? (?:de lecture|read)\W*|"
    r"duree\W{1,3}\d.{0,12}"
)
CREDITS = re.compile(
    _any(
        r"\(?(?:credits?(?: photos?)?|photos?(?: d'\w+)?|images?|legende|illustration|copyright|ph)\s?[:©/].{0,140}",
        r"\W*©.{0,120}",
        r"\(?(?:photo|image) (?:by|par|de l'|d'(?:illustration|archives?)|afp)\b.{0,100}",
        r"[^()]{0,180}\((?:photo|credit|ph\.|©)[^()]{0,80}\)\W*",
        r".{0,90}\b(?:photos? d'(?:illustration|archives?)|capture d'ecran)\b.{0,50}",
    )
)
PAGE = re.compile(
    _any(
        r"(?:(?:\d+|aucun|un|votre|[a-z]+(?:e[rz]|ir|re) (?:\w+ )?\w+) )?commentaires?(?: \(\d+\))?\W*",
        r"(?:reagir|commente[rz]|repondre|signaler)(?: .{2,5}(?:article|abus))?\W*",
        r"(?:lire|voir|afficher) (?:la suite|plus|tout)\W*",
        r"(?:page )?(?:suivante?|precedente?)\W*",
        r"(?:sur le web|voir en ligne|(?:lire )?l'article original)(?:\s?:.{0,120})?\W*",
        r"(?:aller|retour|skip|back) (?:en haut|(?:a l'|au |a la |to )(?:the )?"
        r"(?:accueil|conten[ut]+|sommaire|menu|list|top))\W*",
        r"clique[rz] (?:ici|pour)\b.{0,160}",
        r"j'aime(?: ca)?\W*(?:chargement)?\W*",
        r"ce site utilise .{2,30} pour .{0,180}",
        r"(?:vous avez|avez-vous) (?:\w+ )?(?:une?|des|d'autres) (?:erreur|scoop|information|photo)s?\b.{0,120}",
        r"(?:signalez|ecrivez|contactez)-nous\b.{0,80}",
        r"[^?]{3,90}\? (?:ecrivez|envoyez)-(?:nous|la|le)\b.{0,45}",
        r"(?:mots[- ]cles|tags?|etiquettes?|categories?)\s?:.{0,160}",
        r"(?:tous droits reserves|reproduction interdite)\b.{0,100}",
        r"\W*\w?\W*",
    )
)
FINITE = re.compile(
    r"\b(?:est|sont|était|étaient|a|ont|avait|avaient|peut|peuvent|doit|doivent|faut|va|vont|fait|font|"
    r"\w{2,}(?:ra|ront|rait|raient))\b"
)
"""The verb of a sentence, as it is written in small letters with its accents; buttons and appeals have none."""
OF_PAGE = re.compile(
    r"\b(?:cet(?:te)? (?:article|page|video|publication)|ce (?:contenu|site|texte|tweet)|l'article|"
    r"la suite|notre|nos|nous)\b"
)
"""What a page says of itself, as news do not."""
ATTRIBUTED = re.compile(
    r", (?:(?:a|ont|avait|avaient) \w{3,}|appelle|assure|conseille|demande|dit|explique|insiste|lance|precise|previent|"
    r"rappelle|recommande|resume)(?:nt)? (?!pour\b|par\b|en\b|a\b)[^,]{3,}[.!?]"
)
"""The end of a sentence that tells whose words it is."""
OF_IMAGE = re.compile(r"[©(]|^\W*(?:photos?|images?|legende|credits?|copyright|illustration|ph)\b")
FURNITURE = (SHARE, _READING, DETOUR, EMBED, NEWSLETTER, MENTION, ADVERTISING, CREDITS, PAGE)

COMMENTS_LABEL = re.compile(
    r"\W*(?:(?:(?:\d{1,5}|aucun|un|les?|vos|derniers?) )?commentaires?(?: ?[(\[]?\d{1,5}[)\]]?)?|"
    r"(?:\d{1,5}|vos) reactions?|reactions? ?[(\[]\d{1,5}[)\]]|avis des (?:lecteurs|internautes)|"
    r"commente[rz](?: a)?(?: cet? article)?|"
    r"(?:laisse[zr]|poster|ajouter) (?:un|votre) (?:commentaire|reponse|avis)|(?:\w+ )?citer cet? \w+|"
    r"participe[zr] a la (?:discussion|conversation)|(?:(?:\d{1,5}|your) )?comments?(?: ?\(\d{1,5}\))?|"
    r"leave a (?:reply|comment))\W*"
)
"""What heads the comments below an article, or says how to cite it."""

BOX_WORDS = re.compile(
    r"\b(?:newsletters?|infolettres?|lettre d'information|e-?mail|courriel|inscri\w+|abonne\w*|mot de passe|"
    r"se connecter|compte|dons?|recev(?:oir|ez)|alertes?)\b"
)
"""Words of boxes that ask for an address."""

PAYWALL = re.compile(
    _any(
        r"\W*(?:(?:cet|ce|l'|le) ?(?:article|contenu|texte) est|(?:cet )?article|contenu) "
        r"(?:exclusivement )?reservee? a? ?(?:aux|nos|l'ensemble de nos|tous nos) (?:abonne|membre|adherent|"
        r"lecteur|inscrit)",
        r"\W*(?:il (?:vous )?reste|vous avez lu) (?:encore )?\d+([.,]\d+)? ?% ",
        r"\W*la suite (?:de (?:cet article|l'article|ce contenu) )?est reservee",
        r"\W*(?:pour (?:lire|decouvrir|acceder a|consulter) (?:la suite|l'integralite|cet article|tout)|"
        r"lisez la suite)\b"
        r".{0,80}(?:abonn|connect|inscri|compte)",
        r"\W*(?:abonnez-vous|inscrivez-vous|connectez-vous) pour (?:lire|continuer|acceder|poursuivre|debloquer)",
        r"\W*(?:poursuivez|continuez) (?:votre|la) lecture\b.{0,60}(?:abonn|essai|offre|compte|euro|€|connect)",
        r"\W*vous (?:devez|avez besoin) .{0,30}(?:abonne|connecte|inscrit|compte) .{0,20}pour (?:lire|acceder|"
        r"continuer)",
        r"\W*(?:deja|vous etes (?:deja )?) ?abonnee?\W+(?:se connecter|connectez-vous|identifiez-vous)",
        r"\W*this (?:article|content) is (?:for|reserved|only)\b.{0,40}subscri",
    )
)
"""How a page says that the rest is for subscribers."""

OFFER = re.compile(
    r"abonn|€|\beuros?\b|\bmois\b|engagement|illimit|\bacces|\bcompte\b|connect|\boffre|\bessai|gratuit|inscri|"
    r"\barchives\b|\bjournal\b|mot de passe"
)
"""Words of the offers below a paywall."""

APPEAL = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:soutenez|soutenir|votre soutien|petit service|besoin de vous|aidez-nous)\b",
        r"\b(?:(?:un|vos|les|aux|des) dons?|je donne|don (?:mensuel|regulier))\b",
        r"\b(?:nos|ses|vos) (?:\w+ )?(?:lecteurs|lectrices)\b",
        (
            r"\b(?:sans (?:publicite|actionnaires?)|milliardaires?|"
            r"(?:journal\w*|media|presse|information) (?:independant|libre))"
        ),
        r"\b(?:pour|des|a partir de) (?:seulement )?\d+ ?(?:€|euros?)(?: par mois|\b)",
        r"\b(?:abonnez|s'abonner|je m'abonne|abonnement|adherez|rejoignez|infolettre)\b",
        r"\b(?:partagez-l[ea]|cet article vous a (?:plu|interesse)|aime cet article)\b",
    )
)
"""Kinds of words with which media ask their readers for help; two have to meet."""

APPEAL_OPENING = re.compile(
    r"\W*(?:soutenez|aidez|abonnez|adherez|faites un don|je (?:fais un don|m'\w+|donne|soutiens)|cet article vous a|"
    r"vous avez (?:aime|apprecie)|rejoignez|suivez|chere? lectr)"
)

LIST_LABEL = re.compile(
    r"\W*(?:(?:les |articles? ){0,2}plus \w+s|(?:nos |les )?derniere?s \w+|articles? recents|a la une|en ce moment|"
    r"a suivre|a decouvrir|(?:plus d'|autres? |top )articles?|(?:les? choix|la selection) de la redaction|"
    r"dans la meme \w+|(?:retrouvez|voir) (?:plus|tou\w+) .{2,30}|ailleurs sur le web|nos partenaires|"
    r"contenus? sponsorises?|trending)\W*"
)
"""What heads a list of articles that need not have to do with this one."""

LEGAL = re.compile(
    r"\b(?:registre du commerce|informatique et libertes|directeur de (?:la )?publication|mentions legales|"
    r"conditions generales d'utilisation|au capital de \d)"
)
"""What stands below a site: who publishes it, and under which law."""

ADDRESSED = re.compile(
    r"\b(?:vous|votre|vos|nous avons besoin|faites un don|je (?:m'|donne|fais|soutiens))\b|"
    r"\b[a-z]{3,}ez-|^\W*(?!chez|assez)[a-z]{3,}ez\b"
)
"""Words that speak to the reader, as news do not."""

CALL_TO_MEDIA = re.compile(
    r"\W*(?:(?:re)?(?:ecoute|regarde|visionne|voye)[rz]|(?:re)?voir (?:la|le|les|l'|notre|nos|ici)|"
    r"(?:en )?(?:video|images)|audio|podcast)\b[^.!?]{0,160}"
)
"""A line that announces the player below it."""

CONTENTS_LABEL = re.compile(r"(?:(?:au )?sommaire|table des matieres|dans cet article)\W*")
"""What heads a list of the article's own subheadings."""

BYLINE = re.compile(
    r"\W*(?:(?:article|texte|propos|entretien|interview) )?(?:(?:recueillie?s?|ecrit|redige|realisee?) )?"
    r"(?:par|by|de (?:notre|nos) (?:correspondante?s?|envoyee?s? specia\w+)|(?:auteurs?|author)(?=\s?[:,])|"
    r"textes?(?: (?:et|&) photos?)?(?=\s?:))"
    r"\s*[:,]?\s+(?P<names>\S.{1,100})"
)


_ORNAMENT = re.compile(r"^[^\w(\"'©\[]+")


def is_furniture(folded: str) -> bool:
    """Whether a short folded text is worded like furniture from beginning to end."""
    text = _ORNAMENT.sub("", folded)
    # Every call to follow a channel has a verb that ends so; most texts have none.
    return any(pattern.fullmatch(text) for pattern in FURNITURE) or (
        "ez" in text and FOLLOW.fullmatch(text) is not None
    )


def tells_times(folded: str) -> bool:
    """Whether a short folded text says when a page was published or changed, or how long it takes to read, alone."""
    text = _ORNAMENT.sub("", folded)
    if _READING.fullmatch(text):
        return True
    parts = [part for part in _TIMES.split(text) if part.strip()]
    return bool(parts) and all(is_date_text(part) or _READING.fullmatch(part) for part in parts)
