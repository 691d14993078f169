"""Every published dataset that has a module, by source id; ``geodata.store.load_readers`` adds those with a mapping."""

from geodata.sources import Reader
from geodata.sources.comune_milano_nurseries import READER as MILANO_NURSERIES
from geodata.sources.mim_schools import NON_STATE_READER, STATE_READER
from geodata.sources.openstreetmap_overpass import READER as OPENSTREETMAP_OVERPASS
from geodata.sources.openstreetmap_pbf import READER as OPENSTREETMAP_PBF
from geodata.sources.regione_lombardia_cdi import READER as LOMBARDY_CDI
from geodata.sources.regione_lombardia_early_childhood import READER as LOMBARDY_EARLY_CHILDHOOD
from geodata.sources.regione_lombardia_elders import READER as LOMBARDY_ELDERS
from geodata.sources.regione_lombardia_family_clinics import PRIVATE_READER, PUBLIC_READER
from geodata.sources.regione_lombardia_minors import READER as LOMBARDY_MINORS
from geodata.sources.regione_lombardia_rsa import READER as LOMBARDY_RSA
from geodata.sources.regione_lombardia_social_units import READER as LOMBARDY_SOCIAL_UNITS

READERS: dict[str, Reader] = {
    reader.source.source_id: reader
    for reader in (
        LOMBARDY_RSA,
        LOMBARDY_CDI,
        LOMBARDY_ELDERS,
        LOMBARDY_EARLY_CHILDHOOD,
        LOMBARDY_MINORS,
        LOMBARDY_SOCIAL_UNITS,
        PRIVATE_READER,
        PUBLIC_READER,
        NON_STATE_READER,
        STATE_READER,
        MILANO_NURSERIES,
        OPENSTREETMAP_OVERPASS,
        OPENSTREETMAP_PBF,
    )
}
