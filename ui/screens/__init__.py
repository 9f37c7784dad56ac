"""The screens of the program, one a module or package; none of them knows another."""
