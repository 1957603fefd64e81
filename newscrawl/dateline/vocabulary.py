"""Small word lists that tell a dateline from a sentence."""

from __future__ import annotations

from newscrawl.text import fold


def words(text: str) -> frozenset[str]:
    """The words of `text`, folded."""
    return frozenset(fold(word) for word in text.split())


SENTENCE_OPENERS = words(
    "le la les l un une des du de d au aux a en dans sur sous selon apres avant pour par avec sans chez vers depuis "
    "pendant malgre contre entre face lors alors plus moins ce cet cette ces c il elle ils elles on nous vous je j qui "
    "que quand comme si son sa ses leur leurs notre nos mon ma mes tout toute tous toutes deux trois quatre cinq six "
    "sept huit neuf dix onze douze quinze vingt trente quarante cinquante cent mille plusieurs quelque quelques chaque "
    "pres environ aucun aucune certains certaines bien ainsi afin grace suite voici voila mais ou et ni or donc car "
    "apres-demain hier aujourd aujourd'hui demain lundi mardi mercredi jeudi vendredi samedi dimanche peu beaucoup "
    "encore toujours jamais parmi outre hormis sauf selon d'apres lorsque puisque quoique tandis contrairement "
    "monsieur madame m mme"
)
"""Words that open a French sentence; in mid-sentence none of them has a capital."""

NAME_PARTICLES = words("de du des la le van von der den di da dos ben bin bint ibn al el ould abou abu d l mc mac")
"""Words inside the name of a person that need no capital."""

BRAND_NOUNS = words(
    "agence agencia agenzia agency radio journal studio presse press service centre courrier news bureau"
)
"""Words that begin the name of an agency or a paper, small words behind them or not."""

WIRE_REMARKS = words(
    "mise maj update exclusif exclusivite opinion suite fin direct reportage portrait interview entretien dossier "
    "analyse synthese papier resume lead urgent flash rappel correction correctif rectificatif encadre reprise "
    "actualise actualisation complement complete corrige precision precisions prev avant-papier general annule "
    "citations verbatim fiche chronologie reactions bilan presentation magazine extraits integral programme repetition"
)
"""Words with which a wire says, in parentheses, what it is itself."""

NOT_BRANDS = words(
    "photo photos video videos audio archives archive illustration ministre president directeur age mort ans euros "
    "millions milliards dollars km contre buts but signe sic ndlr "
    "m mme mm dr prof kg est ouest nord sud ex voir lire ici resultats classement "
    "pts points essai mi-temps parti droite gauche ps ump lr rn lfi fn eelv modem pcf udi lrem em "
    "psg om ol asse losc fc sc as rc stade club espn"
)
"""Words that make a parenthesis a remark, a party, a club or a score, not a credit."""

CARDINAL_POINTS = words("nord sud est ouest centre extreme plein dans")
"""Words that say where in its country a place lies: `(nord)`, `(sud-est)`."""

THEMES = words(
    "exil contribution communique tribune opinion editorial edito foot football sport sports economie politique monde "
    "afrique europe amerique asie international societe culture sante justice environnement sciences technologie "
    "kabylie kurdistan maghreb sahel diaspora breve breves urgent flash alerte direct analyse interview entretien "
    "decryptage reportage dossier portrait focus enquete chronique point synthese papier encadre repere reperes "
    "actualite actualites actu infos info news dernieres derniere minute cinema musique people television medias media "
    "rugby tennis basket cyclisme athletisme handball jo can ligue mondial bourse marches finances finance energie "
    "petrole banque immobilier climat religion histoire education faits divers defense securite diplomatie proche "
    "orient moyen-orient guerre elections election presidentielle legislatives coronavirus covid video photos photo "
    "exclusif exclusivite libre lettre declaration discours document rectificatif correction attention erratum"
)
"""Words in capitals before a credit that name a heading, not a place."""

CORRESPONDENTS = words(
    "correspondant correspondante correspondants correspondance correspondent envoye envoyee envoyes envoyees special "
    "speciale speciaux speciales particuliere particulier permanent permanente reporter bureau redaction"
)
"""Words that say how a newspaper's own reporter is placed."""

HIJRI_WORDS = words(
    "mouharram muharram moharram mouharam safar rabi rabie rabia awal awwal thani joumada jumada joumad jamada rajab "
    "radjab chaabane chaaban chaban shaaban shaban sha'ban ramadan ramadhan chawal chawwal shawwal shawal dhou dhu dou "
    "zou zoul zul dhul dhoul al el qi'da qida qiida qadah qaada qa'dah qadda kaada kiida hijja hijjah hidja hija "
    "thaniya oula ula i ii"
)
"""Words of dates of the Islamic calendar, which Gulf agencies write before the Gregorian date."""
