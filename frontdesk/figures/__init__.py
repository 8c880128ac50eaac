"""How it goes by week: pictures drawn on the server, and each a table too."""
