"""Tests; they mirror the two rooms (core, ui), beside journeys, faults and bench."""
