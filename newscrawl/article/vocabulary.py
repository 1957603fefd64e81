"""Words that furniture is made of, as pages write it.

Every pattern is matched against folded text (`newscrawl.text.fold`: no case, accents or typographic variants).  A word
here never decides alone: `newscrawl.article.furniture` weighs it against links and place.
"""

from __future__ import annotations

import re

from newscrawl.dates.words import MONTH_PATTERN


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


_VERB = _any(
    r"\(?re\)?lire", r"\(?re\)?voir", "lire", "voir", "revoir", "ecouter", "reecouter", "regarder", "decouvrir",
    "consulter",
    "lisez", "voyez", "ecoutez", "regardez", "decouvrez", "consultez", "read", "see", "watch",
)  # fmt: skip
_MORE = _any(
    "aussi", "egalement", "encore", "ensuite", "en complement", "par ailleurs", "a ce (?:sujet|propos)",
    "sur (?:le (?:meme )?|ce )sujet", "also", "more", "next",
)  # fmt: skip
_PIECE = _any(
    "articles?", "dossiers?", "enquetes?", "reportages?", "interviews?", "entretiens?", "analyses?", "portraits?",
    "decryptages?", "editos?", "editorial", "tribunes?", "chroniques?", "directs?", "lives?", "videos?", "podcasts?",
    "infographies?", "recits?", "grands? formats?",
)  # fmt: skip
_KINDRED = _any(
    "lie[es]*", "similaires?", "connexes?", "associee?s?", "relatifs?", "recommandee?s?", "sur le meme sujet"
)
_STRONG_LABELS = (
    rf"(?:a |et )?{_VERB} {_MORE}(?: sur [\w' .-]{{2,30}}(?=\s?:|\s?$)| sur [\w' .-]{{2,25}}?)?",
    rf"{_MORE} a {_VERB}",
    rf"(?:a )?{_VERB} (?:notre|nos|l'|le|la|les|cet|cette|ces) ?{_PIECE}(?: completes?)?",
    rf"a {_VERB} sur (?:le (?:meme )?sujet|notre site|[\w-]+\.[a-z]{{2,4}})",
    "sur le meme (?:sujet|theme|dossier)",
    "dans le meme dossier",
    "du meme auteur",
    rf"(?:nos |les |autres? |plus d')?{_any('articles?', 'contenus?', 'sujets?', 'lectures?')} {_KINDRED}",
    "(?:vous )?(?:pourriez|pourrez|devriez|allez) (?:aussi |egalement )?(?:aimer|apprecier)(?: aussi)?",
    "(?:vous )?(?:pourriez|pourrez|devriez) (?:aussi |egalement )?etre interessee?s?(?: par)?",
    "(?:cela|ceci|ca) (?:peut|pourrait|devrait) (?:aussi |egalement )?vous interesser",
    "(?:a ne pas (?:manquer|rater)|ne (?:manquez|ratez) pas)",
    "related (?:articles?|posts?|stories|content)",
    "you (?:may|might) also like",
    "recommended for you",
    "(?:lee|lea|ver|leer|vea) (?:tambien|mas)",
    "(?:leggi|guarda) anche",
    "lees ook",
    "lesen sie auch",
)
_WEAK_LABELS = (
    f"a {_VERB}",
    f"{_VERB}",
    "retrouvez",
    "notre dossier",
    "document",
    "sur ce (?:sujet|theme)",
    "(?:pour )?aller plus loin",
    "(?:pour )?en savoir plus",
    r"plus d'infos?(?:rmations?)?",
    "related",
    "recommended",
)
RELATED_LABEL = re.compile(
    rf"\W{{0,4}}(?:(?P<strong>{'|'.join(_STRONG_LABELS)})|(?P<weak>{'|'.join(_WEAK_LABELS)}))(?![^\W_])"
)
"""How a link to another article is announced.  A weak label opens ordinary sentences and subheadings too."""

SEPARATOR = re.compile(r"\s*(?::|>++|\||-++(?=\s)|\.{3}|!|\]|\)|→|\*)++\s*")
"""What stands between a label and the headline."""

