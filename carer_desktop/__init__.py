"""The whole job of Carer Desktop, with no window."""

VERSION = "0.1.0"
