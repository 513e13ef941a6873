"""What is made for a meeting: ordered, made in the background, kept sealed for a day.

| module | what it does |
|---|---|
| subjects | what a pack can be about, and what every subject must say of itself |
| kinds | all subjects there are; an order names one of them |
| contents | the content about one round, as the page of results shows it |
| fingerprint | one digest for one content, in every process |
| sealing | where a document is kept, and the key that only its content gives |
| shelf | documents that are kept |
| orders | who waits for what |
| making | the work itself, for the worker and the command line |
"""
