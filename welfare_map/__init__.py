"""What people ask of the map, and the register that answers."""
