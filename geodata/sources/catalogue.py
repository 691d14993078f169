"""Every published dataset that can be imported, by source id."""

from geodata.sources import Reader
from geodata.sources.regione_lombardia_rsa import READER as REGIONE_LOMBARDIA_RSA

READERS: dict[str, Reader] = {reader.source.source_id: reader for reader in (REGIONE_LOMBARDIA_RSA,)}
