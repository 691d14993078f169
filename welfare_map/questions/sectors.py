"""Which ATECO divisions somebody means who says in everyday words what a firm does."""

import re
from functools import cache
from typing import Final

from geodata.codes import SECTOR_CODES
from geodata.territory.names import fold
from welfare_map.texts import text

MOST_SECTORS: Final = 6
STEM_LENGTH: Final = 4
PLURAL: Final = re.compile(r"h?[aeiou]$")
"""What of a longer word does not count: officina, officine; meccanica, meccaniche."""
EVERYDAY: Final = {
    "01": "agricola agricoltura allevamento stalla vivaio caseificio azienda farm",
    "02": "bosco boscaiolo forestale",
    "10": "alimentare pasticceria panificio forno salumificio caseificio gelateria pasta food bakery",
    "11": "vino cantina birrificio bibite acque minerali",
    "13": "tessitura filatura tintoria stoffe textile",
    "14": "sartoria confezioni maglieria abbigliamento clothes",
    "15": "calzaturificio calzature scarpe pelletteria conceria shoes",
    "16": "falegnameria falegname serramenti in legno segheria imballaggi joinery",
    "17": "cartiera cartotecnica scatole imballaggi paper",
    "18": "tipografia stamperia grafica printing",
    "20": "chimica vernici cosmetici detergenti saponi",
    "21": "farmaci farmaceutica",
    "22": "plastica stampaggio gomma guarnizioni",
    "23": "vetreria ceramica marmo cemento",
    "24": "acciaieria fonderia siderurgia",
    "25": "officina meccanica torneria tornitura fresatura carpenteria metallica fabbro lattoneria minuteria stampi "
    "utensili galvanica trattamenti termici serramenti in ferro machine workshop turning locksmith",
    "26": "elettronica schede strumenti di misura electronics",
    "27": "elettrodomestici motori elettrici quadri elettrici cavi",
    "28": "macchine utensili macchinari impianti meccanica meccanici pompe valvole robot machinery",
    "29": "automobili auto carrozzerie componenti per auto cars",
    "30": "moto biciclette treni aerei barche",
    "31": "mobilificio arredamento mobili furniture",
    "32": "gioielli orafo occhiali giocattoli protesi odontotecnico dispositivi medici",
    "33": "manutenzione riparazione macchine officina di riparazione industriale montaggio impianti",
    "35": "energia fotovoltaico gas",
    "36": "acquedotto",
    "37": "fognature spurghi",
    "38": "rifiuti riciclo rottami raccolta",
    "39": "bonifiche amianto",
    "41": "impresa edile edilizia costruzioni muratore builder",
    "42": "strade ponti ferrovie",
    "43": "elettricista idraulico impiantista termoidraulica imbianchino piastrellista cartongesso serramentista "
    "ponteggi plumber electrician",
    "46": "grossista ingrosso rappresentante agente di commercio wholesale",
    "47": "negozio supermercato bottega farmacia ferramenta vendita dettaglio commercio shop",
    "49": "autotrasporti trasporti camion autobus taxi corriere pullman noleggio con conducente haulage",
    "50": "navigazione battelli traghetti",
    "51": "aereo compagnia aerea",
    "52": "magazzino logistica spedizioniere facchinaggio deposito logistics warehouse",
    "53": "poste corriere consegne pacchi courier",
    "55": "albergo hotel agriturismo campeggio ostello",
    "56": "ristorante bar pizzeria mensa catering trattoria restaurant",
    "58": "editore casa editrice giornale",
    "59": "cinema video produzione musicale",
    "60": "radio televisione",
    "61": "telefonia internet",
    "62": "software informatica programmatori sviluppo app sistemi it",
    "63": "server dati hosting portale",
    "64": "banca finanziaria leasing",
    "65": "assicurazione assicurazioni",
    "66": "promotore assicurativo broker agenzia di assicurazioni",
    "68": "immobiliare amministratore affitti",
    "69": "commercialista avvocato notaio consulente del lavoro studio contabilità accountant",
    "70": "consulenza aziendale direzione holding",
    "71": "architetto geometra ingegnere studio tecnico laboratorio prove collaudi",
    "72": "ricerca laboratorio",
    "73": "pubblicità agenzia di comunicazione marketing",
    "74": "fotografo design traduzioni grafico",
    "75": "veterinario",
    "77": "noleggio auto attrezzature",
    "78": "agenzia per il lavoro interinale selezione del personale",
    "79": "agenzia di viaggi turismo",
    "80": "vigilanza guardie sicurezza",
    "81": "pulizie impresa di pulizie giardiniere giardinaggio verde facility cleaning",
    "82": "call center segreteria fiere servizi alle imprese",
    "84": "comune provincia ente pubblico amministrazione",
    "85": "scuola formazione corsi autoscuola università scuola dell'infanzia materna school",
    "86": "medico dentista ambulatorio ospedale clinica fisioterapia infermieri",
    "87": "rsa casa di riposo comunità alloggio residenza anziani residenza disabili care home",
    "88": "cooperativa sociale asilo nido centro diurno assistenza domiciliare educatori anziani disabili nursery",
    "90": "teatro musicisti artisti",
    "91": "museo biblioteca",
    "92": "scommesse sala giochi",
    "93": "palestra piscina sport centro sportivo gym",
    "94": "associazione sindacato organizzazione di categoria",
    "95": "riparazione auto autofficina officina auto carrozzeria carrozziere gommista elettrauto calzolaio assistenza "
    "computer",
    "96": "parrucchiere estetista lavanderia tintoria onoranze funebri barbiere hairdresser",
}
"""Division of ATECO 2025 -> what people who work in it call it; written for this project."""


def sectors_named(words: str, lang: str) -> tuple[str, ...]:
    """
    Find the divisions that everyday words mean.

    Parameters
    ----------
    words
        "officina meccanica", "pulizie": each is looked for at the beginning of the words of a division's title and of
        what people call it, without accents and without regard to its ending.

    Returns
    -------
    codes
        Those with most of the words, what people call it before the title, at most ``MOST_SECTORS``; empty where no
        word of three letters or more is found.
    """
    stems = [_stem(word) for word in fold(words).split() if len(word) > 2]
    found = {code: _hits(code, stems, lang) for code in SECTOR_CODES}
    best = max((count for count, _ in found.values()), default=0)
    named = [code for code, (count, _) in found.items() if count == best > 0]
    return tuple(sorted(named, key=lambda code: (-found[code][1], code))[:MOST_SECTORS])


def _hits(code: str, stems: list[str], lang: str) -> tuple[int, int]:
    """Count the words that a division has, and those of them that are people's own."""
    everyday, title = _everyday(code), _title(code, lang)
    own = [any(word.startswith(stem) for word in everyday) for stem in stems]
    said = [is_own or any(word.startswith(stem) for word in title) for stem, is_own in zip(stems, own, strict=True)]
    return sum(said), sum(own)


def _stem(word: str) -> str:
    return PLURAL.sub("", word) if len(word) > STEM_LENGTH else word


@cache
def _everyday(code: str) -> tuple[str, ...]:
    return tuple(fold(EVERYDAY.get(code, "")).split())


@cache
def _title(code: str, lang: str) -> tuple[str, ...]:
    return tuple(fold(text(f"sectors.division.{code}", lang)).split())
