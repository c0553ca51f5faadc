"""Core: an input and output board: who stands there, door, handset, guide lights; over Modbus."""
