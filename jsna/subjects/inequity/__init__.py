"""The page that sums it up: services by places, what changed, and where gaps pile up."""
