"""Raw input to warehouse rows: recognise, clean, load."""
