"""What the clinic owes the people it keeps data of: keys turned, data out, data gone in time."""
