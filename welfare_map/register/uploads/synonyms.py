"""What columns and codes are called in the files that people have; compared without case, accents and signs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "service_id": ("id", "codice servizio", "id servizio", "codice struttura", "cod struttura", "service"),
        "organisation_id": ("id organizzazione", "codice organizzazione", "organizzazione", "azienda", "id azienda"),
        "practice_id": ("id buona pratica", "codice pratica", "id pratica"),
        "need_offer_id": ("id bisogno offerta", "codice bisogno", "codice offerta"),
        "initiative_id": ("accordo", "iniziativa", "progetto", "id accordo", "codice accordo", "initiative"),
        "document_id": ("documento", "codice documento", "fonte documento", "document"),
        "name": (
            *("denominazione", "nome servizio", "denominazione servizio", "denominazione struttura", "nome struttura"),
            *("denom struttura", "struttura", "servizio", "denominazione unita d'offerta", "service name", "title"),
        ),
        "organisation_name": (
            *("ragione sociale", "denominazione", "nome", "nome azienda", "impresa", "ente", "company", "name"),
            *("organisation", "organization", "nome organizzazione", "denominazione ente"),
        ),
        "kind": (
            *("tipo", "tipologia", "tipo servizio", "tipologia servizio", "tipologia struttura", "tipo di servizio"),
            *("unita d'offerta", "tipologia unita d'offerta", "type", "service type", "kind of service"),
        ),
        "organisation_kind": ("tipo", "tipologia", "tipo organizzazione", "natura", "tipo ente", "type", "kind"),
        "provider_name": (
            *("gestore", "ente gestore", "denominazione gestore", "denom gestore", "denominazione ente gestore"),
            *("provider", "manager", "operator", "soggetto gestore"),
        ),
        "ownership": (*("titolarita", "pubblico privato", "pubblica privata", "pubblico o privato", "public private"),),
        "address": (
            *("via", "indirizzo sede", "indirizzo struttura", "indirizzo ubicazione", "via e numero", "street"),
            *("sede", "ubicazione", "indirizzo completo", "street address"),
        ),
        "postcode": ("cap", "codice avviamento postale", "zip", "zip code", "postal code", "c.a.p."),
        "municipality_code": (
            *("codice istat", "cod istat comune", "codice istat comune", "istat", "codice comune", "istat code"),
            *("cod istat", "cod istat comune ubicazione", "procom", "pro com t"),
        ),
        "municipality_name": (
            *("comune", "citta", "localita", "comune sede", "comune struttura", "comune ubicazione", "nome comune"),
            *("denominazione comune", "city", "town", "municipality"),
        ),
        "province": ("provincia", "prov", "sigla provincia", "pr", "sigla"),
        "lon": (
            *("longitudine", "longitude", "lng", "x", "coord x", "coordinata x", "wgs84 x", "long", "est"),
            *("longitudine wgs84",),
        ),
        "lat": ("latitudine", "latitude", "y", "coord y", "coordinata y", "wgs84 y", "nord", "latitudine wgs84"),
        "phone": ("telefono", "tel", "numero di telefono", "recapito telefonico", "telephone", "telefono fisso"),
        "email": ("e-mail", "mail", "posta elettronica", "indirizzo email", "email struttura", "indirizzo e-mail"),
        "website": ("sito", "sito web", "web", "url", "sito internet", "www", "website address"),
        "opening_hours": ("orari", "orario", "orario di apertura", "orari di apertura", "apertura", "hours"),
        "capacity_authorised": (
            *("posti autorizzati", "tot posti autorizzati", "capienza", "capacita ricettiva", "posti", "ricettivita"),
            *("posti totali", "authorised places", "places", "capacity", "numero posti", "n posti"),
        ),
        "capacity_accredited": (
            *("posti accreditati", "tot posti accreditati", "accreditati", "accredited places"),
            *("posti a contratto",),
        ),
        "min_age_months": ("eta minima", "eta minima mesi", "eta minima in mesi", "da mesi", "minimum age", "min age"),
        "max_age_months": ("eta massima", "eta massima mesi", "eta massima in mesi", "a mesi", "maximum age"),
        "is_open_to_others": (
            *("aperto agli esterni", "aperto ad esterni", "aperto al territorio", "accoglie esterni"),
            *("open to others",),
        ),
        "vat_code": ("partita iva", "p.iva", "p iva", "piva", "vat", "vat number", "p. iva"),
        "tax_code": ("codice fiscale", "cf", "c.f.", "cod fiscale", "cod. fisc.", "tax code", "fiscal code"),
        "sector_code": ("ateco", "codice ateco", "settore", "attivita", "codice attivita", "ateco 2025", "sector"),
        "size_class": ("dimensione", "classe dimensionale", "classe di dimensione", "size"),
        "employee_count": ("addetti", "dipendenti", "numero addetti", "numero dipendenti", "n dipendenti", "employees"),
        "paragraph": ("capoverso", "paragrafo", "par"),
        "role": ("ruolo", "qualifica", "ruolo nell'accordo"),
        "since_year": ("dal", "anno", "anno adesione", "dall'anno", "since", "year"),
        "note": ("note", "annotazioni", "osservazioni", "notes"),
        "title_it": ("titolo", "titolo italiano", "nome pratica", "title"),
        "title_en": ("titolo inglese", "english title"),
        "description_it": ("descrizione", "descrizione italiano", "testo", "description"),
        "description_en": ("descrizione inglese", "english description"),
        "themes": ("temi", "tema", "themes", "theme", "argomento", "argomenti"),
        "size_classes": ("dimensioni", "dimensioni impresa", "per imprese", "sizes"),
        "cost_class": ("costo", "classe di costo", "cost"),
        "phase": ("fase", "stato", "stato di avanzamento", "phase"),
        "result_it": ("risultato", "risultati", "esito", "result"),
        "result_en": ("risultato inglese", "english result"),
        "contact_it": ("contatto", "contatti", "referente", "contact"),
        "contact_en": ("contatto inglese", "english contact"),
        "exchange_kind": ("cosa", "cosa si cerca o si offre", "tipo", "tipo di servizio", "servizio", "kind"),
        "theme": ("tema", "argomento", "topic"),
        "description": ("descrizione", "dettagli", "in parole"),
        "direction": ("bisogno o offerta", "bisogno offerta", "cerca offre", "need or offer"),
        "quantity": ("quantita", "quanto", "numero", "amount"),
        "unit": ("unita", "unita di misura", "unit of measure"),
        "from_on": ("dal", "da quando", "data inizio", "decorrenza", "from", "start date"),
        "hours": ("orari", "orario", "fascia oraria"),
        "visibility": ("visibilita", "chi lo vede", "pubblicita"),
        "band": ("fascia", "fascia di eta", "fascia d'eta", "regime", "age band"),
        "free_count": ("posti liberi", "liberi", "posti disponibili", "disponibili", "free places", "free"),
        "waiting_count": ("lista d'attesa", "lista di attesa", "in attesa", "in lista", "waiting list", "waiting"),
        "free_in_1_month_count": ("liberi tra 1 mese", "posti liberi tra 1 mese", "liberi fra un mese"),
        "free_in_2_months_count": ("liberi tra 2 mesi", "posti liberi tra 2 mesi", "liberi fra due mesi"),
        "free_in_3_months_count": ("liberi tra 3 mesi", "posti liberi tra 3 mesi", "liberi fra tre mesi"),
        "monthly_fee_min_eur": ("retta minima", "retta da", "tariffa minima", "retta minima mensile", "lowest fee"),
        "monthly_fee_max_eur": ("retta massima", "retta a", "tariffa massima", "retta massima mensile", "highest fee"),
        "fee_includes_it": ("la retta comprende", "retta comprende", "cosa comprende", "compreso nella retta"),
        "fee_includes_en": ("fee includes", "included in the fee"),
        "isee_fee_bands": ("fasce isee", "rette per isee", "rette per fasce isee", "isee", "isee bands"),
        "fee_source": ("fonte della retta", "documento della retta", "carta dei servizi", "link rette", "fee document"),
        "fee_as_of_on": ("data della retta", "rette aggiornate al", "retta al", "fee date"),
        "as_of_on": ("data", "al", "data rilevazione", "data aggiornamento", "aggiornato al", "as of", "date"),
        "expires_on": ("scadenza", "valido fino al", "fino al", "expires", "valid until"),
    }
)
"""Field -> other names of its column; its own name and its words in the templates come beside them."""

_KINDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "nursery": ("nido", "asilo", "nido d'infanzia", "asilo nido comunale", "nido aziendale", "day nursery"),
        "micro_nursery": ("micro nido", "micro-nido"),
        "family_nursery": ("nido in famiglia", "tagesmutter"),
        "early_childhood_centre": ("centro per la prima infanzia", "spazio gioco", "cpi"),
        "spring_section": ("primavera",),
        "preschool": ("scuola materna", "materna", "asilo infantile", "infanzia", "scuola infanzia"),
        "day_camp": ("crd", "cre", "grest", "centro estivo", "centro ricreativo estivo", "campo estivo"),
        "youth_centre": ("cag", "centro giovani", "oratorio"),
        "before_after_school": ("pre post scuola", "prescuola", "doposcuola", "pre-scuola", "post-scuola"),
        "homework_babysitting": ("spazio compiti", "baby-sitting", "babysitter", "aiuto compiti"),
        "care_home": (
            *("rsa", "residenza sanitaria assistenziale", "residenza per anziani", "casa di riposo"),
            *("centro servizi", "centro servizi per anziani", "casa residenza anziani", "nursing home"),
        ),
        "integrated_day_centre": ("cdi", "centro diurno integrato per anziani"),
        "senior_day_centre": ("cda", "centro anziani", "centro sociale anziani"),
        "sheltered_housing": ("alloggio protetto", "alloggi protetti", "minialloggi", "apa"),
        "home_care": ("sad", "adi", "rsa aperta", "assistenza domiciliare integrata"),
        "disability_day_centre": ("cdd", "cse", "sfa", "centro diurno disabili", "centro socio educativo"),
        "family_clinic": ("consultorio",),
        "family_desk": ("sportello famiglia", "sportello assistenti familiari", "sportello badanti"),
        "shuttle": ("bus aziendale", "trasporto"),
        "canteen": ("ristorazione", "mensa aziendale"),
        "errands": ("maggiordomo", "disbrigo pratiche"),
        "coworking": ("co-working", "spazio di lavoro condiviso"),
    }
)
CODE_WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        "kind": _KINDS,
        "exchange_kind": {
            **_KINDS,
            "training": ("corso", "formazione", "aula formativa"),
            "training_room": ("sala", "aula", "sala riunioni", "sala formazione"),
            "care_manager": ("care manager", "assistente sociale aziendale"),
            "know_how": ("esperienza", "know-how", "racconto di esperienza", "smart working"),
            "welfare_platform": ("piattaforma", "portale welfare"),
            "joint_purchasing": ("acquisti insieme", "gruppo di acquisto", "convenzione"),
        },
        "ownership": {"public": ("pubblica", "comunale", "statale"), "private": ("privata", "paritaria")},
        "organisation_kind": {
            "company": ("azienda", "societa", "ditta", "srl", "spa"),
            "cooperative": ("coop", "cooperativa sociale", "consorzio"),
            "public_body": ("ente", "comune", "amministrazione pubblica", "pubblica amministrazione", "asst", "ats"),
            "association": ("associazione di categoria", "aps", "odv", "fondazione", "ets"),
            "union": ("sigla sindacale", "organizzazione sindacale"),
            "school": ("istituto", "universita"),
            "other": ("altro",),
        },
        "size_class": {
            "micro": ("microimpresa",),
            "small": ("piccola impresa",),
            "medium": ("media impresa",),
            "large": ("grande impresa",),
        },
        "role": {
            "lead": ("ente capofila",),
            "promoter": ("ente promotore",),
            "signatory": ("firmatario", "sottoscrittore"),
            "partner": ("partner di rete",),
            "member": ("ente aderente", "membro", "socio"),
        },
        "direction": {"need": ("bisogno", "cerca", "domanda", "need"), "offer": ("offerta", "offre", "offer")},
        "visibility": {
            "public": ("pubblico", "tutti"),
            "adherents": ("aderenti", "solo aderenti"),
            "counts": ("conteggi", "solo nei totali"),
        },
        "cost_class": {
            "none": ("gratis", "gratuito", "nessuno"),
            "low": ("basso",),
            "medium": ("medio",),
            "high": ("alto",),
        },
        "phase": {"proposed": ("in progetto",), "running": ("attiva", "avviata"), "concluded": ("terminata",)},
        "band": {
            "infants_3_12_months": ("lattanti", "3-12 mesi"),
            "toddlers_12_24_months": ("semidivezzi", "12-24 mesi"),
            "two_year_olds_24_36_months": ("divezzi", "24-36 mesi"),
            "residential": ("residenziale", "ricovero"),
            "day": ("diurno",),
            "respite": ("sollievo",),
        },
    }
)
"""Column -> code -> what people write for it, beside the code's own words in ``texts``."""
WORD_FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "kind": "kind",
        "exchange_kind": "exchange_kind",
        "theme": "theme",
        "direction": "direction",
        "visibility": "visibility",
        "ownership": "ownership",
        "organisation_kind": "organisation_kind",
        "size_class": "size",
        "size_classes": "size",
        "role": "role",
        "themes": "theme",
        "cost_class": "cost",
        "phase": "phase",
        "band": "band",
    }
)
"""Column of codes -> family of their words in ``texts/*/codes.toml``."""
