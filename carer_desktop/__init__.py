"""The whole job of Carer Desktop, with no window."""
