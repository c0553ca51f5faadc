"""Shell: one call between a resident and an official, from "please call" to the last word."""
