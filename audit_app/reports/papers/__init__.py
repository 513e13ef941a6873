"""Papers to read and print: what stands in them, and the same content as PDF and as Word."""
