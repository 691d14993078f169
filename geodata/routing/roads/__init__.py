"""
Travel on real roads, out of an OpenStreetMap extract.

``access`` says who may use a way and in which direction, ``speeds`` how fast, ``barriers`` who passes a node;
``reading`` takes ways and nodes out of a PBF, ``building`` makes a network of them; ``arcs`` prepares it for a search,
``shortest`` searches, ``snapping`` finds the road beside a point, ``outlines`` draws what was reached, and ``engine``
answers.
"""
