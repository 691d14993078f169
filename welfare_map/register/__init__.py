"""The curated register: schema, imports, snapshot."""
