"""Core: second-generation ID card readers (GA/T 467 SAM framing): protocol, layouts, driver, emulator."""