_NETWORK = _any(
    "whatsapp", "facebook", "twitter", "x", "linkedin", "telegram", "google(?: news| actualites)?", "instagram",
    "youtube",
    "tiktok", "messenger", "pinterest", "bluesky", "mastodon", "threads", "e-?mail", "mail", "courriel",
    "reseaux sociaux",
)  # fmt: skip
_PROMPT = _any(
    "(?:re)?partage[rz]?", "share", "tweete[rz]?", "tweet", "envoye[rz]", "imprime[rz]", "print", "epingle[rz]",
    "copier(?: le lien)?", "j'aime", "like", "suivez", "suivre", "follow", "rejoignez", "rejoindre", "retrouvez",
)  # fmt: skip
_FILLER = _any(
    "-?nous", "cet", "cette", "l'", "notre", "nos", "vos?", "this", "us", "le", "la", "les", "sur", "avec", "on",
    "via",
    "par", "aussi", "egalement", "page", "compte", "chaine", "groupe", "article", "infos?", "actus?", "actualites?",
    "post",
    "amis", "et", "ou", "en", "direct", "ici", "toute", "toutes", "de", "des", r"[\w.]+\.(?:com|fr|net|org|info)",
    _NETWORK,
)  # fmt: skip
_CALL = "(?:suivez|retrouvez|rejoignez|abonnez|partagez|likez|follow|join)"
_CHANNEL = _any(
    "whatsapp", "facebook", "twitter", "telegram", "google(?: news| actualites)?", "instagram", "youtube", "tiktok",
    "linkedin", "bluesky", "reseaux sociaux", "newsletters?", "notre (?:application|appli|chaine|page|compte)",
)  # fmt: skip
SHARE = re.compile(
    rf"{_PROMPT}(?:\s*[,:!.]?\s*{_FILLER}\b){{0,12}}\W*|(?:{_NETWORK}\W*)+|{_PROMPT}\W*|{_CALL}\b[^«»\"]{{0,90}}\b{_CHANNEL}\b.{{0,40}}"
)
FOLLOW = re.compile(
    rf"[^«»\"]{{0,120}}\W{_CALL}-(?:nous|le|la)\b[^«»\"]{{0,90}}\b{_CHANNEL}\b.{{0,60}}|"
    rf"[^«»\"]{{0,80}}\b{_CHANNEL}\b[^«»\"]{{0,90}}\W(?:{_CALL}-(?:nous|le|la)|ne (?:manquez|passez|ratez))\b.{{0,120}}"
)
"""A call to follow a channel, with what leads up to it: `Pour ne rien manquer, suivez-nous sur WhatsApp`."""
EMBED = re.compile(
    _any(
        r"voir (?:cette|ce|la|le) (?:publication|photo|video|post|message|tweet) sur .{2,20}",
        r"(?:une |la )?(?:publication|video|photo)s? partagee?s? par .{2,100}",
        "view this (?:post|photo) on .{2,20}",
        "a (?:post|video|photo) shared by .{2,100}",
        r"- .{2,60} \(@\w{1,20}\).{0,40}",
        r"(?:votre|ton|your) (?:navigateur|browser) (?:ne|does|n'|do) .{2,100}",
        r"(?:ignorer|skip) .{1,60} (?:continuer la lecture|continue reading)",
        r"(?:fin de|end of) (?:a lire|les plus lus|most read|podcasts?|promotion .{1,30}|twitter .{1,30}|"
        r"youtube .{1,30})",
        r"(?:ce contenu|cette video|ce tweet|this content) .{0,60}"
        r"(?:bloque|cookies|traceurs|disponible|blocked).{0,120}",
        r"(?:ecouter|ecoutez|listen to) (?:cet article|l'article|le podcast|this article).{0,30}",
        r"(?:cet |l')article (?:a ete|est|peut etre) lu .{2,60}",
        r"(?:chargement|loading)(?: en cours)?\W*",
    )
)
NEWSLETTER = re.compile(
    _any(
        r"(?:s'abonner|abonnez|abonne-toi|je m'abonne|deja abonne)\b.{0,180}",
        r"(?:s'inscrire|inscrivez|m'inscrire|subscribe|sign up)\b.{0,180}",
        r"recevez .{0,120}\b(?:newsletter|lettre|mail|alerte|notification|whatsapp|boite)\b.{0,80}",
        r".{0,40}\breservee?s? (?:aux|a nos) abonnee?s?\b.{0,60}",
        r"(?:il vous reste (?:\d+|[\w-]+ articles?)|la suite (?:de cet article )?est reservee|pour lire la suite|"
        r"pour acceder)\b.{0,120}",
        r"(?:(?:ou si )?vous avez deja un compte|cree[rz] (?:un|votre) compte|connectez-vous)\b.{0,80}",
        r"(?:profitez|beneficiez) (?:de (?:notre|nos|l') ?(?:offres?|abonnements?)|d'un acces illimite)\b.{0,120}",
        r"(?:(?:saisissez|entrez|indiquez|renseignez) )?votre (?:adresse|e-?mail|inscription)\b.{0,120}",
        r"(?:telechargez|installez) (?:notre|l') ?(?:application|appli|app)\b.{0,100}",
        r"(?:soutenez|soutenir|faites un don|faire un don)\b.{0,100}",
    )
)
MENTION = re.compile(r".{0,60}\bnewsletters?\b.{0,180}")
"""A line with the word, which asks for an address unless it is a sentence that speaks to nobody."""
ADVERTISING = re.compile(
    r"\W*"
    + _any(
        "publicites?", "advertisements?", "annonces?", "anzeigen?", "sponsorise",
        "(?:article|contenu) (?:sponsorise|partenaire)", "pub", "ads?",
        r"(?:la suite|(?:(?:l'|cet |votre )?article|(?:la |votre )?lecture) (?:continue|se poursuit|suit)) "
        r"(?:apres|sous) (?:cette|la|notre) (?:publicite|pub|annonce)",
        "(?:story|article) continues (?:after|below)(?: (?:this )?(?:advertisement|ad))?", "publicidad", "werbung",
        "inread invented by teads",
    )
    + r"\W*"
)  # fmt: skip
_WORD_OF_TIME = _any(
    "er", "h", "min", "le", "a", "et", "il y a", r"heures? (?:locale|d'ete|d'hiver|(?:de |du |"
    "d')[a-z-]{3,20})", "heures?",
    "jours?", "minutes?", "gmt", "utc", "cet", "depuis", "hier",
    "aujourd'hui", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "janv", "janvier", "fevr?",
    "fevrier", "mars", "avril", "avr", "mai", "juin", "juil", "juill", "juillet", "aout", "sept", "septembre", "oct",
    "octobre", "nov", "novembre", "dec", "decembre", "mise? a jour", "modifiee?", "publiee?", "duree",
    "lecture", "s", "mn", "sec",
)  # fmt: skip
# Possessive: there is one way to read such a line, and no other is to be tried.
_OF_TIME = rf"(?:\s*+(?:\d++|[:/.,|()•·>-]|{_WORD_OF_TIME}(?![a-z])))"
TIMES = re.compile(
    _any(
        r"(?:article )?(?:publiee?|mise? a jour|modifiee?|postee?|creee?|derniere (?:mise a jour|modification)|"
        rf"mis en ligne|published|updated|posted)\b{_OF_TIME}{{1,30}}+\W*",
        r"temps de lecture\W.{0,30}",
        r"lecture\W? ?:? ?\d+ min\w*\W*",
        r"\d+ min(?:utes?)? de lecture\W*",
        rf"(?=\D*\d){_OF_TIME}{{3,30}}+\W*",
    )
)
CREDITS = re.compile(
    _any(
        r"\(?(?:credits?(?: ?photos?)?|photos?(?: d'illustration| d'archives?)?|images?|legende|illustration|"
        r"copyright|ph)"
        r"\s?[:©/].{0,140}",
        r"\W*©.{0,120}",
        r"\(?(?:photo|image) (?:d'illustration|d'archives?|by|par|de l'|afp|reuters|ap)\b.{0,100}",
        r"[^()]{0,180}\((?:photo|credit|ph\.|©)[^()]{0,80}\)\W*",
        r".{0,180}[\w.)] ?© ?\w.{1,60}",
        r"(?!.*\b(?:est|sont|ont|etait)\b).{0,90}\b(?:photo|image) (?:d'illustration|d'archives?)\b.{0,50}",
        r".{0,90}\bcapture d'ecran\b.{0,50}",
    )
)
PAGE = re.compile(
    _any(
        r"(?:(?:\d+|aucun|un|(?:voir|lire|afficher) (?:les|tous les)|tous les|poster un|laissez? un|ajouter un|"
        r"ecrire un|votre|afficher|reagir|reagissez) ?)?commentaires?(?: \(\d+\))?\W*",
        r"(?:reagir|reagissez|commentez|commenter|repondre|signaler)(?: a cet article| un abus| cet article)?\W*",
        r"(?:lire|voir|afficher) (?:la suite|plus|tout|moins)\W*",
        r"(?:page )?(?:suivante?|precedente?)\W*",
        r"(?:sur le web|voir en ligne|(?:lire )?l'article original|article original)(?:\s?:.{0,120})?\W*",
        r"(?:aller|acceder|passer|sauter|retour(?:ner)?|jump|skip|back) (?:directement )?"
        r"(?:en haut|(?:a l'|au |aux |a la |to )(?:the )?(?:accueil|contenu|content|sommaire|menu|navigation|liste|"
        r"list|top|recette|recipe|commentaires?|comments?))\W*",
        r"(?:cliquez ici|click here)(?: pour .{0,120})?\W*",
        r"clique[rz] pour (?:partager|envoyer|imprimer).{0,160}",
        r"j'aime(?: ca)?\W*(?:chargement)?\W*",
        r"ce site utilise .{2,30} pour (?:reduire|ameliorer|mesurer).{0,180}",
        r"(?:vous avez|avez-vous) (?:repere|vu|remarque|trouve) une (?:erreur|faute|coquille).{0,100}",
        r"(?:une|vous avez une) (?:info|information|idee|question)s? .{0,60}\?.{0,60}"
        r"(?:ecrivez|contactez|envoyez).{0,60}",
        r"(?:vous avez|avez-vous) (?:une?|des|d'autres) (?:scoop|info|information|temoignage|photo|video|suggestion)s?"
        r"(?: .{0,90})?\?",
        r"signale[rz](?:-nous)? (?:une|la) (?:erreur|faute|coquille).{0,80}",
        r"(?:ecrivez|contactez)-nous\b.{0,80}",
        r"(?:mots[- ]cles|tags?|etiquettes?|themes?|rubriques?|categories?)\s?:.{0,160}",
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
DAY = re.compile(
    r"\W*(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? )?(?:le )?\d{1,2}(?:er)? "
    rf"(?:{MONTH_PATTERN})(?: \d{{4}})?\W*"
)
"""A day, as it heads the part of a programme or a chronology."""
FURNITURE = (SHARE, EMBED, NEWSLETTER, MENTION, ADVERTISING, TIMES, CREDITS, PAGE)

COMMENTS_LABEL = re.compile(
    r"\W*(?:(?:(?:\d{1,5}|aucun|un|les?|vos|derniers?) )?commentaires?(?: ?[(\[]?\d{1,5}[)\]]?)?|"
    r"(?:\d{1,5}|vos) reactions?|reactions? ?[(\[]\d{1,5}[)\]]|avis des (?:lecteurs|internautes)|(?:reagir|"
    r"reagissez|commenter|commentez)(?: a)?(?: cet? article)?|"
    r"laisse[zr] (?:un|votre) (?:commentaire|reponse|avis)|(?:poster|ajouter|ecrire) un commentaire|"
    r"(?:pour |comment )?citer (?:cet article|ce (?:billet|document|texte))|"
    r"participe[zr] a la (?:discussion|conversation)|"
    r"(?:\d{1,5} )?comments?(?: ?\(\d{1,5}\))?|leave a (?:reply|comment)|your comments?|deja une reaction)\W*"
)
"""What heads the comments below an article, or says how to cite it."""

BOX_WORDS = re.compile(
    r"\b(?:newsletters?|infolettres?|lettre (?:d'information|du (?:matin|jour|soir)|quotidienne|hebdomadaire)|"
    r"e-?mail|courriel|inscri\w+|abonne\w*|mot de passe|se connecter|connexion|compte|don|dons|recevoir|recevez|"
    r"alertes?)\b"
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
    r"abonn|€|\beuros?\b|\bmois\b|\bengagement|illimit|\bacces\b|accede|\bcompte\b|connect|\boffre|\bessai|resili|"
    r"numerique|gratuit|inscri|\barchives\b|\bjournal\b|premium|newsletter|mot de passe"
)
"""Words of the offers below a paywall."""

APPEAL = tuple(
    re.compile(pattern)
    for pattern in (
        (
            r"\b(?:soutenez|soutenir|votre soutien|soutien(?:s|t)? (?:financ|regul|mensuel)|petit service|"
            r"besoin de vous|"
            r"aidez-nous)\b"
        ),
        (
            r"\b(?:un don|vos dons|les dons|aux dons|je donne|par des dons|faites un don|don (?:mensuel|defiscalise|"
            r"regulier))\b"
        ),
        r"\b(?:lectrices et (?:de )?(?:nos |vos )?lecteurs|nos lecteurs|ses (?:seuls )?lecteurs|nos lectrices)\b",
        (
            r"\b(?:sans (?:publicite|pub|actionnaires?)|milliardaires?|ni actionnaires?|journal(?:isme)? independant|"
            r"media independant|en acces libre|presse libre|information libre)\b"
        ),
        r"\b(?:pour|des|a partir de) (?:seulement )?\d+ ?(?:€|euros?)(?: par mois|\b)",
        r"\b(?:abonnez-vous|abonnez|s'abonner|je m'abonne|abonnement|adherez|rejoignez|newsletters?|infolettre)\b",
        r"\b(?:partagez-l[ea]|partager cet article|cet article vous a (?:plu|interesse)|aime cet article)\b",
    )
)
"""Kinds of words with which media ask their readers for help; two have to meet."""

APPEAL_OPENING = re.compile(
    r"\W*(?:soutenez|aidez|abonnez|adherez|faites un don|je (?:fais un don|m'abonne|donne|m'inscris|soutiens)|"
    r"cet article vous a (?:plu|interesse)|vous avez (?:aime|apprecie)|rejoignez|suivez|partagez|chere? lectr)"
)

LIST_LABEL = re.compile(
    r"\W*(?:(?:les )?(?:articles? )?(?:les )?plus (?:lu[es]*|vus|consultes|commentes|partages|recents|populaires)|"
    r"top articles?|(?:nos |les )?derniere?s (?:articles|infos?|actus?|actualites|nouvelles|minutes|videos)|"
    r"articles? recents|a la une|en ce moment|a suivre|a decouvrir|tendances?|plus d'articles?|autres? articles?|"
    r"les? choix de la redaction|la selection de la redaction|dans la meme (?:rubrique|categorie)|"
    r"(?:retrouvez|voir) (?:plus|tous (?:les|nos)) .{2,30}|ailleurs sur le web|nos partenaires|contenus? sponsorises?|"
    r"most (?:read|popular)|trending|latest (?:news|posts))\W*"
)
"""What heads a list of articles that need not have to do with this one."""

LEGAL = re.compile(
    r"\b(?:registre du commerce|informatique et libertes|directeur de (?:la )?publication|commission paritaire|cppap|"
    r"droit d'acces et de rectification|mentions legales|conditions generales d'utilisation|au capital de \d)"
)
"""What stands below a site: who publishes it, and under which law."""

ADDRESSED = re.compile(
    r"\b(?:vous|votre|vos|nous avons besoin|aidez|soutenez|soutiens|abonnez|adherez|inscrivez|recevez|cliquez|"
    r"partagez|suivez|"
    r"rejoignez|faites un don|je (?:m'|donne|fais|soutiens|decouvre))"
)
"""Words that speak to the reader, as news do not."""

CALL_TO_MEDIA = re.compile(
    r"\W*(?:(?:re)?ecoute[rz]|(?:re)?voir (?:la|le|les|l'|notre|nos|ici)|revoyez|regarde[rz]|visionne[rz]|"
    r"en (?:video|images)|video|audio|podcast)\b[^.!?]{0,160}"
)
"""A line that announces the player below it."""
DETOUR = re.compile(r"(?:ignorer|passer|sauter|skip) .{1,60} (?:et |and )?(?:continuer la lecture|continue reading)")
"""What lets screen readers skip a box in the text, …"""
DETOUR_END = re.compile(r"(?:fin (?:de |d'|du |des )|end of ).{1,60}")
"""… and what closes it."""

CONTENTS_LABEL = re.compile(
    r"(?:contents|table of contents|(?:au )?sommaire|table des matieres|plan|dans cet article)\W*"
)
"""What heads a list of the article's own subheadings."""

BYLINE = re.compile(
    r"(?:\W*(?:article|texte|propos|entretien|interview)?\s?(?:recueillie?s?|ecrit|redige|publie|realisee?)?\s?"
    r"(?:par|by|de (?:notre|nos) (?:correspondante?s?|envoyee?s? specia\w+)|"
    r"(?:auteurs?|redact(?:eur|rice)|author|byline)(?=\s?[:,])|textes?(?: (?:et|&) photos?)?(?=\s?:)))"
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
