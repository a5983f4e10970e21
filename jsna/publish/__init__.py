"""How notebooks and safe figures become what people hold in their hands."""
