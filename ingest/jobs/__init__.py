"""How jobs are carried out: what they bring is fetched and read, then a generation is built of it."""
