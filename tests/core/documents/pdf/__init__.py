"""Tests of the room that makes and reads PDF files."""
