"""How a safe figure looks: charts, maps, tables and words. Nothing here sees an exact count."""
