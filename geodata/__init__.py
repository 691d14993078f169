"""Facts: territory, services, organisations, distances; downloads and checks."""
